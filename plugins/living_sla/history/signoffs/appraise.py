"""All sign-offs of a project with the trust that each deserves, and why some of them do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from living_sla.agreements.signoff_file import read_signoff, signoffs_of
from living_sla.cache import Cache
from living_sla.errors import Faults, Notice, Place
from living_sla.history.git.harmless import printable
from living_sla.history.git.log import LandedCommit
from living_sla.history.git.repository import Repository
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.collect import Gathered, gather
from living_sla.history.signoffs.evidence import not_committed
from living_sla.history.signoffs.proofs import Prover
from living_sla.history.signoffs.refusals import Proven, counted
from living_sla.history.signoffs.trusted import trusted
from living_sla.history.signoffs.verdict import judge_of, remembered_verdicts
from living_sla.model.revision import Version
from living_sla.model.signoff import SignOff, TrustLevel
from living_sla.settings import Settings

UNREADABLE = "unreadable-signoff"
"""The name of the notice for a file that should be a sign-off and cannot be read as one."""


@dataclass(frozen=True)
class Appraisal:
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
    settings: Settings,
    *,
    cache: Cache | None = None,
) -> Appraisal:
    """Every sign-off that the main line ever held, or that the project's folder holds now.

    `landings` are what the main line did below `agreements/`, oldest first, and `versions` those of every agreement.
    `settings` are those of the work tree; where a ref is trusted, its own settings of trust are taken instead. `cache`
    keeps the answers of `ssh-keygen`. Raises `Faults` where keyring or settings of trust cannot be used.
    """
    by = trusted(repository, settings)
    notices = list(by.notices)
    with remembered_verdicts(cache) as remembered:
        gathered = gather(repository, landings, remembered)
        judge = judge_of(by.keyring, repository.root, remembered)
        accepted = Accepted(by, judge)
        prover = Prover(repository, judge, accepted)
        proven = list(_proven(gathered, prover, notices))
        notices += accepted.notices
    proven += _uncommitted(repository.root, {evidence.filed.path for evidence in gathered.evidence}, notices)
    signoffs = sorted(counted(proven, versions, by.trust.required), key=lambda signoff: signoff.file.agreement)
    return Appraisal(tuple(signoffs), by.trust.required, tuple(notices))


def _proven(gathered: Gathered, prover: Prover, notices: list[Notice]) -> Iterator[Proven]:
    """What each sign-off of the main line rests on; those that cannot be read become notices."""
    for evidence in gathered.evidence:
        path = printable(evidence.filed.path)
        try:
            if evidence.filed.is_link:
                notices.append(_unreadable(path, "a link is not a sign-off"))
                continue
            file = read_signoff(evidence.content, path=evidence.filed.path)
        except Faults as refused:
            notices.append(_unreadable(path, refused.faults[0].message))
            continue
        yield Proven(file, evidence.filed, prover.strongest(file, evidence, gathered.tags))


def _unreadable(path: str, why: str) -> Notice:
    message = f"a sign-off on the main line cannot be read, and does not count: {why}"
    return Notice(UNREADABLE, message, Place(path), hint="sign again with sla sign, and remove this file")


def _uncommitted(root: Path, known: set[str], notices: list[Notice]) -> Iterator[Proven]:
    """The sign-offs that lie in the folder and were never on the main line."""
    try:
        found = signoffs_of(root, besides=known)
    except Faults as refused:
        notices += [Notice(UNREADABLE, fault.message, fault.where, fault.hint) for fault in refused.faults]
        return
    yield from (Proven(file, None, not_committed()) for file in found)
