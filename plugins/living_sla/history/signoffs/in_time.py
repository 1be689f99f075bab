"""Whether a signature was made before its key ended.

The date of a commit is what its pusher writes. So a key with an end proves nothing on its own word: something later has
to have what it signed among its ancestors, and has to be signed before that end with another key. That key needs no
witness where it has no end, else one in its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from living_sla.history.signoffs.keyring import AllowedKey, Keyring
from living_sla.history.signoffs.openpgp_signature import OpenPgpSignature
from living_sla.history.signoffs.verdict import COMMIT_NAMESPACE, Finding, Verdict

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.signoffs.judge import Judge
    from living_sla.history.signoffs.later import Signed, SignedHistory


class InTime(Struct, frozen=True):
    """A verdict, and what came later that it rests on."""

    verdict: Verdict
    witness: Signed | None = None
    """What proves that a key with an end signed before it."""
    since: LandedCommit | None = None
    """What brought the witness to the main line, where that was later than what is proven."""

    @property
    def good(self) -> bool:
        """Whether the signature holds, in time."""
        return self.verdict.finding is Finding.GOOD

    @property
    def undated(self) -> bool:
        """Whether it rests on a tag: nothing says when that came."""
        return self.witness is not None and self.witness.landing is None

    def finding(self, other: Finding) -> InTime:
        """The same signature, with another finding."""
        return InTime(replace(self.verdict, finding=other))


class Witnesses(Struct, frozen=True):
    """Those who can prove that something was there before a key ended."""

    history: SignedHistory
    judge: Judge
    keys_at: Callable[[LandedCommit | None], Keyring]
    """The keys that count for what landed then; without a landing, those of now."""

    def of(self, landing: LandedCommit, key: bytes, end: datetime) -> Signed | None:
        """What proves that a key signed, before its end, what landed then; None where nothing does.

        Of a chain of witnesses the last one, which needs no other: the others only count because of it.
        """
        ended = {key}
        ahead = [(landing.commit.id, landing.commit.landed_at, key, end)]
        while ahead:
            commit, since, of, until = ahead.pop(0)
            for witness in self.history.after(commit):
                if not since <= witness.at <= until:
                    continue
                keys = self.keys_at(witness.landing)
                for key in keys.named_by(witness.signature):
                    if key == of:
                        continue
                    # Whatever the first of a key cannot be proven by, a later one cannot either: it has less after it.
                    its_end = self._end(witness, keys, key, endless=witness.landing is None or key in ended)
                    if its_end is _NEVER:
                        return witness
                    if its_end is not None:
                        ended.add(key)
                        ahead.append((witness.commit, witness.at, key, its_end))
        return None

    def _end(self, witness: Signed, keys: Keyring, key: bytes, *, endless: bool) -> datetime | None:
        """The end of the key that signed a commit or tag, `_NEVER` where it has none; None where it does not count.

        It is looked at as of when it says that it was made; where it has to be `endless`, a key with an end is not.
        """
        for owner in keys.owners(key):
            if isinstance(witness.signature, OpenPgpSignature) and witness.content.committer != owner:
                continue  # a forge signs it, and did not make it: its dates are anybody's
            lines = _Lines.of(keys, owner, key, at=witness.at)
            accepts = partial(_accepts, self.judge, keys.revoked, witness.content.payload, witness.content.signature,
                              signer=owner, namespace=COMMIT_NAMESPACE, at=witness.at)  # fmt: skip
            if accepts(lines.endless):
                return _NEVER
            if not endless and lines.ended and accepts(lines.ended):
                return lines.end
        return None


_NEVER = datetime.max.replace(tzinfo=UTC)


class _Lines(NamedTuple):
    """What a keyring accepts from somebody, by one key, at some instant."""

    endless: tuple[AllowedKey, ...]
    ended: tuple[AllowedKey, ...]

    @classmethod
    def of(cls, keys: Keyring, owner: str, key: bytes, *, at: datetime, timed: bool = True) -> _Lines:
        """Where the instant is not `timed`, lines with a beginning accept nothing: nobody knows whether it had come."""
        entries = [entry for entry in keys.of(owner) if entry.key == key and (timed or not entry.valid_from)]
        ended = (entry for entry in entries if entry.valid_to and at <= entry.valid_to)
        return cls(tuple(entry for entry in entries if entry.valid_to is None), tuple(ended))

    @property
    def end(self) -> datetime:
        """The first of their ends: whichever of them accepts a signature, it had not come then."""
        return min(entry.valid_to for entry in self.ended if entry.valid_to)


def in_time(
    witnesses: Witnesses,
    keys: Keyring | None,
    message: bytes,
    armored: bytes,
    *,
    signer: str,
    namespace: str,
    landing: LandedCommit,
    timeless: bool = False,
) -> InTime:
    """What a signature proves about its signer, by these keys, and what it takes to prove that it was made in time.

    `timeless` where nothing says when it was made: then only a key that is valid for all time proves it.
    """
    judge, at = witnesses.judge, landing.commit.landed_at
    verdict = judge.by(keys).judge(message, armored, signer=signer, namespace=namespace, at=at)
    if keys is None or verdict.finding is not Finding.GOOD:
        return InTime(verdict)
    accepts = partial(
        _accepts, judge, keys.revoked, message, armored, signer=signer, namespace=namespace, at=at
    )  # fmt: skip
    lines = _Lines.of(keys, signer, verdict.key, at=at, timed=not (timeless or landing.untimed))
    if accepts(lines.endless):
        return InTime(verdict)
    witness = None
    if lines.ended and not timeless and accepts(lines.ended):
        witness = witnesses.of(landing, verdict.key, lines.end)
    if witness is None:
        return InTime(replace(verdict, finding=Finding.TIME_NOT_PROVABLE))
    since = witness.landing
    return InTime(verdict, witness, None if since and since.commit.id == landing.commit.id else since)


def _accepts(
    judge: Judge, revoked: tuple[bytes, ...], message: bytes, armored: bytes, entries: tuple[AllowedKey, ...], *,
    signer: str, namespace: str, at: datetime,
) -> bool:  # fmt: skip
    """Whether these lines alone accept the signature."""
    if not entries:
        return False
    verdict = judge.by(Keyring(entries, revoked)).judge(message, armored, signer=signer, namespace=namespace, at=at)
    return verdict.finding is Finding.GOOD
