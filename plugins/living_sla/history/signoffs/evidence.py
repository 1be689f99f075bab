"""Words for evidence: what a sign-off rests on, and what is wrong with a signature that proves nothing.

A signature that does not hold adds nothing and takes nothing: the sign-off keeps what its commit carries without it.
Only a signature that contradicts its commit, because somebody else made it or because the commit was changed
afterwards, takes away even that.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.history.signoffs.verdict import Finding, Verdict
from living_sla.model.harmless import harmless_bytes
from living_sla.model.past.signoff import TrustLevel

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.signoffs.in_time import InTime


class Origin(StrEnum):
    """Stable words for what a level rests on, beside those of `Finding` for what a signature came to."""

    NOT_COMMITTED = "not-committed"
    UNCLEAR = "unclear-origin"
    OTHER_AUTHOR = "added-by-another"
    OWN_COMMIT = "own-commit"
    APPLIED = "applied-by-another"
    FORGE = "forge-signature"
    COMMIT = "commit-signature"
    TAG = "tag-signature"
    FILE = "file-signature"


FORGED = frozenset({Finding.BAD, Finding.OTHER_SIGNER})
"""Findings that are no accident of a keyring or a machine: somebody changed or made something."""


class Proof(Struct, frozen=True):
    """What one piece of evidence comes to."""

    level: TrustLevel
    word: str
    sentence: str
    key: bytes = b""
    """The public key that proves it, where one does."""
    author: str = ""
    """The name of the author of the commit that it rests on; without a `key` nothing else tells who that is."""
    refused: str = ""
    """Why it counts against the sign-off."""
    landing: LandedCommit | None = None
    """What brought it to the main line, where that was later than the sign-off itself."""
    undated: bool = False
    """Whether it rests on a tag, of which nothing says when it came."""

    @property
    def needs_later(self) -> bool:
        """Whether it proves nothing without what came later than the sign-off."""
        return self.undated or self.landing is not None


def not_committed() -> Proof:
    """What a file in the folder proves that is nowhere on the main line."""
    return Proof(TrustLevel.CLAIMED, Origin.NOT_COMMITTED, "Not committed: nobody but this machine knows of it.")


def proven(signature: InTime, level: TrustLevel, word: str, sentence: str) -> Proof:
    """What a signature that holds proves."""
    if signature.witness is not None:
        kind = "tag" if signature.undated else "commit"
        where = "" if signature.undated else f" {signature.witness.commit[:12]}"
        sentence = f"{sentence} Its key has an end, and the signed {kind}{where} proves that it came before."
    return Proof(level, word, sentence, signature.verdict.key, landing=signature.since, undated=signature.undated)


def weakest(proofs: Iterable[Proof]) -> Proof:
    """The one that proves least; of several that prove as much, the one that needs what came last."""
    return min(proofs, key=lambda proof: (proof.level, not proof.undated, -_since(proof)))


def earliest(proofs: Iterable[Proof]) -> Proof:
    """The one that needs least of what came later: nothing, the earliest commit, a tag."""
    return min(proofs, key=lambda proof: (proof.undated, _since(proof)))


def _since(proof: Proof) -> float:
    return proof.landing.commit.landed_at.timestamp() if proof.landing else 0


def problem(what: str, verdict: Verdict, why_not: str = "") -> str:
    """Why the signature proves nothing, in a sentence; `what` names it: ``The signature of the commit``."""
    others = ", ".join(harmless_bytes(owner.encode(), limit=80) for owner in verdict.owners)
    words = {
        Finding.NOT_A_SIGNATURE: "cannot be read",
        Finding.UNSUPPORTED: f"is {verdict.kind} signature, a kind that is not verified here",
        Finding.OTHER_PURPOSE: "was made for something else",
        Finding.NO_KEYRING: f"could not be verified: {why_not}",
        Finding.UNKNOWN_KEY: "was made with a key that the keyring does not know",
        Finding.OTHER_SIGNER: f"was made with a key of {others}, not of the signer",
        Finding.NOT_PERMITTED: "was made with a key that the keyring does not accept for this",
        Finding.NO_SSH_KEYGEN: "could not be verified: ssh-keygen is missing",
        Finding.NO_GPGV: "could not be verified: gpgv is missing",
        Finding.BAD: "does not fit: it, or what it signs, was changed afterwards",
        Finding.REVOKED: "was made with a key that is revoked",
        Finding.NOT_YET_VALID: "was made with a key that was not valid yet when it landed",
        Finding.EXPIRED: "was made with a key that had expired when it landed",
        Finding.KEY_TOO_NEW: "was made with a key that did not stand in the keyring before it landed",
        Finding.NOT_VOUCHED_FOR: "was made with a key that nobody who was trusted before vouched for",
        Finding.TIME_NOT_PROVABLE: "was made with a key that is not valid for all time, and nothing proves when",
    }[verdict.finding]
    return f"{what} {words}."
