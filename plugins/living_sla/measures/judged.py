"""From a batch of an export to the records of one cohort, each with its start, end, due instant and period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from living_sla.exports.batch import Batch, Column, Flags
from living_sla.measures.cohort import Cohort, Interval
from living_sla.measures.conditions import passes
from living_sla.measures.tally import OPEN, Records
from living_sla.model.clock import Clock
from living_sla.model.terms import Count, Within
from living_sla.model.zones import DAY, Instants


def judged(cohort: Cohort, batch: Batch) -> Records:
    """The records of the batch that the commitment speaks of, in the order of the batch.

    A record belongs to the cohort when its start is filled, it passes `where`, and the terms hold at its start.
    """
    timed = _timed(cohort, batch)
    low, high = cohort.in_force
    chosen = np.flatnonzero(timed.begun & (timed.starts >= low) & (timed.starts < high) & passes(cohort.where, batch))
    starts, ends, dues = timed.starts[chosen], timed.ends[chosen], timed.dues(chosen)
    by_due = cohort.commitment.judged_by == "due"
    unusable = (ends < starts) | (dues == NO_DUE)
    segments, names = _segments(cohort, batch, chosen)
    return Records(
        starts=starts,
        ends=ends,
        dues=np.where(unusable, starts, dues),
        periods=cohort.grid.positions(np.where(unusable | ~np.bool_(by_due), starts, dues)),
        segments=segments,
        excluded=_inside(cohort.excluded, starts),
        unusable=unusable,
        values=np.zeros(len(chosen), dtype=np.int64),
        names=names,
        keys_at=lambda at: batch.keys_at(chosen[at]),
    )


NO_DUE = np.iinfo(np.int64).min
"""The due instant of a record whose deadline the CRM left blank."""


@dataclass(frozen=True, eq=False)
class _Timed:
    """The instants that a measure takes from a batch; `dues` computes those of the chosen records only."""

    starts: Instants
    begun: Flags
    ends: Instants
    due_column: Column | None = None
    limit_from: tuple[Clock, Within] | None = None

    def dues(self, chosen: Instants) -> Instants:
        if self.due_column is not None:
            return np.where(self.due_column.filled, self.due_column.values, NO_DUE)[chosen]
        if self.limit_from is None:
            return self.starts[chosen]
        clock, measure = self.limit_from
        assert measure.limit is not None
        return clock.due(self.starts[chosen], measure.limit)


def _timed(cohort: Cohort, batch: Batch) -> _Timed:
    measure = cohort.commitment.measure
    match measure:
        case Within():
            start, end = batch.columns[measure.start], batch.columns[measure.end]
            ends = np.where(end.filled, _instants(end, cohort), OPEN)
            due = batch.columns[measure.due] if measure.due else None
            return _Timed(_instants(start, cohort), start.filled, ends, due, (cohort.clock, measure))
        case Count():
            # A count has no end to wait for: a record is met at the instant at which it falls in its period.
            at = batch.columns[measure.at]
            starts = _instants(at, cohort)
            return _Timed(starts, at.filled, starts)
    raise TypeError(f"no kernel for {measure.kind}")


def _instants(column: Column, cohort: Cohort) -> Instants:
    """The column's instants; a date is the midnight with which it begins in the agreement's zone."""
    if column.type == "date":
        return cohort.clock.coverage.zone.to_utc(column.values * DAY)
    return column.values


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
    column = batch.columns[name]
    names = (*column.words, "")
    codes: npt.NDArray[np.int64] = np.where(column.filled, column.values, len(column.words))[chosen].astype(np.int64)
    return codes, names
