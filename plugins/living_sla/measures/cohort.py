"""The cohort of a commitment: which records it judges, in which period and segment each of them belongs."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.agreement.condition import EVERY_RECORD, Condition
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.agreement.kinds import Conversion, Statistic, Within
from living_sla.model.agreement.meaning import columns_of, resolved
from living_sla.model.agreement.measured import Events, First, Moment
from living_sla.model.figures.durations import Scale
from living_sla.model.quantity import Duration, Target, in_days
from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.clock import Clock, Pauses
from living_sla.model.time.period import PeriodGrid, PeriodRule
from living_sla.model.time.zones import Instants, instant, micros, wall_time, zone

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment, ExceptionTerms, Terms

PeriodLabel = tuple[PeriodKind, str]
"""A period as people name it."""
Interval = tuple[int, int]
"""`[start, end)` in microseconds since the epoch."""


class ClockColumns(Struct, frozen=True):
    """The two columns between which a clock runs, and by how much the clocks that wrote them may differ."""

    start: str
    end: str
    skew: int = 0
    """Microseconds."""


class EventsOf(Struct, frozen=True):
    """Which rows of another source are events, and what ties them to records."""

    source: str
    key: str
    at: str
    where: Condition
    """Without names of definitions."""

    @classmethod
    def of(cls, events: Events, where: Condition) -> EventsOf:
        """What an agreement says of them, its condition resolved."""
        return cls(events.source, events.key, events.at, where)

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the other source that is needed."""
        return frozenset({self.key, self.at, *(column for column, _ in columns_of(self.where))})


class FirstOf(Struct, frozen=True, dict=True):
    """A column that a batch of records is given: the instant of each record's first event."""

    events: EventsOf
    after: str = ""
    """The column of the instant before which events do not count; empty where all of them do."""

    @cached_property
    def name(self) -> str:
        """What the column is called in a batch; no declared column can have that name."""
        digest = hashlib.sha256(repr((self.events, self.after)).encode()).hexdigest()
        return f"first {self.events.source}.{self.events.at} {digest[:16]}"


class ConvertedBy(Struct, frozen=True, eq=False):
    """The conversion of the same agreement that says what became of a record."""

    commitment: str
    start: str
    """The column of the instant at which its clock starts."""
    end: str
    limit: Duration
    clock: Clock

    def horizon(self, starts: Instants) -> Instants:
        """When it is known of records that start at these instants."""
        return self.clock.due(starts, self.limit)


class Cohort(Struct, frozen=True, eq=False, dict=True):
    """What one commitment asks of an export: resolved conditions, its clock, its periods and its exceptions."""

    agreement: str
    commitment: Commitment
    where: Condition
    grid: PeriodGrid
    clock: Clock
    """The clock that runs for a limit; pauses already taken out."""
    coverage: Clock
    """Covered time without pauses, for the pace of a volume."""
    in_force: Interval
    """From the first day of the terms to the end of the last one."""
    excluded: tuple[Interval, ...]

    that: Condition = EVERY_RECORD
    """What a share asks of its records."""
    placeholders: frozenset[str] = frozenset()
    """Texts, in lower case, that leave a field empty for completeness."""
    heard: Condition = EVERY_RECORD
    """Which rows of the second source are events."""

    first_start: FirstOf | None = None
    """The column that another source gives to its records for the start; None where they have one themselves."""
    first_end: FirstOf | None = None
    """The same for the end."""

    clock_skew: int = 0
    """By how many microseconds the clocks that wrote a start and an end may differ."""

    without_exceptions: Cohort | None = None
    """The same as if the terms had no exceptions; None where none bears on the commitment."""

    converts: ConvertedBy | None = None
    """What says whether its records converted; None where nothing does."""

    asks_durations: bool = True
    """Whether it is counted how long its records took; not again for the one without exceptions."""
    asks_misses: bool = True
    """Whether missed records are named."""
    asks_records: frozenset[PeriodLabel] = frozenset()
    """The periods of which it is kept what each record came to, by key."""

    def judges_like(self, later: Cohort) -> bool:
        """Whether `later` would judge the records of this cohort as it does."""
        return self._judgement(self.in_force) == later._judgement(self.in_force)

    def _judgement(self, span: Interval) -> tuple[object, ...]:
        """What the verdicts on records that start inside `span` depend on."""
        of = self.commitment
        stated = (of.measure, self._target(span), of.warn, of.per, of.by_segment, of.judged_by)
        excluded = tuple(window for window in self.excluded if window[0] < span[1] and span[0] < window[1])
        # Clocks of equal terms are the same object.
        clocks = (self.clock, (self.without_exceptions or self).clock, self.coverage)
        return (*stated, self.where, self.that, self.heard, *self.firsts, *clocks, excluded, self.grid.rule)

    def _target(self, span: Interval) -> Target:
        """What the target comes to in the periods that a span touches."""
        target, rule = self.commitment.target, self.grid.rule
        if not target.by_period:
            return target
        return target.between(rule.at(instant(span[0])).label, rule.at(instant(span[1] - 1)).label)

    @property
    def asked_for(self) -> list[object]:
        """What is told beside the figure itself: who asks for less of the same terms is answered less."""
        return [self.asks_durations, self.asks_misses, self.commitment.by_segment, self.without_exceptions is not None]

    @property
    def timezone(self) -> str:
        """The zone of the agreement."""
        return self.grid.rule.timezone

    @cached_property
    def start(self) -> str:
        """The column whose instant decides which terms judge a record, and in which period it falls."""
        if self.commitment.judged_by == "end":
            return self.clock_end
        return self.commitment.measure.dated_by or self.clock_start

    @property
    def exempted_by(self) -> str:
        """The column of the instant that decides whether an exception leaves a record out: the start of its clock."""
        return self.clock_start if self.commitment.judged_by == "end" else self.start

    @property
    def clock_start(self) -> str:
        """The column of the instant at which the clock starts; empty where the measure has none."""
        return _column(self.commitment.measure.clock_start, self.first_start)

    @property
    def clock_end(self) -> str:
        """The column of the instant at which the clock ends; empty where the measure has none."""
        return _column(self.commitment.measure.clock_end, self.first_end)

    @cached_property
    def run(self) -> ClockColumns:
        """Between which columns its clock runs."""
        return ClockColumns(self.clock_start, self.clock_end, self.clock_skew)

    @cached_property
    def question(self) -> Hashable:
        """What is asked of each record; equal for cohorts that differ only in which records they ask of."""
        measure = self.commitment.measure.model_copy(update={"where": EVERY_RECORD})
        by = self.converts
        converted = None if by is None else (by.start, by.end, by.limit, by.clock)
        return (
            *(repr(measure), self.start, self.timezone, self.run, self.clock, self.commitment.target.unit),
            *(self.that, self.placeholders, self.excluded, self.commitment.judged_by, converted),
        )

    @property
    def firsts(self) -> tuple[FirstOf, ...]:
        """The columns that other sources give to its records, the start before the end."""
        return tuple(first for first in (self.first_start, self.first_end) if first is not None)

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the source that is needed."""
        measure, segment = self.commitment.measure, self.commitment.by_segment
        named = {column for condition in (self.where, self.that) for column, _ in columns_of(condition)}
        named |= {role.column for role in measure.roles()}
        named |= {self.converts.start, self.converts.end} if self.converts is not None else set()
        return frozenset(named | ({segment} if segment else set()))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that it needs, its own first."""
        return (self.commitment.measure.source, *self.other_columns)

    @property
    def events(self) -> Events | None:
        """The second source that the measure follows its records into, where it has one."""
        return self.commitment.measure.followed

    @property
    def other_columns(self) -> dict[str, frozenset[str]]:
        """Every column that is needed of other sources, by source."""
        wanted = [first.events for first in self.firsts]
        wanted += [EventsOf.of(self.events, self.heard)] if self.events is not None else []
        by_source: dict[str, frozenset[str]] = {}
        for events in wanted:
            by_source[events.source] = by_source.get(events.source, frozenset()) | events.columns
        return by_source


def cohort(
    terms: Terms, commitment: Commitment, fiscal_start: int, span: Interval | None = None, *, clock_skew: int = 0
) -> Cohort:
    """The cohort of one commitment under its terms, and where exceptions bear on it the one without them beside it.

    It judges the records that start inside `span`; without one, from the first day of the terms to their last.
    `clock_skew` is that of its source, in microseconds.
    """
    span = span or _whole_span(terms)
    exceptions = [
        excepted for excepted in terms.exceptions if not excepted.commitments or commitment.id in excepted.commitments
    ]
    plain = replace(_cohort(terms, commitment, fiscal_start, span, exceptions=[]), clock_skew=clock_skew)
    if not exceptions:
        return plain
    excepted = _cohort(terms, commitment, fiscal_start, span, exceptions)
    return replace(excepted, clock_skew=clock_skew, without_exceptions=replace(plain, asks_durations=False))


def converted_by(terms: Terms, cohort: Cohort) -> Iterator[tuple[Commitment, ConvertedBy]]:
    """The conversions of an agreement that begin at the instant at which the records of a cohort do."""
    for commitment in terms.commitments:
        measure = commitment.measure
        if not isinstance(measure, Conversion) or measure.source != cohort.commitment.measure.source:
            continue
        if measure.start == cohort.clock_start == cohort.start and isinstance(measure.end, str):
            clock = _clock(terms.coverage, business=measure.limit.business)
            yield commitment, ConvertedBy(commitment.id, cohort.start, measure.end, measure.limit, clock)


def _cohort(
    terms: Terms, commitment: Commitment, fiscal_start: int, span: Interval, exceptions: Sequence[ExceptionTerms]
) -> Cohort:
    measure = commitment.measure
    pauses = tuple(_window(exception, terms) for exception in exceptions if exception.effect == "pause")
    definitions, zone_name = terms.conditions(), terms.coverage.timezone
    start, met_where, events = measure.clock_start, measure.met_where, measure.followed
    first_start = _first(start, definitions, zone_name)
    per = commitment.per
    rule = PeriodRule(per.kind, terms.coverage.timezone, fiscal_start, per.since, per.weeks)
    return Cohort(
        agreement=terms.id,
        commitment=commitment,
        where=resolved(measure.where, definitions, zone_name),
        grid=_grid(rule, wall_time(instant(span[0]), rule.timezone).date()),
        clock=_clock(terms.coverage, business=_runs_in_business_time(commitment), pauses=pauses),
        coverage=_clock(terms.coverage, business=True),
        in_force=span,
        excluded=tuple(_window(exception, terms) for exception in exceptions if exception.effect == "exclude"),
        that=resolved(met_where, definitions, zone_name) if met_where is not None else EVERY_RECORD,
        placeholders=frozenset(text.casefold() for text in measure.empty_texts),
        heard=resolved(events.where, definitions, zone_name) if events else EVERY_RECORD,
        first_start=first_start,
        first_end=_first(measure.clock_end, definitions, zone_name, after=_column(start, first_start)),
    )


def _first(
    moment: Moment | None, definitions: Mapping[str, Condition], timezone: str, after: str = ""
) -> FirstOf | None:
    """The column of a start or an end that another source gives; None where the records have one themselves."""
    if not isinstance(moment, First):
        return None
    return FirstOf(EventsOf.of(moment.first, resolved(moment.first.where, definitions, timezone)), after)


def _column(moment: Moment | None, first: FirstOf | None) -> str:
    """The column of a start or an end, in a batch that has been given those of other sources."""
    return first.name if first is not None else str(moment or "")


# One clock for all commitments that count time alike, and one grid for all that cut it alike: what is asked with the
# same one is worked out once.


@lru_cache(maxsize=256)
def _clock(coverage: CoverageTerms, *, business: bool, pauses: Pauses = ()) -> Clock:
    return Clock(coverage, business=business, pauses=pauses)


@lru_cache(maxsize=256)
def _grid(rule: PeriodRule, first_on: date) -> PeriodGrid:
    return PeriodGrid(rule, first_on)


def _runs_in_business_time(commitment: Commitment) -> bool:
    """Whether the limit, or for the statistic of a duration the target, counts covered time."""
    limit = commitment.measure.time_limit
    return limit.business if limit is not None else commitment.target.business


FAR = micros(datetime.fromisoformat("9000-01-01T00:00:00+00:00"))


def _whole_span(terms: Terms) -> Interval:
    return (
        _instant(terms.effective, terms),
        _instant(terms.until + timedelta(days=1), terms) if terms.until else FAR,
    )


def _window(exception: ExceptionTerms, terms: Terms) -> Interval:
    return _instant(exception.start, terms), _instant(exception.end, terms)


def _instant(shown: date, terms: Terms) -> int:
    return micros(zone(terms.coverage.timezone).instant(shown))


def scale_of(cohort: Cohort) -> Scale | None:
    """On what the durations of a cohort are counted; None where its records have none."""
    measure = cohort.commitment.measure
    match measure:
        case Within(limit=limit):
            if limit is None:
                return Scale("minutes", cohort.clock.business)
            if limit.in_days:
                return Scale("days", limit.business, limit.days)
            return Scale("minutes", limit.business, int(limit.minutes))
        case Statistic(of=None):
            return Scale("days" if in_days(cohort.commitment.target.unit) else "minutes", cohort.clock.business)
    return None


def run_of(cohort: Cohort) -> tuple[str, str, str]:
    """The records and the two instants between which their clocks run."""
    return (cohort.commitment.measure.source, cohort.clock_start, cohort.clock_end)
