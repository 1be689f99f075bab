"""The keys that count: of what a keyring holds, what somebody who was trusted before vouched for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.errors import Notice, Place, WarningName
from living_sla.history.signoffs.gpgv import INSTALL
from living_sla.history.signoffs.judge import Judge
from living_sla.history.signoffs.keyring import Keyring, beyond, in_common
from living_sla.history.signoffs.revoked_keys import as_lists
from living_sla.history.signoffs.vouched import KeyringStanding, Vouched, vouched
from living_sla.model.harmless import harmless_bytes

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.signoffs.keyring_past import KeyringPast
    from living_sla.history.signoffs.trusted import Trusted

_NOTHING_STOOD = KeyringStanding(-1, Keyring(), Keyring())


class Accepted(Struct, frozen=True, dict=True):
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
        """What stands in the keyring and does not count, or cannot be asked about here."""
        return (*self._unvouched, *self._unasked)

    @property
    def _unasked(self) -> Iterator[Notice]:
        if self.judge.gpgv is None and self.written and self.written.has_openpgp:
            message = "gpgv is missing: what the forge signed with its OpenPGP key is not verified"
            yield Notice(WarningName.GPGV_MISSING, message, hint=INSTALL)

    @property
    def _unvouched(self) -> tuple[Notice, ...]:
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
        asks = self.judge.gpgv is not None and self.written is not None and self.written.has_openpgp
        depends += [self.judge.gpgv.version] if self.judge.gpgv and asks else []
        parts = (*(part.encode("utf-8", "surrogateescape") for part in depends), *revoked)
        question = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
        if question in self.judge.remembered:
            return Vouched.of_kept(self.judge.remembered[question])
        chain = vouched(past, self.judge, revoked)
        blind = self.judge.gpgv is None and any(stood.written.has_openpgp for stood in chain.standings)
        if self.judge.ssh_keygen is not None and not blind:
            self.judge.remembered[question] = chain.kept
        return chain
