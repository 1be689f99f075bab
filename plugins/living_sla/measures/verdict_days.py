"""On which day records came to their verdict: what a closed period stood at, on any day of its own.

A record that is met came to that when it ended, one that is missed when it fell due, a counted one when it began. So
the figure of an earlier day follows without judging anything again. Of a share that is read off a column, nobody knows
when the column came to say so: there are no days of it. Days are those of the agreement's zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from living_sla.measures.cohort import Cohort
from living_sla.measures.records import MET, MISSED, Codes, Numbers, Records
from living_sla.measures.values import exact_totals
from living_sla.model.agreement.kinds import Conversion, Count, Total, Within
from living_sla.model.time.zones import DAY, Instants, zone

_KEPT = 2
"""Outcomes that are kept apart: met and missed, whose codes are 0 and 1."""
_MOST_CELLS = 1 << 20
"""Cells that are counted at once; where days lie farther apart, as in damaged data, they are sorted instead."""


@dataclass
class VerdictDays:
    """How many records were met and missed on each day, by period, and what a total had then; `merge` in any order."""

    timezone: str = "UTC"
    """Whose days."""
    counts: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    """By the number of the period, the day since the epoch and the outcome."""
    sums: dict[tuple[int, int], int | Fraction] = field(default_factory=dict)
    """What the values of a total add up to, by period and day; empty of every other measure."""

    def add(self, records: Records, codes: Codes) -> None:
        """Take in records with what they came to; those without a verdict wait."""
        at = np.flatnonzero(codes <= MISSED)
        if not len(at):
            return
        verdicts, dues = codes[at], records.dues[at]
        # What is counted falls due when it begins, and has no end of its own.
        reached = np.where(verdicts == MET, np.minimum(records.ends[at], dues), dues)
        days = zone(self.timezone).to_wall(np.maximum(reached, records.starts[at])) // DAY
        periods = records.groups.periods[at]
        self._count(periods, days, verdicts)
        if records.values is not None:
            self._sum(periods, days, records.values[at])

    def merge(self, other: VerdictDays) -> None:
        """Take in what another part of the same export came to."""
        self.counts.update(other.counts)
        for day, total in other.sums.items():
            self.sums[day] = self.sums.get(day, 0) + total

    def by_period(self) -> Mapping[int, tuple[tuple[int, int, int], ...]]:
        """Of each period its days in order: the day, how many were met on it, how many missed."""
        found: dict[int, dict[int, list[int]]] = {}
        for (period, day, outcome), number in self.counts.items():
            found.setdefault(period, {}).setdefault(day, [0, 0])[outcome] += number
        return {
            period: tuple((day, *of) for day, of in sorted(days.items()))  # type: ignore[misc]
            for period, days in found.items()
        }

    def _count(self, periods: Instants, days: Instants, verdicts: Codes) -> None:
        first, span = int(days.min()), int(days.max()) - int(days.min()) + 1
        keys = (periods * span + (days - first)) * _KEPT + verdicts
        some, numbers = _counted(keys)
        for key, number in zip(some.tolist(), numbers.tolist(), strict=True):
            cell, outcome = divmod(key, _KEPT)
            period, day = divmod(cell, span)
            self.counts[period, day + first, outcome] += number

    def _sum(self, periods: Instants, days: Instants, values: Numbers) -> None:
        first, span = int(days.min()), int(days.max()) - int(days.min()) + 1
        some, cells = np.unique(periods * span + (days - first), return_inverse=True)
        totals = exact_totals(cells, values, np.arange(len(some)))
        for key, total in zip(some.tolist(), totals, strict=True):
            period, day = divmod(key, span)
            self.sums[period, day + first] = self.sums.get((period, day + first), 0) + total


def _counted(keys: Instants) -> tuple[Instants, Instants]:
    """Which keys occur, in order, and how often."""
    if keys.max() >= _MOST_CELLS:
        some, numbers = np.unique(keys, return_counts=True)
        return some, numbers
    counted = np.bincount(keys)
    found = np.flatnonzero(counted)
    return found, counted[found]


def verdict_days_of(cohort: Cohort) -> VerdictDays | None:
    """Days of nothing yet; None for a measure whose verdicts have none.

    Where a record belongs to the period in which it ends, nobody knew before which one that is.
    """
    owed = cohort.commitment
    told = isinstance(owed.measure, Within | Conversion | Count | Total) and owed.judged_by != "end"
    return VerdictDays(cohort.timezone) if told and cohort.asks_durations else None
