"""Values of records, beside their outcomes: what totals, averages and percentiles are made of.

Whole numbers (microseconds, ten-thousandths of a currency, integers) stay whole, so that sums are exact and a
percentile is a fraction of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from living_sla.model.zones import Instants

Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
Group = tuple[int, str]
"""The number of a period, and a segment."""


@dataclass
class Sums:
    """How many values there are and what they add up to, by period and segment."""

    by_group: dict[Group, tuple[int, Fraction]] = field(default_factory=dict)

    def add(self, periods: Instants, segments: Instants, names: tuple[str, ...], values: Numbers) -> None:
        """Take in values, each with its period and the position of its segment in `names`."""
        if not len(values):
            return
        cells = periods * len(names) + segments
        order = np.argsort(cells, kind="stable")
        found, begins, counts = np.unique(cells[order], return_index=True, return_counts=True)
        sums = np.add.reduceat(values[order], begins)
        for cell, count, total in zip(found.tolist(), counts.tolist(), sums.tolist(), strict=True):
            self._put((cell // len(names), names[cell % len(names)]), count, Fraction(total))

    def merge(self, other: Sums) -> None:
        """Take in the sums of another part."""
        for group, (count, total) in other.by_group.items():
            self._put(group, count, total)

    def of(self, period: int, segment: str | None) -> tuple[int, Fraction]:
        """Count and sum of one segment of a period, or with None of all its segments."""
        parts = [found for (at, name), found in self.by_group.items() if at == period and segment in (None, name)]
        return sum(count for count, _ in parts), sum((total for _, total in parts), Fraction())

    def _put(self, group: Group, count: int, total: Fraction) -> None:
        known = self.by_group.get(group, (0, Fraction()))
        self.by_group[group] = (known[0] + count, known[1] + total)


@dataclass
class Sample:
    """Every value, with its period and segment: what a percentile needs."""

    names: list[str] = field(default_factory=list)
    parts: list[tuple[Codes, Codes, Numbers]] = field(default_factory=list)
    _sorted: dict[tuple[int, str | None], Numbers] | None = None

    def add(self, periods: Instants, segments: Instants, names: tuple[str, ...], values: Numbers) -> None:
        """Take in values, each with its period and the position of its segment in `names`."""
        if len(values):
            self.parts.append((periods.astype(np.int32), self._renamed(names)[segments], values))
            self._sorted = None

    def merge(self, other: Sample) -> None:
        """Take in the values of another part."""
        renamed = self._renamed(tuple(other.names))
        self.parts += [(periods, renamed[segments], values) for periods, segments, values in other.parts]
        self._sorted = None

    def of(self, period: int, segment: str | None) -> Numbers:
        """The values of one segment of a period, or with None of all its segments, in ascending order."""
        if self._sorted is None:
            self._sorted = dict(self._cut())
        return self._sorted.get((period, segment), np.zeros(0, dtype=np.int64))

    def _renamed(self, names: tuple[str, ...]) -> npt.NDArray[np.int32]:
        """For each of these names its position in ours, which grow by those that are new."""
        self.names += [name for name in dict.fromkeys(names) if name not in self.names]
        return np.array([self.names.index(name) for name in names], dtype=np.int32)

    def _cut(self) -> Mapping[tuple[int, str | None], Numbers]:
        found: dict[tuple[int, str | None], Numbers] = {}
        if not self.parts:
            return found
        periods, segments, values = (np.concatenate(side) for side in zip(*self.parts, strict=True))
        cells = periods.astype(np.int64) * len(self.names) + segments
        for keys, several in ((periods.astype(np.int64), False), (cells, True)):
            order = np.lexsort((values, keys))
            distinct, begins = np.unique(keys[order], return_index=True)
            for key, part in zip(distinct.tolist(), np.split(values[order], begins[1:]), strict=True):
                group = (key // len(self.names), self.names[key % len(self.names)]) if several else (key, None)
                found[group] = part
        return found


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
