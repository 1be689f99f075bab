"""The kernel: batches of an export in, one measurement a commitment out. One reading serves every commitment."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from living_sla.exports.cells.batch import Batch
from living_sla.exports.cells.keys import Hashes
from living_sla.exports.read_ahead import side_by_side
from living_sla.measures.cohort import Cohort, EventsOf, Interval
from living_sla.measures.cohort_records import cohort_records
from living_sla.measures.deliveries import Deliveries
from living_sla.measures.events import Followed, without_record
from living_sla.measures.first_events import NOTHING_HEARD, Heard, OtherSources
from living_sla.measures.records import OPEN
from living_sla.measures.shared_columns import SharedColumns
from living_sla.measures.tally import Tally
from living_sla.measures.unmatched import NeverMet, Unmatched
from living_sla.measures.values import Sample
from living_sla.model.agreement.measured import Family

if TYPE_CHECKING:
    from living_sla.measures.custom import CustomRecords


class EventOddities(Struct, frozen=True):
    """What is odd about the events of another source."""

    source: str
    never_met: tuple[NeverMet, ...]
    joins_nothing: bool
    """Whether there are events and records, and none of the events belongs to a record."""
    events: int
    """How many events there are."""
    without_record: int
    """How many of them belong to no record at all, whether or not the commitment is about it."""


class Measurement(Struct):
    """What one commitment came to so far; measurements of parts of an export merge in any order."""

    tally: Tally = field(default_factory=Tally)
    earliest: int = OPEN
    """The earliest start in the export, whether or not the record belongs to the cohort; `OPEN` without any."""
    without_start: int = 0
    """Records that pass the filter and have an end but no start: they belong to no period, so to no count."""
    unmatched: Unmatched = field(default_factory=Unmatched)
    """The values that the terms name and that no record has had so far."""
    joined: int = 0
    """Records of the export that have a first event in another source."""
    event_oddities: list[EventOddities] = field(default_factory=list)
    """What is odd about the events of other sources; known once all of them were heard."""
    keys: list[Hashes] = field(default_factory=list)
    """The keys of all records, where the commitment asks for events of theirs."""
    followed: Followed | None = None
    """Records that wait for the events of a second source; only for attempts and gap."""
    deliveries: Deliveries | None = None
    """What the log of a deliverable holds."""
    own: CustomRecords | None = None
    """The records of a user's own measure."""

    @classmethod
    def of(cls, cohort: Cohort) -> Measurement:
        """A measurement that has seen nothing yet."""
        measure = cohort.commitment.measure
        return cls(
            Tally.of(cohort),
            unmatched=Unmatched.of((cohort.where, cohort.that)),
            followed=Followed() if cohort.events else None,
            deliveries=None if measure.judges_records else Deliveries(),
            own=_custom_records() if measure.family is Family.CUSTOM else None,
        )

    def add(self, cohort: Cohort, shared: SharedColumns, as_of: int, span: Interval | None = None) -> None:
        """Take in one batch; `as_of` is a lower bound of that of all exports that the cohort asks.

        `span` is that of all cohorts with the same question.
        """
        self.earliest = min(self.earliest, _earliest(cohort, shared.batch))
        self.without_start += _without_start(cohort, shared)
        self.unmatched.hear(shared.batch)
        self.joined += sum(int(np.count_nonzero(shared.batch.columns[first.name].filled)) for first in cohort.firsts)
        if cohort.firsts or cohort.events is not None:
            self.keys.append(shared.links)
        if self.tally.roll is not None:
            self.tally.roll.hear(shared.batch.key_hashes)
        if self.deliveries is not None:
            self.deliveries.hear(cohort, shared)
        elif self.followed is not None:
            self.followed.follow(cohort_records(cohort, shared, span))
        elif self.own is not None:
            self.own.take(cohort, shared)
        else:
            self.tally.add(cohort_records(cohort, shared, span), as_of)

    def merge(self, other: Measurement) -> None:
        """Take in what another part of the same export came to."""
        self.tally.merge(other.tally)
        self.earliest = min(self.earliest, other.earliest)
        self.without_start += other.without_start
        self.unmatched.merge(other.unmatched)
        self.joined += other.joined
        self.keys += other.keys
        if self.followed is not None and other.followed is not None:
            self.followed.merge(other.followed)
        if self.deliveries is not None and other.deliveries is not None:
            self.deliveries.merge(other.deliveries)
        if self.own is not None and other.own is not None:
            self.own.merge(other.own)

    def finish(self, cohort: Cohort, as_of: int) -> None:
        """Judge what could be judged only when everything was read; afterwards the tally holds it all."""
        if self.followed is not None and cohort.events is not None and self.followed.unmatched is not None:
            never_met = tuple(self.followed.unmatched.never_met())
            heard, lost = self.followed.heard, without_record(self.followed.strangers, self.keys)
            self.event_oddities.append(
                EventOddities(cohort.events.source, never_met, self.followed.joins_nothing, heard, lost)
            )
        late = self.followed.judged(cohort, as_of) if self.followed is not None else None
        late = self.deliveries.judged(cohort, as_of) if self.deliveries is not None else late
        if late is not None:
            self.tally.add(late, as_of)
        if self.own is not None:
            self.own.finish(cohort, as_of)
            if self.tally.roll is not None and self.own.figures is not None:
                self.tally.roll.add_own(self.own.figures)
        self.followed, self.deliveries, self.keys = None, None, []


def _custom_records() -> CustomRecords:
    from living_sla.measures.custom import CustomRecords  # late: pandas is slow, and few need it

    return CustomRecords()


def measure(
    cohorts: Sequence[Cohort], batches: Iterable[tuple[Batch, int]], others: OtherSources = NOTHING_HEARD
) -> list[Measurement]:
    """One measurement a cohort, in their order, from every batch with the as-of that is certain by then.

    `others` holds what was heard in the sources of first events, all of which were read before.
    """
    measurements = [Measurement.of(cohort) for cohort in cohorts]
    firsts = tuple(dict.fromkeys(first for cohort in cohorts for first in cohort.firsts))
    spans = _spans(cohorts)
    for batch, as_of in batches:
        shared = SharedColumns(others.beside(batch, firsts) if firsts else batch)
        for measurement, cohort, span in zip(measurements, cohorts, spans, strict=True):
            measurement.add(cohort, shared, others.bound(as_of, cohort.firsts), span)
        shared.forget()
    return measurements


def settle(measurements: Iterable[Measurement]) -> None:
    """Bring into order what percentiles are made of, by two threads: of 10 million leads one takes 0.25 s for it."""
    kept = (values for found in measurements for values in (found.tally.values, found.tally.waiting))
    for _ in side_by_side(Sample.settle, (values for values in kept if isinstance(values, Sample)), threads=2):
        pass


def _spans(cohorts: Sequence[Cohort]) -> list[Interval]:
    """For each cohort from when to when it, or another with the same question, asks of records."""
    asked: dict[Hashable, list[Interval]] = {}
    for cohort in cohorts:
        asked.setdefault(cohort.question, []).append(cohort.in_force)
    whole = {question: (min(low for low, _ in of), max(high for _, high in of)) for question, of in asked.items()}
    return [whole[cohort.question] for cohort in cohorts]


def hear(cohorts: Sequence[tuple[Cohort, Measurement]], batches: Iterable[Batch]) -> None:
    """Give every event of a second source to the measurements that follow their records into it, from the start."""
    for _, measurement in cohorts:
        if measurement.followed is not None:
            measurement.followed.forget()
    for batch in batches:
        for cohort, measurement in cohorts:
            if measurement.followed is not None:
                measurement.followed.hear(cohort, batch)


def hear_first(kinds: Sequence[EventsOf], batches: Iterable[Batch]) -> list[Heard]:
    """What was heard of each kind of first event, in their order, from every batch of their source."""
    each_heard = [Heard() for _ in kinds]
    for batch in batches:
        for events, heard in zip(kinds, each_heard, strict=True):
            heard.hear(events, batch)
    return each_heard


def _earliest(cohort: Cohort, batch: Batch) -> int:
    if not cohort.commitment.measure.judges_records:
        return OPEN  # a log without a delivery says that nothing was delivered
    column = batch.columns[cohort.start]
    return OPEN if column.type == "date" else column.earliest


def _without_start(cohort: Cohort, shared: SharedColumns) -> int:
    lost = shared.without_start(cohort.start, cohort.clock_end) if cohort.clock_end else None
    return 0 if lost is None else int(np.count_nonzero(lost & shared.passing(cohort.where)))
