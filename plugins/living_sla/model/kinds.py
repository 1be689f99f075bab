"""The kinds of measure: how a commitment is computed from an export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    Tag,
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


class Events(Part):
    """A second source whose rows belong to the records of the first: touches, calls, deliveries."""

    source: Slug
    key: ColumnName
    at: ColumnName
    where: ConditionSpec = condition.EVERY_RECORD


class First(Part):
    """An instant that another source holds: of a record's first event there, at or after its start where it has one."""

    first: Events


def _kind_of_moment(raw: Any) -> str:
    """The branch of `Moment` that a value is meant for; a tag in capitals stands for a class, as `First`."""
    return "First" if isinstance(raw, dict | First) else "column"


Moment = Annotated[
    Annotated[ColumnName, Tag("column")] | Annotated[First, Tag("First")],
    Discriminator(_kind_of_moment),
]
"""Where the clock starts or ends: a column of instants, or the first event in another source."""


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
    start: Moment | None = Field(default=None, alias="from")
    end: Moment | None = Field(default=None, alias="to")
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
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    limit: Duration | None = None
    due: ColumnName | None = None


class Ends(Part):
    """Instants of a record that end the work on it: the first of them that comes counts."""

    any_of: tuple[ColumnName, ...] = Field(alias="any", min_length=1)


class Attempts(Measured):
    """The share of records with at least `times` events inside `limit` of the start, or one of `ends` inside it."""

    kind: Literal["attempts"]
    start: Moment = Field(alias="from")
    events: Events
    times: Whole
    limit: Duration
    ends: Ends | None = None
    """None: early success does not count, every record is owed all attempts."""


class Gap(Measured):
    """The share of records whose longest silence between events stays within `limit` while they are active."""

    kind: Literal["gap"]
    start: Moment = Field(alias="from")
    end: Moment | None = Field(default=None, alias="to")
    events: Events
    limit: Duration


class Conversion(Measured):
    """The share of a cohort that reached the instant `to` within `limit`; pending until that has passed."""

    kind: Literal["conversion"]
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    limit: Duration


class Deliverable(Measured):
    """Of the due dates that fall in a period, the share delivered in time, from a log of deliveries.

    Without `for`, a delivery serves the first due date that follows the one before it; with it, the date it names.
    """

    kind: Literal["deliverable"]
    at: ColumnName
    due: ScheduleText
    serves: ColumnName | None = Field(default=None, alias="for")


class Custom(Measured):
    """What a user's own class makes of the records whose instant `at` falls in the period."""

    kind: Literal["custom"]
    at: ColumnName
    name: Slug
    """Of an entry point; `model/custom.py` finds the class."""
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
    | Custom,
    Discriminator("kind"),
]


def events_in(measure: Measure) -> Iterator[tuple[tuple[str, ...], Events]]:
    """The events of other sources that a measure asks for, each with where it stands in the file below the measure."""
    if isinstance(measure, Attempts | Gap):
        yield ("events",), measure.events
    for attribute, field in (("start", "from"), ("end", "to")):
        if isinstance(found := getattr(measure, attribute, None), First):
            yield (field, "first"), found.first


def moment_label(moment: Moment | None) -> str:
    """What a start or an end is called beside its instant: the column, or ``first tasks.done_at``."""
    return f"first {moment.first.source}.{moment.first.at}" if isinstance(moment, First) else moment or ""
