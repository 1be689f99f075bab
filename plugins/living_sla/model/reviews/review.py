"""A review as it lies in its folder: the record, the minutes, the sign-offs, and what checking it found."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from living_sla.errors import Fault
from living_sla.model.past.revision import Commit
from living_sla.model.reviews.differences import Difference
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review_id import ReviewId
from living_sla.model.reviews.signoff import ReviewSignOff


class ReviewState(StrEnum):
    """How far a review, or an agreement in it, has come."""

    FROZEN = "frozen"
    REVIEWED = "reviewed"
    """The minutes are complete: a cause for every missed commitment, an owner and a date for every action."""
    ACCEPTED = "accepted"
    """Reviewed, and every party has signed."""


class Level(StrEnum):
    """What is checked, the strongest ground first."""

    BYTES = "bytes"
    CHAIN = "chain"
    ANCHOR = "anchor"
    SIGNATURES = "signatures"
    FIGURES = "figures"


class CheckFinding(Struct, frozen=True):
    """Something that checking a review found."""

    level: Level
    file: str
    """The file that it is about, relative to the project."""
    what: str
    """In a sentence: "has other bytes than SHA256SUMS says"."""
    broken: bool = True
    """Whether the record cannot be relied on any more: bytes, chain or anchor."""
    code: Fault | None = None
    """The number of what is broken."""

    def __str__(self) -> str:
        return f"{self.file}: {self.code} {self.what}" if self.code else f"{self.file}: {self.what}"


class Review(Struct, frozen=True):
    """One review."""

    id: ReviewId
    folder: str
    """Relative to the project: ``docs/reviews/2026-Q3``."""
    seal: str
    """All 64 hexadecimal digits, of the manifest as it lies there; empty where there is none."""
    record: ReviewRecord | None
    """None where it cannot be read; then `findings` say why."""
    minutes: Minutes | None
    """None where there are none yet."""
    signoffs: tuple[ReviewSignOff, ...] = ()
    findings: tuple[CheckFinding, ...] = ()
    landed: Commit | None = None
    """The commit of the main line that added it; None while it is not committed, and nothing anchors it."""
    differences: tuple[Difference, ...] | None = None
    """Against what the exports say today; None where nobody compared, or nobody can."""

    @property
    def short_seal(self) -> str:
        """The first twelve characters, as it is printed wherever the review is named."""
        return self.seal[:12]

    @property
    def broken(self) -> tuple[CheckFinding, ...]:
        """What makes the record unreliable."""
        return tuple(found for found in self.findings if found.broken)
