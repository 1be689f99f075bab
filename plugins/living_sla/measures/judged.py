"""From a batch of an export to the records of one cohort, each with its start, end, due instant and period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from living_sla.exports.batch import Batch, Column, Flags
from living_sla.measures.cohort import Cohort, Interval
from living_sla.measures.conditions import passes
from living_sla.measures.tally import OPEN, Records
from living_sla.measures.values import Numbers
from living_sla.model.kinds import Attempts, Completeness, Conversion, Count, Gap, ShareOf, Statistic, Total, Within
from living_sla.model.zones import DAY, Instants

NO_DUE = np.iinfo(np.int64).min
"""The due instant of a record whose deadline the CRM left blank."""


def judged(cohort: Cohort, batch: Batch) -> Records:
    """The records of the batch that the commitment speaks of, in the order of the batch.

    A record belongs to the cohort when its start is filled, it passes `where`, and the terms hold at its start.
    """
    view = _VIEWS[type(cohort.commitment.measure)](cohort, batch)
    low, high = cohort.in_force
    chosen = np.flatnonzero(view.begun & (view.starts >= low) & (view.starts < high) & passes(cohort.where, batch))
    starts, ends, dues = view.starts[chosen], view.ends[chosen], view.dues(chosen)
    unusable = view.unusable[chosen] | (dues == NO_DUE)
    if isinstance(cohort.commitment.measure, Conversion):
        # Early conversions would look good alone: all of a cohort matures when its horizon has passed.
        ends = np.where(ends <= dues, dues, ends)
    by_due = cohort.commitment.judged_by == "due"
    segments, names = _segments(cohort, batch, chosen)
    return Records(
        starts=starts,
        ends=ends,
        dues=np.where(unusable, starts, dues),
        periods=cohort.grid.positions(np.where(unusable | ~np.bool_(by_due), starts, dues)),
        segments=segments,
        excluded=_inside(cohort.excluded, starts),
        unusable=unusable,
        values=view.values(chosen),
        hashes=batch.key_hashes[chosen],
        names=names,
        keys_at=lambda at: batch.keys_at(chosen[at]),
    )


# ---------------------------------------------------------------- what a measure takes from a batch


def _zeros(chosen: Instants) -> Numbers:
    return np.zeros(len(chosen), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _View:
    """The instants and values that a measure takes from a batch, over all its rows.

    `dues` and `values` are computed for chosen rows only, because they cost more than the rest.
    """

    starts: Instants
    begun: Flags
    ends: Instants
    unusable: Flags
    dues: Callable[[Instants], Instants]
    values: Callable[[Instants], Numbers] = _zeros


def _within(cohort: Cohort, batch: Batch) -> _View:
    measure = cohort.commitment.measure
    assert isinstance(measure, Within)
    starts, begun, ends = _from_to(cohort, batch, measure.start, measure.end)
    due = batch.columns[measure.due] if measure.due else None

    def dues(chosen: Instants) -> Instants:
        if due is not None:
            return np.where(due.filled, due.values, NO_DUE)[chosen]
        assert measure.limit is not None
        return cohort.clock.due(starts[chosen], measure.limit)

    return _View(starts, begun, ends, ends < starts, dues)


def _conversion(cohort: Cohort, batch: Batch) -> _View:
    measure = cohort.commitment.measure
    assert isinstance(measure, Conversion)
    starts, begun, ends = _from_to(cohort, batch, measure.start, measure.end)
    return _View(starts, begun, ends, ends < starts, lambda chosen: cohort.clock.due(starts[chosen], measure.limit))


def _followed(cohort: Cohort, batch: Batch) -> _View:
    """Records whose verdict depends on events of another source; `events.py` sets their ends."""
    measure = cohort.commitment.measure
    assert isinstance(measure, Attempts | Gap)
    starts, begun = _at(cohort, batch, measure.start)
    end = measure.end if isinstance(measure, Gap) else None
    ends = _from_to(cohort, batch, measure.start, end)[2] if end else np.full(batch.rows, OPEN)
    unusable = ends < starts
    if isinstance(measure, Gap):
        return _View(starts, begun, ends, unusable, lambda chosen: starts[chosen])
    return _View(starts, begun, ends, unusable, lambda chosen: cohort.clock.due(starts[chosen], measure.limit))


def _count(cohort: Cohort, batch: Batch) -> _View:
    """A count has no end to wait for: a record is met at the instant at which it falls in its period."""
    measure = cohort.commitment.measure
    assert isinstance(measure, Count)
    return _momentary(cohort, batch, measure.at, np.ones(batch.rows, dtype=np.bool_))


def _share(cohort: Cohort, batch: Batch) -> _View:
    measure = cohort.commitment.measure
    assert isinstance(measure, ShareOf)
    return _momentary(cohort, batch, measure.at, passes(cohort.that, batch))


def _completeness(cohort: Cohort, batch: Batch) -> _View:
    measure = cohort.commitment.measure
    assert isinstance(measure, Completeness)
    complete = np.ones(batch.rows, dtype=np.bool_)
    for name in measure.fields_:
        column = batch.columns[name]
        complete &= column.filled
        if column.type == "text" and measure.placeholders:
            says_nothing = np.array([word.casefold() in cohort.placeholders for word in column.words] or [False])
            complete &= ~says_nothing[column.values]
    return _momentary(cohort, batch, measure.at, complete)


def _total(cohort: Cohort, batch: Batch) -> _View:
    measure = cohort.commitment.measure
    assert isinstance(measure, Total)
    return _of_column(cohort, batch, measure.at, measure.column)


def _statistic(cohort: Cohort, batch: Batch) -> _View:
    measure = cohort.commitment.measure
    assert isinstance(measure, Statistic)
    if measure.of is not None:
        assert measure.at is not None
        return _of_column(cohort, batch, measure.at, measure.of)
    assert measure.start is not None
    assert measure.end is not None
    begins, known, ends = _from_to(cohort, batch, measure.start, measure.end)
    starts, begun = _at(cohort, batch, measure.at) if measure.at else (begins, known)

    def durations(chosen: Instants) -> Numbers:
        """Time on the clock; for a record that is still open, the instant at which it began."""
        closed = np.flatnonzero(known[chosen] & (ends[chosen] != OPEN) & (ends[chosen] >= begins[chosen]))
        found = begins[chosen].copy()
        found[closed] = cohort.clock.elapsed(begins[chosen[closed]], ends[chosen[closed]]) if len(closed) else 0
        return found

    unusable = ~known | (ends < begins)
    return _View(starts, begun, ends, unusable, lambda chosen: np.full(len(chosen), OPEN), durations)


_VIEWS: dict[type, Callable[[Cohort, Batch], _View]] = {
    Within: _within,
    Conversion: _conversion,
    Attempts: _followed,
    Gap: _followed,
    Count: _count,
    ShareOf: _share,
    Completeness: _completeness,
    Total: _total,
    **dict.fromkeys(Statistic.__subclasses__(), _statistic),
}


def _momentary(cohort: Cohort, batch: Batch, at: str, kept: Flags) -> _View:
    """Records that are judged at the very instant at which they fall in their period: met where `kept`, else missed."""
    starts, begun = _at(cohort, batch, at)
    none = np.zeros(batch.rows, dtype=np.bool_)
    return _View(starts, begun, np.where(kept, starts, OPEN), none, lambda chosen: starts[chosen])


def _of_column(cohort: Cohort, batch: Batch, at: str, name: str) -> _View:
    """Records that bring the value of a column; without one they are unusable."""
    column = batch.columns[name]
    starts, begun = _at(cohort, batch, at)
    values = column.values
    return _View(starts, begun, starts, ~column.filled, lambda chosen: starts[chosen], lambda chosen: values[chosen])


def _at(cohort: Cohort, batch: Batch, name: str) -> tuple[Instants, Flags]:
    """The instants of a column, and which are known; a date is the midnight with which it begins in the zone."""
    column = batch.columns[name]
    if column.type == "date":
        return cohort.clock.coverage.zone.to_utc(column.values * DAY), column.filled
    return column.values, column.filled


def _from_to(cohort: Cohort, batch: Batch, start: str, end: str) -> tuple[Instants, Flags, Instants]:
    """Starts, which of them are known, and ends (`OPEN` where they are not)."""
    starts, begun = _at(cohort, batch, start)
    ends, ended = _at(cohort, batch, end)
    return starts, begun, np.where(ended, ends, OPEN)


def _inside(intervals: tuple[Interval, ...], starts: Instants) -> Flags:
    inside = np.zeros(len(starts), dtype=np.bool_)
    for low, high in intervals:
        inside |= (starts >= low) & (starts < high)
    return inside


def _segments(cohort: Cohort, batch: Batch, chosen: Instants) -> tuple[Instants, tuple[str, ...]]:
    """For each chosen record the position of its segment in the names beside; a blank one has an empty name."""
    name = cohort.commitment.by_segment
    if name is None:
        return np.zeros(len(chosen), dtype=np.int64), ("",)
    column: Column = batch.columns[name]
    names = (*column.words, "")
    codes: npt.NDArray[np.int64] = np.where(column.filled, column.values, len(column.words))[chosen].astype(np.int64)
    return codes, names
