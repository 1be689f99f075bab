"""On which day records came to their verdict: what a closed period stood at, on any day of its own.

A record that is met came to that when it ended, one that is missed when it fell due, a counted one when it began. So
the figure of an earlier day follows without judging anything again. Of a share that is read off a column, nobody knows
when the column came to say so: there are no days of it. Days are those of the agreement's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from living_sla.measures.cohort import Cohort
from living_sla.measures.occurrences import Occurrences
from living_sla.measures.records import MISSED, Codes, Records
from living_sla.measures.values import exact_totals
from living_sla.model.agreement.kinds import Conversion, Count, Total, Within
from living_sla.model.time.zones import Instants, zone

_MOST_CELLS = 1 << 20
"""Cells that are counted at once; where days lie farther apart, as in damaged data, they are sorted instead."""
_DAYS = 1 << 23
"""More days than there are from the year 1 to the year 9999; half of them are before 1970."""


@dataclass
class VerdictDays:
    """How many records were met and missed on each day, by period, and what a total had then; `merge` in any order."""

    timezone: str = "UTC"
    """Whose days."""
    counts: Occurrences = field(default_factory=Occurrences)
    """Of numbers that `_number` makes of a period, a day since the epoch and an outcome."""
    sums: dict[tuple[int, int], int | Fraction] = field(default_factory=dict)
    """What the values of a total add up to, by period and day; empty of every other measure."""

    def add(self, records: Records, codes: Codes) -> None:
        """Take in records with what they came to; those without a verdict wait."""
        at = np.flatnonzero(codes <= MISSED)
        if not len(at):
            return
        assert records.met_on is not None
        verdicts, days, periods = codes[at], records.met_on[at], records.groups.periods[at]
        late = at[missed := np.flatnonzero(verdicts)]
        days[missed] = zone(self.timezone).days(np.maximum(records.dues[late], records.starts[late]))
        # A batch has few days of few periods, each of them often: counted before they are joined with those of others.
        first, span = int(days.min()), int(days.max()) - int(days.min()) + 1
        cells = periods * span + (days - first)
        distinct: Instants | None = None
        if cells.max() >= _MOST_CELLS:
            distinct, cells = np.unique(cells, return_inverse=True)
        counted = np.bincount(cells * 2 + verdicts)
        filled = np.flatnonzero(counted)
        cell = filled >> 1
        periods, days = np.divmod(cell if distinct is None else distinct[cell], span)
        days += first
        self.counts.add(_number(periods, days, filled & 1), counted[filled])
        if records.values is not None:
            cell, once = np.unique(cell, return_index=True)
            totals = exact_totals(cells, records.values[at], cell)
            for *day, total in zip(periods[once].tolist(), days[once].tolist(), totals, strict=True):
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


def _number(periods: Instants, days: Instants, outcomes: Instants) -> Instants:
    """One number for all three, in the same order."""
    return (periods * _DAYS + days + _DAYS // 2) * 2 + outcomes


def have_days(cohort: Cohort) -> bool:
    """Whether anybody asks, and can know, on which day its records come to their verdicts.

    Where a record belongs to the period in which it ends, nobody knew before which one that is.
    """
    owed = cohort.commitment
    told = isinstance(owed.measure, Within | Conversion | Count | Total) and owed.judged_by != "end"
    return told and cohort.asks_durations


def verdict_days_of(cohort: Cohort) -> VerdictDays | None:
    """Days of nothing yet; None for a measure whose verdicts have none."""
    return VerdictDays(cohort.timezone) if have_days(cohort) else None
