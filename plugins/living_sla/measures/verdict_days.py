"""On which day records came to their verdict: what a closed period stood at, on any day of its own.

A record that is met came to that when it ended, one that is missed when it fell due, a counted one when it began. So
the figure of an earlier day follows without judging anything again. Of a share that is read off a column, nobody knows
when the column came to say so: there are no days of it. Days are those of the agreement's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from living_sla.exports.cells.batch import replaced
from living_sla.measures.cohort import Cohort
from living_sla.measures.occurrences import Occurrences
from living_sla.measures.records import MISSED, Outcomes, Records
from living_sla.measures.values import exact_totals
from living_sla.model.agreement.kinds import Conversion, Count, Total, Within
from living_sla.model.time.zones import Instants, zone

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment

_MOST_CELLS = 1 << 20
"""Cells that are counted at once; where days lie farther apart, as in damaged data, they are sorted instead."""
_NEITHER = 2
"""Instead of met (0) and missed (1), of a record without a verdict."""
_KINDS = 3
_DAYS = 1 << 23
"""More days than there are from the year 1 to the year 9999; half of them are before 1970."""


class VerdictDays(Struct):
    """How many records were met and missed on each day, by period, and what a total had then; `merge` in any order."""

    timezone: str = "UTC"
    """Whose days."""
    counts: Occurrences = field(default_factory=Occurrences)
    """Of numbers that `_number` makes of a period, a day since the epoch and an outcome."""
    sums: dict[tuple[int, int], int | Fraction] = field(default_factory=dict)
    """What the values of a total add up to, by period and day; empty of every other measure."""

    def add(self, records: Records, judged: Outcomes) -> None:
        """Take in records with what they came to; those without a verdict wait."""
        if not len(records):
            return
        # A batch has few days of few periods, each of them often: counted before they are joined with those of others.
        days = judged.derived(_days, self.timezone)
        cells = records.groups.periods * (days.span * _KINDS) + records.of(days.cells)
        distinct: Instants | None = None
        if cells.max() >= _MOST_CELLS:
            distinct, cells = np.unique(cells, return_inverse=True)
        counted = np.bincount(cells)
        filled = np.flatnonzero(counted)
        cell, outcomes = np.divmod(filled if distinct is None else distinct[filled], _KINDS)
        periods, on = np.divmod(cell, days.span)
        on += days.first
        told = outcomes <= MISSED
        self.counts.add(_number(periods, on, outcomes)[told], counted[filled[told]])
        if records.columns.values is not None:
            totals = exact_totals(cells, records.of(records.columns.values), filled[told])
            for *day, total in zip(periods[told].tolist(), on[told].tolist(), totals, strict=True):
                self.sums[tuple(day)] = self.sums.get(tuple(day), 0) + total

    def merge(self, other: VerdictDays) -> None:
        """Take in what another part of the same export came to."""
        self.counts.merge(other.counts)
        for day, total in other.sums.items():
            self.sums[day] = self.sums.get(day, 0) + total

    def by_period(self) -> Mapping[int, tuple[tuple[int, int, int], ...]]:
        """Of each period its days in order: the day, how many were met on it, how many missed."""
        numbers, counts = self.counts.counted()
        found: dict[int, dict[int, list[int]]] = {}
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            period, rest = divmod(number, 2 * _DAYS)
            found.setdefault(period, {}).setdefault(rest // 2 - _DAYS // 2, [0, 0])[rest % 2] = count
        return {
            period: tuple((day, *of) for day, of in days.items())  # type: ignore[misc]
            for period, days in found.items()
        }


class _Days(Struct, frozen=True, eq=False):
    """On which day each record of a columns came to its verdict, and to which."""

    first: int
    """The earliest of them, since the epoch."""
    span: int
    """How many days there are from the first to the last."""
    cells: npt.NDArray[np.int64]
    """The days since the first one times `_KINDS`, and met, missed or neither."""


def _days(judged: Outcomes, timezone: str) -> _Days:
    columns = judged.columns
    assert columns.met_on is not None
    days = columns.met_on().copy()
    late = np.flatnonzero(judged.codes == MISSED)
    days[late] = zone(timezone).days(np.maximum(columns.dues[late], columns.starts[late]))
    told = days[judged.codes <= MISSED]
    first, last = (int(told.min()), int(told.max())) if len(told) else (0, 0)
    neither = judged.codes > MISSED
    days = (days - first) * _KINDS + np.minimum(judged.codes, _NEITHER)
    return _Days(first, last - first + 1, replaced(days, neither, _NEITHER))


def _number(periods: Instants, days: Instants, outcomes: Instants) -> Instants:
    """One number for all three, in the same order."""
    return (periods * _DAYS + days + _DAYS // 2) * 2 + outcomes


def have_days(owed: Commitment) -> bool:
    """Whether anybody can know on which day its records come to their verdicts.

    Where a record belongs to the period in which it ends, nobody knew before which one that is.
    """
    return isinstance(owed.measure, Within | Conversion | Count | Total) and owed.judged_by != "end"


def verdict_days_of(cohort: Cohort) -> VerdictDays | None:
    """Days of nothing yet; None where nobody asks, and for a measure whose verdicts have none."""
    return VerdictDays(cohort.timezone) if cohort.asks_durations and have_days(cohort.commitment) else None
