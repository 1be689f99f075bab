"""What frozen reviews and their minutes mean for what is due: which periods were reviewed, which actions are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct, field


class HeldReview(Struct, frozen=True):
    """A frozen review, as far as an agreement in it is concerned."""

    review: str
    """Its name: ``2026-Q3``."""
    short_seal: str
    first_on: date
    end_on: date
    """The day after its period."""

    def covers(self, first_on: date, end_on: date) -> bool:
        """Whether a period lies inside its own."""
        return self.first_on <= first_on and end_on <= self.end_on


class ActionAhead(Struct, frozen=True):
    """An open action that has a date."""

    id: str
    what: str
    owner: str
    """Empty while nobody has taken it on."""
    due: date
    review: str
    """The review in which it was taken on."""
    as_of: datetime
    """Of the record whose minutes named it last, in UTC."""


class UnfinishedReview(Struct, frozen=True):
    """A frozen review that is not accepted yet, as far as an agreement in it is concerned."""

    review: str
    since: date
    """On which its record landed, in UTC."""
    parties: tuple[str, ...]
    """The keys of those that have not accepted it; none while the minutes are not complete."""


class ReviewAgenda(Struct, frozen=True):
    """What the reviews of a project leave to do."""

    held: Mapping[str, tuple[HeldReview, ...]] = field(default_factory=dict)
    """Its frozen reviews, by the id of the agreement, the one whose period ended first before the others."""
    actions: tuple[ActionAhead, ...] = ()
    """The earliest due first."""
    unfinished: Mapping[str, tuple[UnfinishedReview, ...]] = field(default_factory=dict)
    """By the id of the agreement, in the order of their periods."""
    reviews: int = 0
    """How many there are, those whose record cannot be read among them."""

    def latest(self, agreement: str) -> HeldReview | None:
        """The newest one of an agreement, corrections before what they restate."""
        return next(reversed(self.held.get(agreement, ())), None)

    def covers(self, agreement: str, first_on: date, end_on: date) -> bool:
        """Whether a frozen review of that period, or of a longer one around it, holds the agreement."""
        return any(each.covers(first_on, end_on) for each in self.held.get(agreement, ()))
