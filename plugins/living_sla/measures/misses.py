"""The missed records that are shown: the most recent ones of each period.

Columns stay columns until the end, and few rows become records. If two were shown of each period:

    period  0  0  0  1  0            sorted: 0 9 | 0 7 | 0 7 | 0 3 | 1 5
    start   3  9  7  5  7            place    0     1     2     3     0
    kept    .  x  x  x  x            the second of period 0 began at 7, so whatever began then stays:
                                     the key decides, and not the order of the file
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct, field

from living_sla.exports.cells.batch import Flags, Keys
from living_sla.measures.records import Records
from living_sla.model.time.zones import Instants

SHOWN = 20
"""How many missed records a period names, the most recent ones."""

_NEVER = np.iinfo(np.int64).min
_MANY = 4096
"""With more candidates than this, those that others have outdone are dropped."""


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


class _Candidates(Struct, frozen=True, eq=False):
    """Missed records of one batch, columns of equal length."""

    periods: Instants
    starts: Instants
    dues: Instants
    ends: Instants
    keys: Keys
    """Free of the batch."""

    def take(self, at: Instants) -> _Candidates:
        return _Candidates(self.periods[at], self.starts[at], self.dues[at], self.ends[at], self.keys.take(at))

    def named(self) -> list[tuple[int, MissedRecord]]:
        """Each with its period, as a record to be shown."""
        keys = self.keys(np.arange(len(self.periods)))
        shown = map(MissedRecord, (-self.starts).tolist(), keys, self.dues.tolist(), self.ends.tolist())
        return list(zip(self.periods.tolist(), shown, strict=True))


class MissedRecords(Struct):
    """The most recent missed records of each period, `SHOWN` at the most; merges in any order.

    Candidates stay columns until they are asked for: few of the many that come are ever shown.
    """

    _parts: list[_Candidates] = field(default_factory=list)
    _count: int = 0
    _too_many: int = _MANY
    _oldest: Instants = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """By period a start before which no record can be among those shown."""

    def offer(self, records: Records, missed: Instants) -> None:
        """Consider the records at these positions, which are missed."""
        self._reach(records.groups.periods_in_all)
        columns, at, periods = records.columns, records.positions(missed), records.groups.periods[missed]
        starts = columns.starts[at]
        newer = np.flatnonzero(starts >= self._oldest[periods])
        if len(newer) > self._too_many:  # few of a whole batch are shown: their keys and due instants are never asked
            newer = newer[self._newest(periods[newer], starts[newer])]
        if len(newer):
            at = at[newer]
            self._add(
                _Candidates(periods[newer], starts[newer], columns.dues[at], columns.ends[at], columns.keys.take(at))
            )

    def merge(self, other: MissedRecords) -> None:
        """Consider what another part shows."""
        self._reach(len(other._oldest))
        self._oldest[: len(other._oldest)] = np.maximum(self._oldest[: len(other._oldest)], other._oldest)
        for part in other._parts:
            self._add(part)

    def by_period(self) -> dict[int, list[MissedRecord]]:
        """Those that are shown, by the number of their period, in order: the newest first."""
        self._drop_outdone()
        shown: dict[int, list[MissedRecord]] = {}
        for part in self._parts:
            for period, record in part.named():
                shown.setdefault(period, []).append(record)
        return {period: sorted(several)[:SHOWN] for period, several in shown.items()}

    def _add(self, part: _Candidates) -> None:
        self._parts.append(part)
        self._count += len(part.periods)
        if self._count > self._too_many:
            self._drop_outdone()
            self._too_many = max(_MANY, 2 * self._count)

    def _drop_outdone(self) -> None:
        """Keep of each period the newest, as many as are shown, and what began together with the last of these."""
        if not self._parts:
            return
        periods = np.concatenate([part.periods for part in self._parts])
        kept = self._newest(periods, np.concatenate([part.starts for part in self._parts]))
        ends = np.cumsum([len(part.periods) for part in self._parts])
        mine = zip(self._parts, np.split(kept, ends[:-1]), strict=True)
        self._parts = [part.take(np.flatnonzero(flags)) for part, flags in mine if flags.any()]
        self._count = int(np.count_nonzero(kept))

    def _newest(self, periods: Instants, starts: Instants) -> Flags:
        order = np.lexsort((-starts, periods))
        periods, starts = periods[order], starts[order]
        first = np.searchsorted(periods, periods, side="left")
        place = np.arange(len(periods)) - first
        is_last = place == SHOWN - 1
        self._oldest[periods[is_last]] = starts[is_last]
        kept = np.zeros(len(order), dtype=np.bool_)
        # Of records that start together all are kept, so that the key decides and not the order of the file.
        kept[order] = (place < SHOWN) | (starts == self._oldest[periods])
        return kept

    def _reach(self, periods: int) -> None:
        """Know at least so many periods."""
        if periods > len(self._oldest):
            self._oldest = np.append(self._oldest, np.full(periods - len(self._oldest), _NEVER))
