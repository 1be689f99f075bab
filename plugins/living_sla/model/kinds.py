"""The kinds of measure: how a commitment is computed from an export."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    Discriminator,
    Field,
)

from living_sla.model import condition
from living_sla.model.scalars import (
    CellText,
    ColumnName,
    ConditionSpec,
    Duration,
    Part,
    Percentile,
    ScheduleText,
    Slug,
    Whole,
)


class Measured(Part):
    """What every measure says: where its records come from, and which of them count."""

    source: Slug
    where: ConditionSpec = condition.EVERY_RECORD


class Count(Measured):
    """Records whose instant `at` falls in the period."""

    kind: Literal["count"]
    at: ColumnName


class Total(Measured):
    """The sum of `column` over the records whose instant `at` falls in the period."""

    kind: Literal["total"]
    at: ColumnName
    column: ColumnName


class Statistic(Measured):
    """A number over records: of a column (`of`), or of the time between two instants (`from`, `to`)."""

    of: ColumnName | None = None
    start: ColumnName | None = Field(default=None, alias="from")
    end: ColumnName | None = Field(default=None, alias="to")
    at: ColumnName | None = None


class Average(Statistic):
    """The mean over closed records."""

    kind: Literal["average"]


class Median(Statistic):
    """The 50th percentile over closed records."""

    kind: Literal["median"]


class PercentileOf(Statistic):
    """A percentile over closed records, by linear interpolation (Hyndman-Fan 7, PERCENTILE.INC)."""

    kind: Literal["percentile"]
    percentile: Percentile


class ShareOf(Measured):
    """The share of records that satisfy `that`."""

    kind: Literal["share"]
    at: ColumnName
    that: ConditionSpec


class Completeness(Measured):
    """The share of records in which every field is filled in; a placeholder counts as empty."""

    kind: Literal["completeness"]
    at: ColumnName
    fields_: tuple[ColumnName, ...] = Field(alias="fields", min_length=1)
    placeholders: tuple[CellText, ...] = ()


class Within(Measured):
    """The share of records whose end comes within `limit` of the start, or by the instant in `due`."""

    kind: Literal["within"]
    start: ColumnName = Field(alias="from")
    end: ColumnName = Field(alias="to")
    limit: Duration | None = None
    due: ColumnName | None = None


class Events(Part):
    """A second source whose rows belong to the records of the first: touches, calls, deliveries."""

    source: Slug
    key: ColumnName
    at: ColumnName
    where: ConditionSpec = condition.EVERY_RECORD


class Ends(Part):
    """Instants of a record that end the work on it: the first of them that comes counts."""

    any_of: tuple[ColumnName, ...] = Field(alias="any", min_length=1)


class Attempts(Measured):
    """The share of records with at least `times` events inside `limit` of the start, or one of `ends` inside it."""

    kind: Literal["attempts"]
    start: ColumnName = Field(alias="from")
    events: Events
    times: Whole
    limit: Duration
    ends: Ends | None = None
    """None: early success does not count, every record is owed all attempts."""


class Gap(Measured):
    """The share of records whose longest silence between events stays within `limit` while they are active."""

    kind: Literal["gap"]
    start: ColumnName = Field(alias="from")
    end: ColumnName | None = Field(default=None, alias="to")
    events: Events
    limit: Duration


class Conversion(Measured):
    """The share of a cohort that reached the instant `to` within `limit`; pending until that has passed."""

    kind: Literal["conversion"]
    start: ColumnName = Field(alias="from")
    end: ColumnName = Field(alias="to")
    limit: Duration


class Deliverable(Measured):
    """Of the due dates that fall in a period, the share delivered in time, from a log of deliveries.

    Without `for`, a delivery serves the first due date that follows the one before it; with it, the date it names.
    """

    kind: Literal["deliverable"]
    at: ColumnName
    due: ScheduleText
    serves: ColumnName | None = Field(default=None, alias="for")


class Own(Measured):
    """What a user's own class makes of the records whose instant `at` falls in the period."""

    kind: Literal["own"]
    at: ColumnName
    name: Slug
    """Of an entry point; `model/own.py` finds the class."""
    settings: dict[ColumnName, str | tuple[str, ...]] = Field(default={}, alias="with")
    """What the class is told, as the writer wrote it; the class reads it."""


Measure = Annotated[
    Count
    | Total
    | Average
    | Median
    | PercentileOf
    | ShareOf
    | Completeness
    | Within
    | Attempts
    | Gap
    | Conversion
    | Deliverable
    | Own,
    Discriminator("kind"),
]
