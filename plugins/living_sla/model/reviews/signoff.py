"""Sign-offs of reviews: who accepted exactly which record and which minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from living_sla.model.past.revision import Commit
from living_sla.model.past.signoff import TrustLevel


@dataclass(frozen=True)
class ReviewSignOffFile:
    """What a file below `signoffs/` of a review says; every part is a claim."""

    path: str
    """Relative to the project: ``docs/reviews/2026-Q3/signoffs/sales.ben@northwind.example.yml``."""
    review: str
    seal: str
    minutes: str
    """The digest of the minutes that were signed."""
    agreements: tuple[str, ...]
    """The ids of those for which the signer signs."""
    party: str
    signer: str
    on: date
    dissent: str = ""
    """What the signer does not agree with, and signs all the same; empty where there is nothing."""


@dataclass(frozen=True)
class ReviewSignOff:
    """A sign-off with the trust level that its evidence carries."""

    file: ReviewSignOffFile
    level: TrustLevel
    evidence: str
    sentence: str
    landed: Commit | None
    stale: str = ""
    """Why it is not for what lies there now: "The minutes were changed afterwards."; empty where it is."""
    refused: str = ""
    """Why it does not count whatever its level; empty where nothing speaks against it."""
