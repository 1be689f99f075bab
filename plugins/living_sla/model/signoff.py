"""Sign-offs: who agreed to exactly which terms, and how far that can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from living_sla.model.revision import Commit


class TrustLevel(IntEnum):
    """How far a sign-off can be believed; computed from how it got into the history, never stated."""

    CLAIMED = 0
    """The file was added by somebody else than its signer."""
    OWN_COMMIT = 1
    """The commit that added it has the signer as author, unsigned."""
    FORGE_ATTESTED = 2
    """As before, and the commit is signed by the forge's own key."""
    VERIFIED = 3
    """A signature of one of the signer's allowed keys, over the file or over the commit or tag."""

    @property
    def label(self) -> str:
        """``claimed``, ``own commit``, ``forge-attested``, ``verified``."""
        return {0: "claimed", 1: "own commit", 2: "forge-attested", 3: "verified"}[self.value]


@dataclass(frozen=True)
class SignOffFile:
    """What a file under `agreements/signoffs/` says; every part is a claim."""

    path: str
    agreement: str
    digest: str
    version: int
    signer: str
    """An e-mail address."""
    party: str
    on: date
    remark: str = ""


@dataclass(frozen=True)
class SignOff:
    """A sign-off with the trust level that its evidence carries."""

    file: SignOffFile
    level: TrustLevel
    evidence: str
    """A stable word for what the level rests on: ``own-commit``, ``file-signature``, ``expired-key`` …"""
    sentence: str
    """The same in words: "Committed by the signer, unsigned."""
    landed: Commit | None
    """The commit of the main line that added the file; None where it is not committed."""
    refused: str = ""
    """Why it does not count at all, in words: edited afterwards, a digest that never existed, not a signatory."""
