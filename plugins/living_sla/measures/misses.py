"""The missed records that are shown: the most recent ones of each period."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from living_sla.measures.records import Records
from living_sla.model.zones import Instants

SHOWN = 20
"""How many missed records a period names, the most recent ones."""

_NEVER = np.iinfo(np.int64).min


class MissedRecord(NamedTuple):
    """One missed record; instants in UTC microseconds. Sorts the newest first, and by key what starts together."""

    minus_start: int
    key: str
    due: int
    end: int
    """`OPEN` where it has not ended."""

    @property
    def start(self) -> int:
        """When it began."""
        return -self.minus_start


@dataclass
class Misses:
    """The most recent missed records of each period, `SHOWN` at the most; merges in any order."""

    by_period: dict[int, list[MissedRecord]] = field(default_factory=dict)
    _oldest: Instants = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """By period the start of the last one shown, once it shows as many as it can: only newer ones matter."""

    def offer(self, records: Records, missed: Instants) -> None:
        """Consider the records at these positions, which are missed."""
        periods = records.groups.periods
        self._reach(records.groups.periods_in_all)
        newer = missed[np.flatnonzero(records.starts[missed] >= self._oldest[periods[missed]])]
        if not len(newer):
            return
        found_in, starts = periods[newer], records.starts[newer]
        order = np.lexsort((-starts, found_in))
        newer, found_in, starts = newer[order], found_in[order], starts[order]
        # Of records that start together all are considered, so that the key decides and not the order of the file.
        first = np.searchsorted(found_in, found_in, side="left")
        last = np.minimum(first + SHOWN - 1, len(newer) - 1)
        chosen = newer[(np.arange(len(newer)) - first < SHOWN) | (starts == starts[last])]
        shown = map(
            MissedRecord,
            (-records.starts[chosen]).tolist(),
            records.keys_at(chosen),
            records.dues[chosen].tolist(),
            records.ends[chosen].tolist(),
        )
        for period, several in groupby(zip(periods[chosen].tolist(), shown, strict=True), key=itemgetter(0)):
            self._put(period, [found for _, found in several])

    def merge(self, other: Misses) -> None:
        """Consider what another part shows."""
        self._reach(len(other._oldest))
        for period, several in other.by_period.items():
            self._put(period, several)

    def _put(self, period: int, several: list[MissedRecord]) -> None:
        found = sorted([*self.by_period.get(period, []), *several])[:SHOWN]
        self.by_period[period] = found
        if len(found) == SHOWN:
            self._oldest[period] = found[-1].start

    def _reach(self, periods: int) -> None:
        """Know at least so many periods."""
        if periods > len(self._oldest):
            self._oldest = np.append(self._oldest, np.full(periods - len(self._oldest), _NEVER))
