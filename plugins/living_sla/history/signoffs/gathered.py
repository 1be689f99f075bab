"""Everything that bears on sign-offs, read from the repository in a few commands however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from living_sla.history.log import Landing
from living_sla.history.repository import Repository
from living_sla.history.signoffs.filed import Filed, filed, signature_of
from living_sla.history.signoffs.objects import SignedObject, read_commit, read_tag
from living_sla.history.signoffs.origins import origins

TAGS = "refs/tags/signoff"
"""Below this, tags are looked at: ``signoff/lead-handoff/3f1c3f1c3f1c.ana.ruiz``."""


@dataclass(frozen=True)
class Signature:
    """A detached signature, as the main line has it now."""

    armored: bytes
    landing: Landing
    """The commit that left it with these bytes."""


@dataclass(frozen=True)
class Evidence:
    """One sign-off file, and what could prove it."""

    filed: Filed
    content: bytes
    """With which it landed, whatever it was edited to afterwards: that is what its signer signed."""
    commits: tuple[SignedObject, ...]
    """Those that added it; none where no commit of a merged branch did."""
    signature: Signature | None


@dataclass(frozen=True)
class Gathered:
    """The evidence for every sign-off, in the order in which they landed, and the tags that may prove any of them."""

    evidence: tuple[Evidence, ...]
    tags: Mapping[str, tuple[SignedObject, ...]]
    """By each line of their messages that names a digest."""


def gather(
    repository: Repository, landings: Sequence[Landing], remembered: MutableMapping[str, str] | None = None
) -> Gathered:
    """All evidence on the main line; `landings` are what it did below `agreements/`, oldest first."""
    files = filed(landings)
    signed = {path: file for path, file in files.items() if path.endswith(".yml")}
    if not signed:
        return Gathered((), {})
    signatures = {path: found for path in signed if (found := signature_of(files, path))}
    added_by = origins(repository, signed.values(), {} if remembered is None else remembered)
    commits = _objects(repository, (commit for found in added_by.values() for commit in found))
    blobs = _objects(
        repository, (*(file.original for file in signed.values()), *(file.blob for file in signatures.values()))
    )
    return Gathered(
        tuple(
            Evidence(
                file,
                blobs[file.original],
                tuple(read_commit(commits[commit]) for commit in added_by[path]),
                Signature(blobs[signatures[path].blob], signatures[path].touched) if path in signatures else None,
            )
            for path, file in signed.items()
        ),
        _tags(repository),
    )


def _tags(repository: Repository) -> Mapping[str, tuple[SignedObject, ...]]:
    named = [ref.id for ref in repository.refs(TAGS) if ref.kind == "tag"]
    found: dict[str, tuple[SignedObject, ...]] = {}
    for tag in map(read_tag, (one.data for one in repository.objects(named))):
        for line in tag.message.splitlines():
            if line.startswith("digest: "):
                found[line] = (*found.get(line, ()), tag)
    return found


def _objects(repository: Repository, ids: Iterable[str]) -> Mapping[str, bytes]:
    return {found.id: found.data for found in repository.objects(dict.fromkeys(ids))}
