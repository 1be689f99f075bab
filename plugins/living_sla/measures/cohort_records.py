"""From shared columns to the records of a cohort: columns for all that ask alike, and which rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from living_sla.exports.cells.batch import Flags, replaced
from living_sla.measures.cohort import ClockColumns, Cohort, Interval
from living_sla.measures.records import OPEN, LaterDues, Numbers, RecordColumns, Records
from living_sla.measures.shared_columns import Rows, SharedColumns
from living_sla.measures.verdict_days import have_days
from living_sla.model.agreement.kinds import (
    Attempts,
    Completeness,
    Conversion,
    Count,
    Gap,
    ShareOf,
    Statistic,
    Total,
    Within,
)
from living_sla.model.quantity import in_days
from living_sla.model.time.zones import DAY, END, MINUTE, Instants, zone


def cohort_records(cohort: Cohort, shared: SharedColumns, span: Interval | None = None) -> Records:
    """The records of a batch that the commitment speaks of, in the order of the batch.

    A record belongs to the cohort when its start is filled, it passes `where`, and the terms hold at its start.
    `span` is that of all cohorts with the same question, which are answered together; without it, its own.
    """
    rows = asked_of(cohort, shared, span)
    columns = rows.derived(_record_columns, _Asking(cohort))
    by, chosen = cohort.commitment.by_segment, rows.chosen(cohort.in_force, cohort.where)
    if cohort.commitment.judged_by != "due":
        return Records(columns, rows.groups(cohort.in_force, cohort.where, cohort.grid, by), chosen)
    # What cannot be judged belongs where it starts, whatever its due instant.
    dues = columns.dues[:] if columns.unusable is None else np.where(columns.unusable, columns.starts, columns.dues[:])
    # A deadline may lie before the terms, or in the year 9999: periods are those from the first one to the last as-of.
    dues = np.clip(dues, cohort.in_force[0], END)
    return Records(columns, rows.groups_at(dues[chosen], chosen, cohort.grid, by), chosen)


def asked_of(cohort: Cohort, shared: SharedColumns, span: Interval | None = None) -> Rows:
    """The rows of a batch of which the columns of a cohort tell, in the same order."""
    return shared.rows(cohort.start, cohort.timezone, span or cohort.in_force)


class _Asking:
    """A cohort, told from others by its question alone."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asking) and self.cohort.question == other.cohort.question

    def __hash__(self) -> int:
        return hash(self.cohort.question)


def _record_columns(rows: Rows, asking: _Asking) -> RecordColumns:
    cohort = asking.cohort
    measure = cohort.commitment.measure
    view = _VIEWS[type(measure)](cohort, rows, measure)
    return RecordColumns(
        starts=rows.starts,
        ends=view.ends,
        dues=view.dues,
        keys=rows.keys,
        excluded=rows.inside(cohort.excluded, cohort.exempted_by),
        unusable=view.unusable,
        skewed=view.skewed,
        values=view.values,
        begins=view.begins,
        took=view.took,
        converted=None if cohort.converts is None else partial(rows.derived, _converted, asking),
        hashes=rows.hashes if cohort.events is not None else None,
        late=view.late,
        met_on=partial(rows.derived, _met_on, asking) if have_days(cohort.commitment) else None,
    )


def _met_on(rows: Rows, asking: _Asking) -> Instants:
    """The day on which each record is met, if it is: that of its end, of its horizon, or of its start."""
    cohort = asking.cohort
    match cohort.commitment.measure:
        case Within(due=due):
            ended = rows.end_days(cohort.run)
            return ended if due is None else np.maximum(ended, rows.start_days)  # a deadline may lie before the start
        case Conversion(limit=limit):
            return zone(cohort.timezone).days(rows.due(cohort.clock, limit))
    return rows.start_days


def _converted(rows: Rows, asking: _Asking) -> Flags:
    """Which records got as far as a conversion asks, within its horizon."""
    by = asking.cohort.converts
    assert by is not None
    run = ClockColumns(by.start, by.end, asking.cohort.clock_skew)
    ends = rows.ends(run)
    converted: Flags = (ends <= rows.due(by.clock, by.limit)) & (ends >= rows.starts)
    return converted


# ---------------------------------------------------------------- what a measure takes from the rows


class _View(Struct, frozen=True, eq=False):
    """What a measure takes from some rows."""

    ends: Instants
    dues: Instants | LaterDues
    unusable: Flags | None = None
    """None: none of them is."""
    values: Numbers | None = None
    """None: the measure is made of outcomes alone."""
    begins: Instants | None = None
    """Since when the values have been growing, where they are durations."""
    took: Numbers | None = None
    """How long each took, where that is asked for."""
    skewed: Flags | None = None
    """Those that ended before they started, by no more than clocks may differ; None: none of them."""
    late: Flags | None = None
    """Those that took longer than they may, where that says it; anything where they have not ended."""


def _within(cohort: Cohort, rows: Rows, measure: Within) -> _View:
    run, limit = cohort.run, measure.limit
    begins = rows.instants(cohort.clock_start)
    took = rows.took(cohort.clock, run, limit is not None and limit.in_days)
    if limit is not None:
        late = took > (limit.days * DAY if limit.in_days else int(limit.minutes * MINUTE))
        later, skewed = rows.later_dues(cohort.clock, limit), rows.skewed(run)
        return _View(rows.ends(run), later, rows.precede(run), begins=begins, skewed=skewed, took=took, late=late)
    assert measure.due is not None
    dues = rows.instants(measure.due) if (last := rows.day_ends(measure.due)) is None else last
    # The verdict does not depend on the start, so an end before it is as good as any. A deadline that the CRM left
    # blank leaves nothing to judge by.
    return _View(rows.ends(run), dues, _either(None, dues == OPEN), begins=begins, took=took)


def _conversion(cohort: Cohort, rows: Rows, measure: Conversion) -> _View:
    run, dues = cohort.run, rows.due(cohort.clock, measure.limit)
    # Early conversions would look good alone: all of a cohort matures when its horizon has passed.
    return _View(np.maximum(rows.ends(run), dues), dues, rows.precede(run), skewed=rows.skewed(run))


def _attempts(cohort: Cohort, rows: Rows, measure: Attempts) -> _View:
    """Records whose verdict depends on their events, or on an early end; `events.py` sets their ends."""
    ends, unusable, skewed = _first_end(cohort, rows, measure)
    return _View(ends, rows.due(cohort.clock, measure.limit), unusable, skewed=skewed)


def _gap(cohort: Cohort, rows: Rows, measure: Gap) -> _View:
    """Records whose verdict depends on the silence between their events; `events.py` sets their ends."""
    if measure.end is None:
        return _View(_never(rows), rows.starts)
    run = cohort.run
    return _View(rows.ends(run), rows.starts, rows.precede(run), skewed=rows.skewed(run))


def _first_end(cohort: Cohort, rows: Rows, measure: Attempts) -> tuple[Instants, Flags | None, Flags | None]:
    """When nothing more was owed to each record; which have such an instant before their start, and which nearly."""
    ends, unusable, skewed = _never(rows), None, None
    for name in measure.ended_by:
        run = replace(cohort.run, end=name)
        ends = np.minimum(ends, rows.ends(run))
        unusable, skewed = _any(unusable, rows.precede(run)), _any(skewed, rows.skewed(run))
    return ends, unusable, skewed


def _count(cohort: Cohort, rows: Rows, measure: Count) -> _View:
    """A count has no end to wait for: a record is met at the instant at which it falls in its period."""
    return _View(rows.starts, rows.starts)


def _share(cohort: Cohort, rows: Rows, measure: ShareOf) -> _View:
    return _View(replaced(rows.starts, ~rows.passing(cohort.that), OPEN), rows.starts)


def _completeness(cohort: Cohort, rows: Rows, measure: Completeness) -> _View:
    complete = np.ones(len(rows), dtype=np.bool_)
    for name in measure.fields_:
        complete &= rows.says_something(name, cohort.placeholders)
    return _View(replaced(rows.starts, ~complete, OPEN), rows.starts)


def _total(cohort: Cohort, rows: Rows, measure: Total) -> _View:
    return _of_column(rows, measure.column)


def _statistic(cohort: Cohort, rows: Rows, measure: Statistic) -> _View:
    if measure.of is not None:
        return _of_column(rows, measure.of)
    begins = rows.instants(cohort.clock_start)
    took = rows.took(cohort.clock, cohort.run, in_days(cohort.commitment.target.unit))
    return _View(
        ends=rows.ends(cohort.run),
        dues=_never(rows),
        unusable=_either(rows.precede(cohort.run), begins == OPEN),
        values=took,
        begins=begins,
        took=took,
        skewed=rows.skewed(cohort.run),
    )


def _of_column(rows: Rows, name: str) -> _View:
    """Records that bring the value of a column; without one they are unusable."""
    values, filled = rows.values(name)
    return _View(rows.starts, rows.starts, _either(None, ~filled), values)


_VIEWS: dict[type, Callable[[Cohort, Rows, Any], _View]] = {
    Within: _within,
    Conversion: _conversion,
    Attempts: _attempts,
    Gap: _gap,
    Count: _count,
    ShareOf: _share,
    Completeness: _completeness,
    Total: _total,
    **dict.fromkeys(Statistic.__subclasses__(), _statistic),
}


def _never(rows: Rows) -> Instants:
    """An instant that never comes, for each row, in the room of one."""
    return np.broadcast_to(np.int64(OPEN), len(rows))


def _any(flags: Flags | None, more: Flags | None) -> Flags | None:
    return flags if more is None else _either(flags, more)


def _either(unusable: Flags | None, also: Flags) -> Flags | None:
    if not also.any():
        return unusable
    return also if unusable is None else unusable | also
