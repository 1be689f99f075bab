"""The kinds of measure: what each asks of an export, beside what `measured.py` asks of every one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field

from living_sla.errors import Fault, WarningName
from living_sla.model.agreement.measured import (
    DATED,
    NUMERIC,
    Events,
    Family,
    Measured,
    Moment,
    OutcomeWords,
    Remark,
    Role,
)
from living_sla.model.agreement.scalars import (
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
from living_sla.model.notation import plain
from living_sla.model.quantity import Target


class Count(Measured):
    """Records whose instant `at` falls in the period.

    Every record counts.
    """

    kind: Literal["count"]
    at: ColumnName

    family: ClassVar[Family] = Family.COUNT

    def misfit(self, target: Target) -> tuple[str, str] | None:
        if target.unit:
            return "a number of records", "400"
        whole = target.amount.to_integral_value()
        return None if target.amount == whole else ("a whole number of records", plain(whole))


class Total(Measured):
    """The sum of `column` over the records whose instant `at` falls in the period, exact.

    Every record counts; one whose `column` is blank is unusable.
    """

    kind: Literal["total"]
    at: ColumnName
    column: ColumnName

    family: ClassVar[Family] = Family.TOTAL

    @property
    def value_column(self) -> str | None:
        return self.column

    def roles(self) -> Iterator[Role]:
        yield from super().roles()
        yield Role(self.column, ("column",), ("integer", "number", "money"))

    def misfit(self, target: Target) -> tuple[str, str] | None:
        return ("a sum", "900000 EUR") if target.is_share or target.is_duration else None


class Statistic(Measured):
    """A number over records: of a column (`of`), or of the time between two instants (`from`, `to`)."""

    of: ColumnName | None = None
    start: Moment | None = Field(default=None, alias="from")
    end: Moment | None = Field(default=None, alias="to")
    at: ColumnName | None = None

    family: ClassVar[Family] = Family.STATISTIC

    @property
    def may_be_judged_by(self) -> frozenset[str]:
        return frozenset({"end"} if self.of is None else ())

    @property
    def value_column(self) -> str | None:
        return self.of

    def roles(self) -> Iterator[Role]:
        yield from super().roles()
        if self.of is not None:
            yield Role(self.of, ("of",), (*NUMERIC, "duration"))

    def misfit(self, target: Target) -> tuple[str, str] | None:
        return ("a length of time here", "90 business minutes") if self.of is None and not target.is_duration else None

    def faults(self) -> Iterator[Remark]:
        spans = (self.start is not None, self.end is not None)
        if (self.of is not None) == all(spans) or (self.of is not None and any(spans)):
            hint = "write of: and a column, or from: and to: with two instants"
            yield Remark('the measure of "{commitment}" needs a column, or two instants', hint)
        elif self.of is not None and self.at is None:
            hint = "add at: and the column of the instant that puts a record into a period"
            yield Remark('the measure of "{commitment}" does not say which period a record belongs to', hint)


class Average(Statistic):
    """The mean over closed records, of a column or of the time from `from` to `to`.

    A record counts once it has a value, and is pending while it is open.
    """

    kind: Literal["average"]


class Median(Statistic):
    """The 50th percentile over closed records, of a column or of the time from `from` to `to`.

    A record counts once it has a value, and is pending while it is open.
    """

    kind: Literal["median"]

    @property
    def rank(self) -> Decimal | None:
        return Decimal("0.5")


class PercentileOf(Statistic):
    """A percentile over closed records, by linear interpolation (Hyndman-Fan 7, PERCENTILE.INC).

    A record counts once it has a value, and is pending while it is open.
    """

    kind: Literal["percentile"]
    percentile: Percentile


class ShareOf(Measured):
    """The share of records that satisfy `that`.

    A record is met or missed at once.
    """

    kind: Literal["share"]
    at: ColumnName
    that: ConditionSpec

    outcome_words: ClassVar[OutcomeWords] = OutcomeWords(
        "it satisfies the condition", "it does not satisfy the condition"
    )


class Completeness(Measured):
    """The share of records in which every field is filled in; a placeholder counts as empty.

    A record is met or missed at once.
    """

    kind: Literal["completeness"]
    at: ColumnName
    fields_: tuple[ColumnName, ...] = Field(alias="fields", min_length=1)
    placeholders: tuple[CellText, ...] = ()

    more_is_better: ClassVar[bool] = True
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords("every field is filled in", "a field is empty")

    def roles(self) -> Iterator[Role]:
        yield from super().roles()
        yield from (Role(name, ("fields", position)) for position, name in enumerate(self.fields_))


class Within(Measured):
    """The share of records whose end comes within `limit` of the start, or by the instant in `due`.

    A record is met when it ends by its due instant, missed when that has passed, and pending before.
    """

    kind: Literal["within"]
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    limit: Duration | None = None
    due: ColumnName | None = None

    more_is_better: ClassVar[bool] = True
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords(
        "it ended no later than it was due",
        "it ended later than it was due",
        overdue="it is still open, and its due instant has come",
    )

    @property
    def deadline(self) -> str | None:
        return self.due

    @property
    def may_be_judged_by(self) -> frozenset[str]:
        return frozenset({"due"})

    def roles(self) -> Iterator[Role]:
        yield from super().roles()
        if self.due is not None:
            yield Role(self.due, ("due",), DATED)

    def faults(self) -> Iterator[Remark]:
        if (self.limit is None) == (self.due is None):
            what = "neither a limit nor a due" if self.limit is None else "both a limit and a due"
            hint = "write limit: 4 business hours, or due: and the column of the deadline"
            yield Remark(f'the measure of "{{commitment}}" has {what}', hint)


class Ends(Part):
    """Instants of a record that end the work on it: the first of them that comes counts."""

    any_of: tuple[ColumnName, ...] = Field(alias="any", min_length=1)


class Attempts(Measured):
    """The share of records with at least `times` events inside `limit` of the start, or one of `ends` inside it.

    A record is met at enough events, or at the first of `ends`; missed when it is due; pending before. The start and
    the due instant are inside. Without `ends`, early success does not count: the page and `sla check` say so.
    """

    kind: Literal["attempts"]
    start: Moment = Field(alias="from")
    events: Events
    times: Whole
    limit: Duration
    ends: Ends | None = None
    """Left out: early success does not count, every record is owed all attempts."""

    more_is_better: ClassVar[bool] = True
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords("enough events came in time", "too few events came in time")

    @property
    def may_be_judged_by(self) -> frozenset[str]:
        return frozenset({"due"})

    @property
    def ended_by(self) -> tuple[str, ...]:
        """The columns of the instants that end the work on a record early."""
        return self.ends.any_of if self.ends is not None else ()

    def roles(self) -> Iterator[Role]:
        yield from super().roles()
        yield from (Role(name, ("ends", "any", position), DATED) for position, name in enumerate(self.ended_by))

    def faults(self) -> Iterator[Remark]:
        if self.times < 1:
            yield Remark("0 attempts are always made", "write 1 or more", ("times",), Fault.NUMBER_OUT_OF_RANGE)

    def warnings(self) -> Iterator[tuple[WarningName, Remark]]:
        if self.ends is None:
            message = '"{commitment}" asks for every attempt: early success does not count'
            hint = "add ends: {any: [...]} with the columns of the instants at which a record is reached or given up"
            yield WarningName.EARLY_SUCCESS, Remark(message, hint)


class Gap(Measured):
    """The share of records whose longest silence between events stays within `limit` while they are active.

    A record is active from its start to its end, or to the as-of. It is missed once a silence is too long, and met so
    far otherwise.
    """

    kind: Literal["gap"]
    start: Moment = Field(alias="from")
    end: Moment | None = Field(default=None, alias="to")
    events: Events
    limit: Duration

    more_is_better: ClassVar[bool] = True
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords("no silence was too long", "a silence was too long")


class Conversion(Measured):
    """The share of a cohort that reached the instant `to` within `limit`; pending until that has passed.

    A record is pending until the horizon has passed, even if it got there early: early successes alone would flatter.
    """

    kind: Literal["conversion"]
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    limit: Duration

    more_is_better: ClassVar[bool] = True
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords(
        "it got there within the horizon",
        "it did not get there within the horizon",
    )

    @property
    def may_be_judged_by(self) -> frozenset[str]:
        return frozenset({"due"})


class Deliverable(Measured):
    """Of the due dates that fall in a period, the share delivered in time, from a log of deliveries.

    Without `for`, a delivery serves the first due date that follows the one before it; with it, the date it names. A
    due date is met, missed, or pending until its day is over.
    """

    kind: Literal["deliverable"]
    at: ColumnName
    due: ScheduleText
    serves: ColumnName | None = Field(default=None, alias="for")

    more_is_better: ClassVar[bool] = True
    judges_records: ClassVar[bool] = False
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords("it was delivered in time", "it was not delivered in time")

    @property
    def schedule(self) -> ScheduleText | None:
        return self.due

    def roles(self) -> Iterator[Role]:
        yield from super().roles()
        if self.serves is not None:
            yield Role(self.serves, ("for",), ("date",))


class Custom(Measured):
    """What a class of yours makes of the records whose instant `at` falls in the period.

    The class says what a record comes to.
    """

    kind: Literal["custom"]
    at: ColumnName
    name: Slug
    """It is that of an entry point."""
    settings: dict[ColumnName, str | tuple[str, ...]] = Field(default={}, alias="with")
    """As it is written; the class reads it."""

    family: ClassVar[Family] = Family.CUSTOM

    @property
    def called(self) -> str:
        return self.name.replace("-", " ")

    def roles(self) -> Iterator[Role]:
        from living_sla.model.agreement.custom import (  # late: it looks through packages, and few need it
            columns_taken,
            custom_measure,
        )

        yield from super().roles()
        own = custom_measure(self.name, self.settings)
        yield from (Role(name, ("with", field), own.takes[field]) for field, name in columns_taken(own).items())

    def misfit(self, target: Target) -> tuple[str, str] | None:
        return None


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
