"""Values of records, beside their outcomes: what totals, averages and percentiles are made of.

Whole numbers (microseconds, ten-thousandths of a currency, integers) stay whole, so that sums are exact and a
percentile is a fraction of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from living_sla.measures.records import Groups

Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
Group = tuple[int, str]
"""The number of a period, and a segment."""

_SECOND = 1_000_000
_HALF_BITS = 26


@dataclass
class Sums:
    """How many values there are and what they add up to, by period and segment."""

    by_group: dict[Group, tuple[int, int | Fraction]] = field(default_factory=dict)

    def add(self, groups: Groups, values: Numbers) -> None:
        """Take in values, each with its group."""
        if not len(values):
            return
        cells = groups.cells
        counts, totals = np.bincount(cells), _totals(cells, values)
        for cell in np.flatnonzero(counts).tolist():
            period, segment = divmod(cell, len(groups.names))
            self._put((period, groups.names[segment]), int(counts[cell]), totals(cell))

    def merge(self, other: Sums) -> None:
        """Take in the sums of another part."""
        for group, (count, total) in other.by_group.items():
            self._put(group, count, total)

    def of(self, period: int, segment: str | None) -> tuple[int, Fraction]:
        """Count and sum of one segment of a period, or with None of all its segments."""
        parts = [found for (at, name), found in self.by_group.items() if at == period and segment in (None, name)]
        return sum(count for count, _ in parts), Fraction(sum(total for _, total in parts))

    def _put(self, group: Group, count: int, total: int | Fraction) -> None:
        known = self.by_group.get(group, (0, 0))
        self.by_group[group] = (known[0] + count, known[1] + total)


def _totals(cells: npt.NDArray[np.int64], values: Numbers) -> Any:
    """A function from a cell to the exact sum of its values, of which a batch holds fewer than 2**26."""
    if values.dtype == np.float64:
        sums = np.bincount(cells, weights=values)
        return lambda cell: Fraction(float(sums[cell]))
    whole: npt.NDArray[np.int64] = values.astype(np.int64, copy=False)
    # All three parts add up below 2**53, where floating point is exact.
    low = np.bincount(cells, weights=whole & ((1 << _HALF_BITS) - 1))
    high_values = whole >> _HALF_BITS
    middle = np.bincount(cells, weights=high_values & ((1 << _HALF_BITS) - 1))
    high = np.bincount(cells, weights=high_values >> _HALF_BITS)
    return lambda cell: int(low[cell]) + (int(middle[cell]) << _HALF_BITS) + (int(high[cell]) << (2 * _HALF_BITS))


@dataclass
class Sample:
    """Every value, with its period and segment: what a percentile needs. Kept as small as it can be without loss."""

    names: list[str] = field(default_factory=list)
    parts: list[tuple[Codes, Codes, Packed]] = field(default_factory=list)
    """Periods, positions of segments in `names`, values."""
    _grouped: tuple[npt.NDArray[np.int64], Packed] | None = None
    """The values of all parts by group, and where each group ends."""

    def add(self, groups: Groups, values: Numbers) -> None:
        """Take in values, each with its group."""
        if len(values):
            segments = self._renamed(groups.names)[groups.segments]
            self.parts.append((groups.periods.astype(np.int16), segments.astype(np.int16), packed(values)))
            self._grouped = None

    def merge(self, other: Sample) -> None:
        """Take in the values of another part."""
        renamed = self._renamed(tuple(other.names))
        self.parts += [(periods, renamed[segments], values) for periods, segments, values in other.parts]
        self._grouped = None

    def of(self, period: int, segment: str | None) -> Numbers:
        """The values of one segment of a period, or with None of all its segments, in ascending order."""
        if self._grouped is None:
            self._grouped = self._by_group()
        ends, values = self._grouped
        width = len(self.names)
        cells = (period * width, (period + 1) * width) if segment is None else self._cell(period, segment)
        low, high = (int(ends[min(cell, len(ends) - 1)]) for cell in cells)
        ascending: npt.NDArray[Any] = np.sort(values.unpacked(low, high))
        return ascending

    def _cell(self, period: int, segment: str) -> tuple[int, int]:
        if segment not in self.names:
            return 0, 0
        cell = period * len(self.names) + self.names.index(segment)
        return cell, cell + 1

    def _renamed(self, names: tuple[str, ...]) -> Codes:
        """For each of these names its position in ours, which grow by those that are new."""
        self.names += [name for name in dict.fromkeys(names) if name not in self.names]
        return np.array([self.names.index(name) for name in names], dtype=np.int32)

    def _by_group(self) -> tuple[npt.NDArray[np.int64], Packed]:
        if not self.parts:
            return np.zeros(1, dtype=np.int64), packed(np.zeros(0, dtype=np.int64))
        width = len(self.names)
        last = max(int(periods.max()) for periods, _, _ in self.parts)
        # numpy sorts 16-bit numbers by their digits, several times as fast as longer ones.
        kind: Any = np.uint16 if (last + 1) * width < 1 << 16 else np.int64
        cells = np.concatenate(
            [periods.astype(kind) * kind(width) + segments.astype(kind) for periods, segments, _ in self.parts]
        )
        ends = np.concatenate([[0], np.cumsum(np.bincount(cells))])
        return ends, joined_values([values for _, _, values in self.parts]).take(np.argsort(cells, kind="stable"))


@dataclass(frozen=True, eq=False)
class Packed:
    """Values in as little room as they need: durations are whole seconds mostly, and then take four bytes."""

    stored: npt.NDArray[Any]
    unit: int
    """How much each stored number counts."""

    def take(self, at: npt.NDArray[np.int64]) -> Packed:
        """The values at these positions."""
        return Packed(self.stored[at], self.unit)

    def unpacked(self, low: int = 0, high: int | None = None) -> Numbers:
        """The values from one position to before another, as they were."""
        some = self.stored[low:high]
        return some if self.unit == 1 else some.astype(np.int64) * self.unit


def packed(values: Numbers) -> Packed:
    """The values, packed where nothing is lost."""
    if values.dtype == np.int64 and len(values) and values.min() >= 0 and values.max() < _SECOND << 32:
        seconds = (values // _SECOND).astype(np.uint32)
        if np.array_equal(seconds * np.int64(_SECOND), values):
            return Packed(seconds, _SECOND)
    return Packed(values, 1)


def joined_values(parts: Sequence[Packed]) -> Packed:
    """The values of several parts, in their order."""
    if len({part.unit for part in parts}) == 1:
        return Packed(np.concatenate([part.stored for part in parts]), parts[0].unit)
    return Packed(np.concatenate([part.unpacked() for part in parts]), 1)


def percentile(ascending: npt.NDArray[Any], share: Decimal, infinite: int = 0) -> Fraction | None:
    """The percentile of some values by linear interpolation, or None where it is infinite or there are none.

    Hyndman and Fan's definition 7, a spreadsheet's PERCENTILE.INC: with n values the one at position
    (n - 1) x `share`, counted from 0, between its two neighbours in proportion. `infinite` more values lie above all.
    """
    count = len(ascending) + infinite
    if not count:
        return None
    position = (count - 1) * Fraction(share)
    below = math.floor(position)
    part = position - below
    if below >= len(ascending) or (part and below + 1 >= len(ascending)):
        return None
    low = Fraction(ascending[below].item())
    return low if not part else low + part * (Fraction(ascending[below + 1].item()) - low)
