"""All sign-offs of a project with the trust that each deserves, and why some of them do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from living_sla.agreements.signoff_file import read_signoff, signoffs_of
from living_sla.cache import Cache
from living_sla.errors import Faults, Notice, Place
from living_sla.history.harmless import printable
from living_sla.history.history import History
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.evidence import Origin, Proof, earliest
from living_sla.history.signoffs.gathered import Evidence, gather
from living_sla.history.signoffs.objects import SignedObject
from living_sla.history.signoffs.proofs import Prover
from living_sla.history.signoffs.refusals import Proven, counted
from living_sla.history.signoffs.ssh_keygen import SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.trusted import trusted
from living_sla.history.signoffs.verdict import Judge
from living_sla.history.signoffs.verdicts import kept_verdicts
from living_sla.model.signoff import SignOff, SignOffFile, TrustLevel
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


def appraise(history: History, settings: Settings, *, cache: Cache | None = None) -> Appraisal:
    """Every sign-off that the main line ever held, or that the project's folder holds now.

    `settings` are those of the work tree; where a ref is trusted, its own settings of trust are taken instead. Nothing
    is appraised where the history cannot be told. `cache` keeps the answers of `ssh-keygen`. Raises
    `Faults` where keyring or settings of trust cannot be used.
    """
    repository = history.repository
    if repository is None:
        return Appraisal((), settings.trust.required)
    by = trusted(repository, settings)
    tool = find_ssh_keygen(repository.root)
    notices = list(by.notices)
    with kept_verdicts(cache) as remembered:
        gathered = gather(repository, history.landings, remembered)
        judge = Judge(by.keyring, SshKeygen(tool) if tool else None, remembered)
        accepted = Accepted(by, judge)
        prover = Prover(repository, judge, accepted)
        proven = list(_proven(gathered.evidence, gathered.tags, prover, notices))
        notices += accepted.notices
    proven += _uncommitted(repository.root, {evidence.filed.path for evidence in gathered.evidence}, notices)
    signoffs = sorted(counted(proven, history.versions, by.trust.required), key=lambda signoff: signoff.file.agreement)
    return Appraisal(tuple(signoffs), by.trust.required, tuple(notices))


def _proven(
    found: Sequence[Evidence], tags: Mapping[str, Sequence[SignedObject]], prover: Prover, notices: list[Notice]
) -> Iterator[Proven]:
    """What each sign-off of the main line rests on; those that cannot be read become notices."""
    for evidence in found:
        path = printable(evidence.filed.path)
        try:
            if evidence.filed.is_link:
                notices.append(_unreadable(path, "a link is not a sign-off"))
                continue
            file = read_signoff(evidence.content, path=evidence.filed.path)
        except Faults as refused:
            notices.append(_unreadable(path, refused.faults[0].message))
            continue
        yield Proven(file, evidence.filed, _proof(file, evidence, tags, prover))


def _unreadable(path: str, why: str) -> Notice:
    message = f"a sign-off on the main line cannot be read, and does not count: {why}"
    return Notice(UNREADABLE, message, Place(path), hint="sign again with sla sign, and remove this file")


def _proof(file: SignOffFile, evidence: Evidence, tags: Mapping[str, Sequence[SignedObject]], prover: Prover) -> Proof:
    """The strongest evidence; a signature that proves nothing is told beside what is left.

    The file itself comes first: where its own signature holds and landed with it, nothing else has to be verified.
    What came later than the file cannot make it count from earlier, unless it counted without.
    """
    required = prover.trusted.trust.required
    beside = prover.by_files(evidence, file.signer)
    if beside and beside.level is TrustLevel.VERIFIED and not beside.needs_later:
        return beside
    commit = prover.by_commits(evidence.commits, file.signer, evidence.filed.landing)
    at_once = TrustLevel.OWN_COMMIT if commit.needs_later else commit.level
    counts = at_once >= required and not commit.refused
    verified = [proof for proof in (commit, beside) if proof and proof.level is TrustLevel.VERIFIED]
    if not verified:
        tagged = prover.by_tags(tags.get(f"digest: {file.digest}", ()), file.signer, evidence)
        verified = [tagged] if tagged and tagged.level is TrustLevel.VERIFIED else []
        unproven = [proof for proof in (beside, tagged) if proof]
    if verified:
        return _since(earliest(verified), counts, at_once)
    left = _since(commit, counts, at_once)
    for one in unproven[:1]:
        left = replace(left, word=one.word, sentence=f"{left.sentence} {one.sentence}")
    return left


def _since(proof: Proof, counts: bool, at_once: TrustLevel) -> Proof:
    """Since when it counts: what `counts` without it is moved by nothing that came later."""
    if counts:
        return replace(proof, landing=None)
    if proof.undated:
        only = f"nothing proves when the tag was made, and without it this is {at_once.label}"
        return replace(proof, refused=only)
    return proof


def _uncommitted(root: Path, known: set[str], notices: list[Notice]) -> Iterator[Proven]:
    """The sign-offs that lie in the folder and were never on the main line."""
    try:
        found = signoffs_of(root, besides=known)
    except Faults as refused:
        notices += [Notice(UNREADABLE, fault.message, fault.where, fault.hint) for fault in refused.faults]
        return
    claim = Proof(TrustLevel.CLAIMED, Origin.NOT_COMMITTED, "Not committed: nobody but this machine knows of it.")
    yield from (Proven(file, None, claim) for file in found)
