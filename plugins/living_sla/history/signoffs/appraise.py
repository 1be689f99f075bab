"""All sign-offs of a project with the trust that each deserves, and why some of them do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.agreements.signoff_file import read_signoff, signoffs_of
from living_sla.cache import Cache
from living_sla.errors import Faults, Notice, Place, WarningName
from living_sla.history.signoffs.collect import Gathered, gather
from living_sla.history.signoffs.evidence import not_committed
from living_sla.history.signoffs.judge import Judge, judge_of, remembered_verdicts
from living_sla.history.signoffs.keyring import Keyring, as_lists, beyond, in_common
from living_sla.history.signoffs.proofs import Prover
from living_sla.history.signoffs.refusals import Proven, counted
from living_sla.history.signoffs.vouched import KeyringStanding, Vouched, vouched
from living_sla.model.harmless import harmless_bytes, printable
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOff, TrustLevel

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.git.repository import Repository
    from living_sla.history.signoffs.keyring_past import KeyringPast
    from living_sla.history.signoffs.trusted import Trusted

_NOTHING_STOOD = KeyringStanding(-1, Keyring(), Keyring())
UNREADABLE = WarningName.UNREADABLE_SIGNOFF
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
    by: Trusted,
    *,
    cache: Cache | None = None,
) -> Appraisal:
    """Every sign-off that the main line ever held, or that the project's folder holds now.

    `landings` are what the main line did below `agreements/`, oldest first, and `versions` those of every agreement.
    `by` is what they are judged by. `cache` keeps the answers of `ssh-keygen`.
    """
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
        files = signoffs_of(root, besides=known)
    except Faults as refused:
        notices += [Notice(UNREADABLE, fault.message, fault.where, fault.hint) for fault in refused.faults]
        return
    yield from (Proven(file, None, not_committed()) for file in files)


# ---------------------------------------------------------------- the keys that count


@dataclass(frozen=True)
class Accepted:
    """The keyring that sign-offs are judged by; read when somebody asks."""

    trusted: Trusted
    judge: Judge

    @cached_property
    def now(self) -> Keyring:
        """What counts of the keyring as it stands. Outside the repository that is all of it."""
        written = self.written or Keyring()
        entries, revoked = written.entries, written.revoked
        for _, chain in self._chains:
            entries = in_common(entries, chain.standings[-1].vouched.entries if chain.standings else ())
            revoked = (*revoked, *as_lists(chain.withdrawn))
        return Keyring(entries, revoked)

    def at(self, landing: LandedCommit | None) -> Keyring:
        """The keys that count for what landed then: what counted just before, and still does."""
        entries = self.now.entries
        for before in self._before(landing):
            entries = in_common(entries, before.vouched.entries)
        return Keyring(entries, self.now.revoked)

    def knew(self, key: bytes, address: str, landing: LandedCommit) -> bool:
        """Whether the key stood in the keyring for that address before the landing, vouched for or not."""
        return all(address.lower() in before.written.owners(key) for before in self._before(landing))

    def _before(self, landing: LandedCommit | None) -> Iterator[KeyringStanding]:
        """What stood just before a commit, by each chain that it is part of."""
        for past, chain in self._chains if landing else ():
            place = past.places.get(landing.commit.id) if landing else None
            if place is not None:
                nothing = () if past is self.trusted.chosen else (_NOTHING_STOOD,)  # no settings chose anything yet
                before = (standing for standing in reversed(chain.standings) if standing.place < place)
                yield from (*before, *nothing)[:1]

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What stands in the keyring and does not count."""
        past, written = self.trusted.past, self.written or Keyring()
        unvouched = beyond(written.entries, self.now.entries) if past else ()
        if past is None or not unvouched:
            return ()
        whose = ", ".join(dict.fromkeys(harmless_bytes(entry.principal.encode(), limit=80) for entry in unvouched))
        message = f"nobody who was trusted before vouched for all that the keyring accepts from {whose}"
        hint = "let somebody whose key counts sign the keyring: sla sign --keyring --key KEY"
        return (Notice(WarningName.KEY_NOT_VOUCHED_FOR, message, Place(past.named.keyring), hint),)

    @property
    def written(self) -> Keyring | None:
        """The keyring as it is written; None where there is none."""
        return self.trusted.keyring

    @cached_property
    def _chains(self) -> tuple[tuple[KeyringPast, Vouched], ...]:
        pasts = (past for past in (self.trusted.past, self.trusted.chosen) if past)
        return tuple((past, self._told(past)) for past in pasts)

    def _told(self, past: KeyringPast) -> Vouched:
        """What counted when, asked for once for each state of the repository."""
        revoked = self.written.revoked if self.written else ()
        depends = ["keys", past.ref.head, past.ref.prefix, *past.named, past.state]
        parts = (*(part.encode("utf-8", "surrogateescape") for part in depends), *revoked)
        question = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
        if question in self.judge.remembered:
            return Vouched.of_kept(self.judge.remembered[question])
        chain = vouched(past, self.judge, revoked)
        if self.judge.ssh_keygen is not None:
            self.judge.remembered[question] = chain.kept
        return chain
