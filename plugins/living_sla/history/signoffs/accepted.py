"""The keys that count: of the keyring as it stands, and of what it was when something landed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from living_sla.errors import Notice, Place
from living_sla.history.harmless import harmless
from living_sla.history.log import Landing
from living_sla.history.signoffs.keyring import Keyring, beyond, in_common
from living_sla.history.signoffs.revoked import as_lists
from living_sla.history.signoffs.trusted import Trusted
from living_sla.history.signoffs.verdict import Judge
from living_sla.history.signoffs.vouched import Standing, Vouched, vouched

_NOTHING = Standing(-1, Keyring(), Keyring())


@dataclass(frozen=True)
class Accepted:
    """The keyring that sign-offs are judged by; read when somebody asks."""

    trusted: Trusted
    judge: Judge

    @cached_property
    def now(self) -> Keyring:
        """What counts of the keyring as it stands. Outside the repository that is all of it."""
        written = self.written or Keyring()
        if self._vouched is None:
            return written
        entries = self._vouched.standings[-1].vouched.entries if self._vouched.standings else ()
        return Keyring(in_common(written.entries, entries), (*written.revoked, *as_lists(self._vouched.withdrawn)))

    def before(self, landing: Landing) -> Standing | None:
        """What stood just before a commit of the trusted ref; None where the commit is not on its main line."""
        place = self.trusted.past.places.get(landing.commit.id) if self.trusted.past else None
        if place is None or self._vouched is None:
            return None
        return next((one for one in reversed(self._vouched.standings) if one.place < place), _NOTHING)

    def at(self, landing: Landing | None) -> Keyring:
        """The keys that count for what landed then: what counted just before, and still does."""
        before = self.before(landing) if landing else None
        if before is None:
            return self.now
        return Keyring(in_common(self.now.entries, before.vouched.entries), self.now.revoked)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What stands in the keyring and does not count."""
        past, written = self.trusted.past, self.written or Keyring()
        unvouched = beyond(written.entries, self.now.entries) if past else ()
        if past is None or not unvouched:
            return ()
        whose = ", ".join(dict.fromkeys(harmless(entry.principal.encode(), limit=80) for entry in unvouched))
        message = f"nobody who was trusted before vouched for all that the keyring accepts from {whose}"
        hint = "let somebody whose key counts sign the keyring: sla sign --keyring --key KEY"
        return (Notice("key-not-vouched-for", message, Place(past.named.keyring), hint),)

    @property
    def written(self) -> Keyring | None:
        """The keyring as it is written; None where there is none."""
        return self.trusted.keyring

    @cached_property
    def _vouched(self) -> Vouched | None:
        past = self.trusted.past
        return vouched(past, self.judge, (self.written or Keyring()).revoked) if past else None
