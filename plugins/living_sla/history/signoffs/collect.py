"""Everything that bears on sign-offs, read from the repository in a few commands however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from living_sla.history.git.log import LandedCommit
from living_sla.history.git.repository import Repository
from living_sla.history.signoffs.files_over_time import Filed, FiledSignature, filed, filed_signatures
from living_sla.history.signoffs.objects import SignedObject, read_commit, read_tag
from living_sla.history.signoffs.origins import origins
from living_sla.model.signoff import SIGNATURE_ENDING

TAGS = "refs/tags/signoff/"
"""Below this, tags are looked at: ``signoff/lead-handoff/3f1c3f1c3f1c.ana.ruiz``."""


@dataclass(frozen=True)
class Signature:
    """A detached signature that lay beside the sign-off."""

    armored: bytes
    landing: LandedCommit
    position: int


@dataclass(frozen=True)
class Evidence:
    """One stay of a sign-off on the main line, and what could prove it."""

    filed: Filed
    content: bytes
    """With which it landed, whatever it was edited to afterwards: that is what its signer signed."""
    commits: tuple[SignedObject, ...]
    """Those that added it; none where no commit of a merged branch did."""
    signatures: tuple[Signature, ...]
    """In the order in which they landed."""


@dataclass(frozen=True)
class Gathered:
    """The evidence for every sign-off, in the order in which they landed, and the tags that may prove any of them."""

    evidence: tuple[Evidence, ...]
    tags: Mapping[str, tuple[SignedObject, ...]]
    """By each line of their messages that names a digest."""


def gather(repository: Repository, landings: Sequence[LandedCommit], remembered: MutableMapping[str, str]) -> Gathered:
    """All evidence on the main line; `landings` are what it did below `agreements/`, oldest first."""
    files = filed(landings)
    if not files:
        return Gathered((), {})
    beside: dict[str, list[FiledSignature]] = {}
    for one in filed_signatures(landings):
        beside.setdefault(one.path.removesuffix(SIGNATURE_ENDING), []).append(one)
    added_by = origins(repository, files, remembered)
    commits = _objects(repository, (commit for found in added_by.values() for commit in found))
    signatures = [one.blob for several in beside.values() for one in several]
    blobs = _objects(repository, (*(file.blob for file in files), *signatures))
    return Gathered(
        tuple(
            Evidence(
                file,
                blobs[file.blob],
                tuple(read_commit(commits[commit]) for commit in added_by[file]),
                tuple(
                    Signature(blobs[one.blob], one.landing, one.position)
                    for one in beside.get(file.path, ())
                    if one.lay_beside(file)
                ),
            )
            for file in files
        ),
        _tags(repository),
    )


def _tags(repository: Repository) -> Mapping[str, tuple[SignedObject, ...]]:
    found: dict[str, tuple[SignedObject, ...]] = {}
    for tag in (read_tag(one.data) for one in repository.tags(TAGS)):
        for line in tag.message.splitlines():
            if line.startswith("digest: "):
                found[line] = (*found.get(line, ()), tag)
    return found


def _objects(repository: Repository, ids: Iterable[str]) -> Mapping[str, bytes]:
    return {found.id: found.data for found in repository.objects(dict.fromkeys(ids))}
