"""Which lines of a keyring in the repository count: those that somebody who was trusted before vouched for.

The first keyring of a trusted ref is where trust begins. A line that joins it later, or that accepts more than before,
counts from where it landed if the commit that brings it, or the keyring itself, is signed with a key that counted just
before. Anything else can only take away. The order is that of the ref's main line; no date decides.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.errors import Faults
from living_sla.history.signoffs.in_time import Witnesses, in_time
from living_sla.history.signoffs.keyring import (
    AllowedKey,
    Keyring,
    beyond,
    in_common,
    left,
    read_keyring,
)
from living_sla.history.signoffs.later import SignedHistory
from living_sla.history.signoffs.openpgp_key import OPENPGP
from living_sla.history.signoffs.revoked_keys import as_lists, revoked_in
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature
from living_sla.history.signoffs.verdict import COMMIT_NAMESPACE, KEYRING_NAMESPACE

if TYPE_CHECKING:
    from living_sla.history.signoffs.judge import Judge
    from living_sla.history.signoffs.keyring_past import KeyringPast, KeyringStep


class KeyringStanding(Struct, frozen=True):
    """What stood in the keyring between two changes of it."""

    place: int
    """Of the commit that began it, on the trusted ref's main line."""
    written: Keyring
    """As the file had it."""
    vouched: Keyring
    """What of that counts."""


class Vouched(Struct, frozen=True):
    """What stood when, oldest first, and the keys that were revoked once and that nobody who may took back."""

    standings: tuple[KeyringStanding, ...]
    withdrawn: frozenset[bytes]

    @property
    def kept(self) -> str:
        """All of it as text, to be remembered."""
        rows = [[standing.place, _lines(standing.written), _lines(standing.vouched)] for standing in self.standings]
        return json.dumps([rows, [base64.b64encode(key).decode() for key in sorted(self.withdrawn)]])

    @classmethod
    def of_kept(cls, text: str) -> Vouched:
        """What was kept."""
        rows, withdrawn = json.loads(text)
        standings = (KeyringStanding(place, _keyring(written), _keyring(counts)) for place, written, counts in rows)
        return cls(tuple(standings), frozenset(map(base64.b64decode, withdrawn)))


def _lines(keyring: Keyring) -> str:
    return "\n".join(entry.line for entry in keyring.entries)


def _keyring(lines: str) -> Keyring:
    return read_keyring(lines.encode(), path="")


def vouched(past: KeyringPast, judge: Judge, revoked: Iterable[bytes]) -> Vouched:
    """What of the keyrings of the past counts; `revoked` is what is revoked now.

    A revoked key vouches for nothing, ever: so it is told again until what is revoked agrees with what is told.
    """
    here = frozenset(key for raw in revoked for key in revoked_in(raw))
    known = here.union(*(revoked_in(step.held.revoked) for step in past.steps))
    while True:
        chain = _Telling(past, judge, as_lists(known)).tell()
        left = known & (here | chain.withdrawn)
        if left == known:
            return chain
        known = left


class _Telling(Struct, dict=True):
    """One way through the past."""

    past: KeyringPast
    judge: Judge
    revoked: tuple[bytes, ...]
    written: tuple[AllowedKey, ...] = ()
    counting: tuple[AllowedKey, ...] = ()
    voters: tuple[AllowedKey, ...] = ()
    """Those who can vouch: what counts, or, where nothing does any more, what did last."""
    replaced: set[bytes] = field(default_factory=set)
    """Keyrings that stood once. An old signature does not bring one back."""
    withdrawn: frozenset[bytes] = frozenset()
    standings: list[KeyringStanding] = field(default_factory=list)
    late: list[tuple[int, tuple[AllowedKey, ...]]] = field(default_factory=list)
    """What is vouched for from a later place on, because only something later proves that it was in time."""

    def tell(self) -> Vouched:
        for step in self.past.steps:
            self._catch_up(step.place)
            self._revoke(step)
            self._change(step)
        self._catch_up(len(self.past.places))
        return Vouched(tuple(self.standings), self.withdrawn)

    def _change(self, step: KeyringStep) -> None:
        """The keyring as a step leaves it."""
        entries = entries_of(step.held.keyring)
        begins = not self.standings
        if entries is None or (begins and not entries):
            return  # what nobody can read changes nothing, and trust begins with a key
        allowed: set[AllowedKey] = set(entries) if begins else set()
        if not begins and beyond(entries, self.counting):
            for place, lines in self._vouched_for(step, entries):
                if place <= step.place:
                    allowed.update(lines)
                else:
                    self.late.append((place, lines))
        self.written = entries
        self._stand(step.place, allowed)
        if step.before.keyring is not None and step.before.keyring != step.held.keyring:
            self.replaced.add(step.before.keyring)

    def _stand(self, place: int, allowed: set[AllowedKey]) -> None:
        """What of the lines that are written counts from here on: what is allowed, and what counted before."""
        self.counting = in_common(self.written, (*allowed, *self.counting))
        self.voters = self.counting or self.voters
        self.standings.append(KeyringStanding(place, Keyring(self.written), Keyring(self.counting)))

    def _catch_up(self, place: int) -> None:
        """Let what is vouched for late count, as far as its place has come."""
        for due, lines in sorted(self.late, key=lambda late: late[0]):
            if due < place:
                self._stand(due, set(lines))
        self.late = [late for late in self.late if late[0] >= place]

    def _vouched_for(
        self, step: KeyringStep, entries: tuple[AllowedKey, ...]
    ) -> Iterator[tuple[int, tuple[AllowedKey, ...]]]:
        """Lines that somebody vouches for with a step, and the place from which on that is proven."""
        whole, signature = step.held.keyring, step.held.signature
        voters = self.voters
        if whole and signature and whole not in self.replaced:
            place = self._place(step, whole, signature, KEYRING_NAMESPACE, voters)
            if place is not None:
                yield place, entries
        vouched_for: list[tuple[int, tuple[AllowedKey, ...]]] = []
        for brought in self.past.keyring_brought(step):
            before, after = _readable(brought.before), _readable(brought.after)
            vouched_for = [(place, left(lines, beyond(before, after), after)) for place, lines in vouched_for]
            voters = (*self.voters, *(entry for place, lines in vouched_for if place == step.place for entry in lines))
            place = self._place(step, brought.commit.payload, brought.commit.signature, COMMIT_NAMESPACE, voters)
            if place is not None:
                vouched_for.append((place, beyond(entries_of(brought.after) or (), before)))
        yield from vouched_for

    def _revoke(self, step: KeyringStep) -> None:
        """Keys stay revoked that leave the list, unless a commit takes them off that somebody signed who may."""
        before, after = revoked_in(step.before.revoked), revoked_in(step.held.revoked)
        self.withdrawn = (self.withdrawn | before) - after
        if before <= after:
            return
        freed: frozenset[bytes] = frozenset()
        for brought in self.past.revoked_brought(step):
            was, now = revoked_in(brought.before), revoked_in(brought.after)
            freed -= now - was
            place = self._place(step, brought.commit.payload, brought.commit.signature, COMMIT_NAMESPACE, self.voters)
            if place is not None:
                freed |= was - now
        self.withdrawn -= freed

    def _place(
        self, step: KeyringStep, message: bytes, armored: bytes, namespace: str, voters: tuple[AllowedKey, ...]
    ) -> int | None:
        """From which place on a voter's signature proves something about a step; None where it never does.

        The forge's own key vouches for nothing: it signs whatever somebody merges on its pages.
        """
        keys = Keyring(tuple(entry for entry in voters if entry.key not in self._forge_keys), self.revoked)
        seen = tuple(each for each in voters if each.key_type != OPENPGP or each.principal in self._forges)
        witnesses = Witnesses(self._history, self.judge, lambda landing: Keyring(seen, self.revoked))
        made = read_signature(armored) if armored else None
        for owner in keys.owners(made.key) if isinstance(made, SshSignature) else ():
            signature = in_time(
                witnesses, keys, message, armored, signer=owner, namespace=namespace, landing=step.landing
            )
            if signature.good and not signature.undated:
                return self.past.places[signature.since.commit.id] if signature.since else step.place
        return None

    @cached_property
    def _history(self) -> SignedHistory:
        return SignedHistory(self.past.ref)

    @cached_property
    def _forge_keys(self) -> frozenset[bytes]:
        """The keys of all that was ever named as the forge."""
        entries = (entry for step in self.past.steps for entry in _readable(step.held.keyring))
        return frozenset(entry.key for entry in entries if entry.principal in self._forges)

    @cached_property
    def _forges(self) -> frozenset[str]:
        return frozenset(step.held.named.forge_signer.lower() for step in self.past.steps)


def entries_of(raw: bytes | None) -> tuple[AllowedKey, ...] | None:
    """The lines of a keyring; none of one that is not there, None of one that nobody can read."""
    try:
        return read_keyring(raw, path="").entries if raw is not None else ()
    except Faults:
        return None


def _readable(raw: bytes | None) -> tuple[AllowedKey, ...]:
    """Those lines that can be read, whatever is wrong with the others."""
    readable = map(entries_of, (raw or b"").split(b"\n"))
    return tuple(entry for entries in readable for entry in entries or ())
