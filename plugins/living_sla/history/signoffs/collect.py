"""Everything that bears on sign-offs, read from the repository in a few commands however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.history.git.log import LandedCommit, landed_with, parents_of, side_commits
from living_sla.history.signoffs.files_over_time import Filed, FiledSignature, filed, filed_signatures
from living_sla.history.signoffs.objects import SignedObject, read_commit, read_tag
from living_sla.model.past.signoff import SIGNATURE_ENDING

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository
    from living_sla.history.signoffs.kind import SignedKind

TAGS = "refs/tags/signoff/"
"""Below this, tags are looked at: ``signoff/lead-handoff/3f1c3f1c3f1c.ana.ruiz``."""


class Signature(Struct, frozen=True):
    """A detached signature that lay beside the sign-off."""

    armored: bytes
    landing: LandedCommit
    position: int


class Evidence(Struct, frozen=True):
    """One stay of a sign-off on the main line, and what could prove it."""

    filed: Filed
    content: bytes
    """With which it landed, whatever it was edited to afterwards: that is what its signer signed."""
    commits: tuple[SignedObject, ...]
    """Those that added it; none where no commit of a merged branch did."""
    signatures: tuple[Signature, ...]
    """In the order in which they landed."""


class Gathered(Struct, frozen=True):
    """The evidence for every sign-off, in the order in which they landed, and the tags that may prove any of them."""

    evidence: tuple[Evidence, ...]
    tags: Mapping[tuple[str, ...], tuple[SignedObject, ...]]
    """By the lines of their messages that say something."""


def gather(
    repository: Repository, landings: Sequence[LandedCommit], kind: SignedKind, remembered: MutableMapping[str, str]
) -> Gathered:
    """All evidence on the main line; `landings` are what it did below the folder of the kind, oldest first."""
    files = filed(landings, kind)
    if not files:
        return Gathered((), {})
    signatures_by_file: dict[str, list[FiledSignature]] = {}
    for signature in filed_signatures(landings, kind):
        signatures_by_file.setdefault(signature.path.removesuffix(SIGNATURE_ENDING), []).append(signature)
    added_by = _origins(repository, files, kind.folder, remembered)
    commits = _objects(repository, (commit for added in added_by.values() for commit in added))
    signatures = [signature.blob for several in signatures_by_file.values() for signature in several]
    blobs = _objects(repository, (*(file.blob for file in files), *signatures))
    return Gathered(
        tuple(
            Evidence(
                file,
                blobs[file.blob],
                tuple(read_commit(commits[commit]) for commit in added_by[file]),
                tuple(
                    Signature(blobs[signature.blob], signature.landing, signature.position)
                    for signature in signatures_by_file.get(file.path, ())
                    if signature.lay_beside(file)
                ),
            )
            for file in files
        ),
        _tags(repository),
    )


def said_lines(text: str) -> tuple[str, ...]:
    """The lines that say something: git takes comments and what is blank out of the message of a tag."""
    lines = (line.rstrip() for line in text.removeprefix("\ufeff").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _tags(repository: Repository) -> Mapping[tuple[str, ...], tuple[SignedObject, ...]]:
    by_lines: dict[tuple[str, ...], tuple[SignedObject, ...]] = {}
    for tag in (read_tag(content.data) for content in repository.tags(TAGS)):
        lines = said_lines(tag.message)
        by_lines[lines] = (*by_lines.get(lines, ()), tag)
    return by_lines


def _objects(repository: Repository, ids: Iterable[str]) -> Mapping[str, bytes]:
    return {content.id: content.data for content in repository.objects(dict.fromkeys(ids))}


# ---------------------------------------------------------------- who added a file


def _origins(
    repository: Repository, files: Iterable[Filed], folder: str, remembered: MutableMapping[str, str]
) -> Mapping[Filed, tuple[str, ...]]:
    """The ids of all commits that added each file with its bytes and landed together with it.

    Empty where no single commit did: a merge that holds what none of its branches held names nobody as its writer.
    What is behind a merge never changes, so it is `remembered`.
    """
    commits: dict[Filed, tuple[str, ...]] = {}
    unknown = []
    for file in files:
        if len(file.landing.parents) < 2:
            commits[file] = (file.landing.commit.id,)
        elif _question(file) in remembered:
            commits[file] = tuple(remembered[_question(file)].split())
        else:
            unknown.append(file)
    added = _added(repository, unknown, folder) if unknown else {}
    for file in unknown:
        commits[file] = tuple(added.get((file.landing.commit.id, file.path, file.blob), ()))
        remembered[_question(file)] = " ".join(commits[file])
    return commits


def _question(file: Filed) -> str:
    return f"{file.landing.commit.id}:{file.blob}:{file.path}"


def _added(repository: Repository, merged: Sequence[Filed], folder: str) -> Mapping[tuple[str, str, str], list[str]]:
    """The commits behind merges, by the merge with which they landed, the path and the bytes that they left there."""
    oldest = min(merged, key=lambda file: file.position).landing.parents[0]
    parents = parents_of(repository, f"^{oldest}")
    landed = landed_with(_main_line(repository.head, parents), parents)
    changed: dict[str, dict[str, str | None]] = {}
    for side in side_commits(repository, repository.head, oldest, folder, with_merges=True):
        changed[side.commit.id] = {change.path: change.blob for change in side.changes}
    writers = {}
    for file in merged:
        landing = file.landing.commit.id
        writers[landing, file.path, file.blob] = list(_Behind(file, parents, landed, changed).writers())
    return writers


class _Behind(Struct):
    """What led to one file of a merge, along the commits that landed with it and had it as it is there."""

    file: Filed
    parents: Mapping[str, Sequence[str]]
    landed_with: Mapping[str, str]
    changed: Mapping[str, Mapping[str, str | None]]
    """By commit and path, what it left there, where that is not what its first parent has."""
    known: dict[str, bool] = field(default_factory=dict)

    def writers(self) -> Iterator[str]:
        """The commits that left the file with these bytes and from which on it stayed so until the merge.

        One that was taken back on its branch brought nothing, whatever the merge itself puts back.
        """
        landing = self.file.landing
        ahead, seen = [parent for parent in landing.parents[1:] if self._has(parent)], set()
        while ahead:
            commit = ahead.pop()
            if commit in seen:
                continue
            seen.add(commit)
            first, *others = self.parents[commit] or ("",)
            if self.file.path not in self.changed.get(commit, {}):
                ahead.append(first)
            elif not others:
                yield commit
            ahead += others
            ahead = [each for each in ahead if self._has(each)]

    def _has(self, commit: str) -> bool:
        """Whether a commit that landed with the merge has the file; what was there before needs no answer."""
        passed = []
        while commit not in self.known:
            passed.append(commit)
            left = self.changed.get(commit, {})
            if self.landed_with.get(commit) != self.file.landing.commit.id:
                self.known[commit] = False
            elif self.file.path in left:
                self.known[commit] = left[self.file.path] == self.file.blob
            else:
                commit = next(iter(self.parents[commit]), "")
        self.known.update(dict.fromkeys(passed, self.known[commit]))
        return self.known[commit]


def _main_line(head: str, parents: Mapping[str, Sequence[str]]) -> list[str]:
    """The first parents from a head on, oldest first, as far as their parents are known."""
    line, commit = [], head
    while commit in parents:
        line.append(commit)
        commit = next(iter(parents[commit]), "")
    return line[::-1]
