"""What every kind of measure says and declares, with what the rooms may ask of it.

A kind is one class. Beside the fields that an agreement writes it declares what no other room should have to know by
heart: what its figure is, which columns play which part, where its clock starts and ends, what fits it as a target, and
how a miss is told. `measures/cohort_records.py` computes it and `words/terms/sentences.py` says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import (
    Discriminator,
    Tag,
)

from living_sla.errors import Fault, WarningName
from living_sla.model.agreement import condition
from living_sla.model.agreement.condition import Condition
from living_sla.model.agreement.scalars import (
    ColumnName,
    ConditionSpec,
    Duration,
    Part,
    ScheduleText,
    Slug,
)
from living_sla.model.notation import plain
from living_sla.model.quantity import Target

Path = tuple[str | int, ...]
"""Keys and positions in a file."""

NUMERIC = ("integer", "number", "money", "percent")
DATED = ("date", "instant")


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


def moment_label(moment: Moment | None) -> str:
    """What a start or an end is called beside its instant: the column, or ``first tasks.done_at``."""
    return f"first {moment.first.source}.{moment.first.at}" if isinstance(moment, First) else moment or ""


class Family(StrEnum):
    """What the figure of a measure is, which decides how it is judged."""

    SHARE = "share"
    """Which part of the records was met."""
    COUNT = "count"
    """How many records there are."""
    TOTAL = "total"
    """What a column of theirs adds up to."""
    STATISTIC = "statistic"
    """An average or a percentile over those that are closed."""
    CUSTOM = "custom"
    """Whatever a class of the user's gives."""


class Role(NamedTuple):
    """A column of the records' own source, and the part that it plays in a measure."""

    column: str
    at: Path
    """Where the file names it, below the measure."""
    types: tuple[str, ...] = ()
    """The types that the column may have; none given: any."""


class Remark(NamedTuple):
    """What is wrong or odd about a measure by itself."""

    message: str
    """``{commitment}`` stands for the id of the commitment."""
    hint: str
    at: Path = ()
    """Where the file says it, below the measure."""
    code: Fault = Fault.INVALID_VALUE


class OutcomeWords(NamedTuple):
    """Why a record came to its outcome."""

    met: str
    missed: str
    overdue: str = ""
    """Why one without an end is missed, where that says more than `missed`."""


class Measured(Part):
    """What every measure says: where its records come from, and which of them count."""

    # Where a kind has the fields at, start, end, limit, events, that, placeholders or percentile, they play the parts
    # that these names say.

    source: Slug
    where: ConditionSpec = condition.EVERY_RECORD

    family: ClassVar[Family] = Family.SHARE
    more_is_better: ClassVar[bool] = False
    """Whether a target of at most so much asks to fall short."""
    judges_records: ClassVar[bool] = True
    """Whether it judges the records of its source, and not dates that are looked for among them."""
    outcome_words: ClassVar[OutcomeWords] = OutcomeWords("it counts", "it does not count")

    @property
    def is_share(self) -> bool:
        """Whether its figure is a share of records."""
        return self.family is Family.SHARE

    @property
    def is_volume(self) -> bool:
        """Whether its figure grows with every record, as a number or a sum of them does."""
        return self.family in (Family.COUNT, Family.TOTAL)

    @property
    def adds_up(self) -> bool:
        """Whether who keeps it in each of several periods keeps it in the one that they make up."""
        return self.is_share or (self.family is Family.STATISTIC and self.rank is None)

    # ------------------------------------------------------------ instants

    @property
    def dated_by(self) -> str | None:
        """The column of the instant that puts a record into its period; None where the start of its clock does."""
        return getattr(self, "at", None)

    @property
    def clock_start(self) -> Moment | None:
        """Where its clock starts; None where no clock runs."""
        return getattr(self, "start", None)

    @property
    def clock_end(self) -> Moment | None:
        """Where its clock ends."""
        return getattr(self, "end", None)

    @property
    def time_limit(self) -> Duration | None:
        """The time that its clock allows."""
        return getattr(self, "limit", None)

    @property
    def deadline(self) -> str | None:
        """The column of the instant by which a record is due, where the records say it themselves."""
        return None

    @property
    def schedule(self) -> ScheduleText | None:
        """The due dates that it judges, where these are no records."""
        return None

    @property
    def may_be_judged_by(self) -> frozenset[str]:
        """By which instants a record can belong to a period, beside its start: ``due``, ``end``."""
        return frozenset()

    # ------------------------------------------------------------ columns and conditions

    def roles(self) -> Iterator[Role]:
        """The columns of its own source that it names, beside those of conditions.

        Raises `Unreadable` or pydantic's `ValidationError` where a class of the user's that should say it cannot.
        """
        if self.dated_by is not None:
            yield Role(self.dated_by, ("at",), ("instant", "date"))
        if isinstance(self.clock_start, str):
            yield Role(self.clock_start, ("from",), ("instant",))
        if isinstance(self.clock_end, str):
            yield Role(self.clock_end, ("to",), DATED)

    @property
    def met_where(self) -> Condition | None:
        """What a record must hold to be met, where that is a condition."""
        return getattr(self, "that", None)

    @property
    def empty_texts(self) -> tuple[str, ...]:
        """Texts that leave a field empty."""
        return getattr(self, "placeholders", ())

    @property
    def followed(self) -> Events | None:
        """The events of another source that it follows its records into."""
        return getattr(self, "events", None)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that it asks, its own first."""
        return (self.source, *(events.source for _, events in self.all_events()))

    def all_events(self) -> Iterator[tuple[Path, Events]]:
        """All events of other sources that it asks for, each with where it stands in the file below the measure."""
        if self.followed is not None:
            yield ("events",), self.followed
        for moment, field in ((self.clock_start, "from"), (self.clock_end, "to")):
            if isinstance(moment, First):
                yield (field, "first"), moment.first

    def conditions(self) -> Iterator[tuple[Path, str, Condition]]:
        """All its conditions, each with where it stands below the measure and the source whose records it is about."""
        yield ("where",), self.source, self.where
        if self.met_where is not None:
            yield ("that",), self.source, self.met_where
        for field, events in self.all_events():
            yield (*field, "where"), events.source, events.where

    # ------------------------------------------------------------ figures

    @property
    def value_column(self) -> str | None:
        """The column whose values its figure is made of."""
        return None

    @property
    def rank(self) -> Decimal | None:
        """Which percentile over the closed records its figure is, 0 to 1; None where it is another figure."""
        return self.percentile_of / 100 if self.percentile_of is not None else None

    @property
    def percentile_of(self) -> Decimal | None:
        """Which percentile its figure is called, 0 to 100; None where it has another name."""
        return getattr(self, "percentile", None)

    @property
    def called(self) -> str:
        """What its figure is called, where `percentile_of` does not say it."""
        return str(self.kind)  # type: ignore[attr-defined]  # each kind has one

    def misfit(self, target: Target) -> tuple[str, str] | None:
        """What its figure is and an amount of it, where a target is of another kind; None where the target fits."""
        if target.is_share:
            return None
        likely = 0 < target.amount <= 1 and not target.unit
        return "a share", f"{plain(target.amount * 100)}%" if likely else "95%"

    # ------------------------------------------------------------ what is wrong

    def faults(self) -> Iterator[Remark]:
        """What its fields say together that cannot be computed."""
        yield from ()

    def warnings(self) -> Iterator[tuple[WarningName, Remark]]:
        """What may not be meant so, each with the name of the warning."""
        yield from ()
