"""Who added a file: the commit itself, or, where a merge brought it to the main line, those behind the merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from living_sla.history.git import process
from living_sla.history.git.log import side_commits
from living_sla.history.git.repository import Repository
from living_sla.history.signoffs.files_over_time import Filed
from living_sla.model.paths import SIGNOFFS_FOLDER


def origins(
    repository: Repository, files: Iterable[Filed], remembered: MutableMapping[str, str]
) -> Mapping[Filed, tuple[str, ...]]:
    """The ids of all commits that added each file with its bytes and landed together with it.

    Empty where no single commit did: a merge that holds what none of its branches held names nobody as its writer.
    What is behind a merge never changes, so it is `remembered`.
    """
    found: dict[Filed, tuple[str, ...]] = {}
    unknown = []
    for file in files:
        if len(file.landing.parents) < 2:
            found[file] = (file.landing.commit.id,)
        elif _question(file) in remembered:
            found[file] = tuple(remembered[_question(file)].split())
        else:
            unknown.append(file)
    added = _added(repository, unknown) if unknown else {}
    for file in unknown:
        found[file] = tuple(added.get((file.landing.commit.id, file.path, file.blob), ()))
        remembered[_question(file)] = " ".join(found[file])
    return found


def _question(file: Filed) -> str:
    return f"{file.landing.commit.id}:{file.blob}:{file.path}"


def _added(repository: Repository, merged: Sequence[Filed]) -> Mapping[tuple[str, str, str], list[str]]:
    """The commits behind merges, by the merge with which they landed, the path and the bytes that they left there."""
    oldest = min(merged, key=lambda file: file.position).landing.parents[0]
    parents = _parents(repository, oldest)
    landed_with = _landed_with(repository.head, parents)
    changed: dict[str, dict[str, str | None]] = {}
    for side in side_commits(repository, repository.head, oldest, SIGNOFFS_FOLDER, with_merges=True):
        changed[side.commit.id] = {change.path: change.blob for change in side.changes}
    found = {}
    for file in merged:
        landing = file.landing.commit.id
        found[landing, file.path, file.blob] = list(_Behind(file, parents, landed_with, changed).writers())
    return found


@dataclass
class _Behind:
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
            ahead = [one for one in ahead if self._has(one)]

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


def _parents(repository: Repository, onto: str) -> Mapping[str, Sequence[str]]:
    """The parents of every commit that is not in the history of `onto`."""
    raw = process.run(repository.root, "rev-list", "--parents", "--end-of-options", repository.head, f"^{onto}")
    return {commit: rest for commit, *rest in (line.split() for line in raw.decode("ascii").splitlines())}


def _landed_with(head: str, parents: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """By commit, the commit of the main line with which it landed."""
    main_line, commit = [], head
    while commit in parents:
        main_line.append(commit)
        commit = next(iter(parents[commit]), "")
    landed: dict[str, str] = {}
    for landing in reversed(main_line):
        ahead = [landing]
        while ahead:
            commit = ahead.pop()
            if commit in parents and commit not in landed:
                landed[commit] = landing
                ahead += parents[commit]
    return landed
