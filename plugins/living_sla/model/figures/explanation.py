"""The arithmetic of one record, laid out so that a person can follow it with pen and paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct, field

from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.outcome import Outcome
from living_sla.model.past.basis import Basis
from living_sla.model.time.period import Period


class Stretch(Struct, frozen=True):
    """An interval `[start, end)` in which the clock ran, in UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long the clock ran."""
        return self.end - self.start


class Explanation(Struct, frozen=True):
    """Why one record came to its outcome under one commitment; instants in UTC."""

    key: str
    not_judged: str
    """Why the record is no part of the cohort; empty where it is."""
    start: datetime | None = None
    end: datetime | None = None
    """None: not known at the as-of."""
    end_on: date | None = None
    """The date that says when it ended, where its column holds dates: it lasts the whole day."""
    due: datetime | None = None
    due_on: date | None = None
    """The date by whose end it is due, where its column holds dates."""
    outcome: Outcome | None = None
    period: Period | None = None
    segment: str | None = None
    stretches: tuple[Stretch, ...] = ()
    """Where the clock ran from the start to the due instant, in order; they add up to the limit."""
    events: int | None = None
    """How many events came from the start to the due instant; None where the measure does not count them."""
    ended_by: str | None = None
    """The column of the instant in `end` that ended the attempts early; None where none did."""
    used: timedelta | None = None
    """Time on the clock from the start to the end, or to the as-of while the record is open."""


class Told(Struct, frozen=True):
    """The explanation of one record with what it takes to follow it."""

    explanation: Explanation
    sentence: str
    commitment: Commitment
    coverage: CoverageTerms
    file: str
    line: int | None
    version: int
    """The version of the terms that judges it."""
    as_of: datetime
    """The instant up to which all exports that it needs speak, or the earlier one that is replayed."""
    basis: Basis
    labels: Mapping[str, str] = field(default_factory=dict)
    """What columns of its source are called, where they have a label."""

    def called(self, column: str) -> str:
        """A column by its label, or else by its name."""
        return self.labels.get(column, column)
