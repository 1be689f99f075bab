"""All sign-offs of a project's terms with the trust that each deserves, and why some of them do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.agreements.signoff_file import read_signoff, signoffs_of
from living_sla.cache import Cache
from living_sla.errors import Faults, Notice
from living_sla.history.signoffs.evidence import not_committed
from living_sla.history.signoffs.kind import TERMS
from living_sla.history.signoffs.proven import Proven, proven_files
from living_sla.history.signoffs.refusals import counted
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOff, SignOffFile, TrustLevel

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.git.repository import Repository
    from living_sla.history.signoffs.trusted import Trusted


class Appraisal(Struct, frozen=True):
    """What came out of looking at every sign-off."""

    signoffs: tuple[SignOff, ...]
    """By agreement, in the order in which they landed; those that are not committed come last."""
    required: TrustLevel = TrustLevel.OWN_COMMIT
    """The level below which none counts: that of the trusted ref, where there is one."""
    notices: tuple[Notice, ...] = ()


def appraise(
    repository: Repository,
    landings: Sequence[LandedCommit],
    versions: Mapping[str, Sequence[Version]],
    by: Trusted,
    *,
    cache: Cache | None = None,
) -> Appraisal:
    """Every sign-off that the main line ever held, or that the project's folder holds now.

    `landings` are what the main line did below `agreements/`, oldest first, and `versions` those of every agreement.
    `by` is what they are judged by. `cache` keeps the answers of `ssh-keygen`.
    """
    found = proven_files(repository, landings, by, TERMS, read_signoff, cache=cache)
    notices = list(found.notices)
    proven = (*found.proven, *_uncommitted(repository.root, found.paths, notices))
    signoffs = sorted(counted(proven, versions, by.trust.required), key=lambda signoff: signoff.file.agreement)
    return Appraisal(tuple(signoffs), by.trust.required, tuple(notices))


def _uncommitted(root: Path, known: frozenset[str], notices: list[Notice]) -> Iterator[Proven[SignOffFile]]:
    """The sign-offs that lie in the folder and were never on the main line."""
    try:
        files = signoffs_of(root, besides=known)
    except Faults as refused:
        notices += [Notice(TERMS.unreadable, fault.message, fault.where, fault.hint) for fault in refused.faults]
        return
    yield from (Proven(file, None, not_committed()) for file in files)
