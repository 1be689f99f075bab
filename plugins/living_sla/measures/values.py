"""Values of records, beside their outcomes: what totals, averages and percentiles are made of.

Whole numbers (microseconds, ten-thousandths of a currency, integers) stay whole, so that sums are exact and a
percentile is a fraction of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from living_sla.model.time.zones import Instants

if TYPE_CHECKING:
    from living_sla.measures.records import Groups, Numbers

Codes = npt.NDArray[np.int16] | npt.NDArray[np.int32]
Group = tuple[int, str]
"""The number of a period, and a segment."""
Segments = tuple[str, ...] | None
"""Segments whose records are taken together; None: all that there are."""

_SECOND = 1_000_000
_HALF_BITS = 26
_HALF = (1 << _HALF_BITS) - 1
_FLOAT_BITS = 53
_POWERS = 10
"""Floats of so many powers of two are added up at once: 53 bits and 9 more fit into 64."""


class SegmentNumbers:
    """Distinct names, each with a number from 0."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._last: tuple[str, ...] = ()
        self._numbers_of_last: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._last_in_order = True
        self.numbers(names)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def number(self, name: str) -> int | None:
        """The number of a name; None where it never came."""
        return self._numbers.get(name)

    def numbers(self, names: tuple[str, ...]) -> npt.NDArray[np.int32]:
        """The number of each of these names, which are ours from now on."""
        if names != self._last:  # batches bring the same ones, mostly
            numbers = [self._numbers.setdefault(name, len(self._numbers)) for name in names]
            self._last, self._numbers_of_last = names, np.array(numbers, dtype=np.int32)
            self._last_in_order = numbers == list(range(len(names)))
        return self._numbers_of_last

    def place(self, names: tuple[str, ...]) -> slice | npt.NDArray[np.int32]:
        """The numbers of distinct names, to index an array with: a slice where they follow each other from 0."""
        numbers = self.numbers(names)
        return slice(0, len(names)) if self._last_in_order else numbers


class Sums(Struct):
    """How many values there are and what they add up to, by period and segment."""

    by_group: dict[Group, tuple[int, int | Fraction]] = field(default_factory=dict)
    may_fall: bool = False
    """Whether a negative value occurs anywhere: what a group adds up to may then become less again."""

    def add(self, groups: Groups, values: Numbers, chosen: Instants) -> None:
        """Take in the values at these positions, each with its group."""
        if not len(chosen):
            return
        cells, values = groups.cells[chosen], values[chosen]
        counts = np.bincount(cells)
        filled = np.flatnonzero(counts)
        totals = exact_totals(cells, values, filled)
        self.may_fall |= bool(values.min() < 0)
        for cell, count, total in zip(filled.tolist(), counts[filled].tolist(), totals, strict=True):
            period, segment = divmod(cell, len(groups.names))
            self._put((period, groups.names[segment]), count, total)

    def merge(self, other: Sums) -> None:
        """Take in the sums of another part."""
        for group, (count, total) in other.by_group.items():
            self._put(group, count, total)
        self.may_fall |= other.may_fall

    def of(self, period: int, segments: Segments) -> tuple[int, Fraction]:
        """Count and sum of some segments of a period together, or with None of all."""
        parts = [
            group
            for (at, name), group in self.by_group.items()
            if at == period and (segments is None or name in segments)
        ]
        return sum(count for count, _ in parts), Fraction(sum(total for _, total in parts))

    def _put(self, group: Group, count: int, total: int | Fraction) -> None:
        known = self.by_group.get(group, (0, 0))
        self.by_group[group] = (known[0] + count, known[1] + total)


def exact_totals(cells: Instants, values: Numbers, filled: Instants) -> Iterator[int | Fraction]:
    """The exact sum of the values in each of the cells that are found; a batch holds fewer than 2**26 of them.

    No digit is rounded, also of numbers with a point: where a file is cut into batches is no part of a figure.
    """
    if values.dtype != np.float64:
        return _whole_totals(cells, values.astype(np.int64, copy=False), filled)
    # A float is a whole number of 53 bits times a power of two; those of powers close together add up as whole numbers.
    fractions, powers = np.frexp(values)
    steps = powers // _POWERS
    whole = np.ldexp(fractions, _FLOAT_BITS).astype(np.int64) << (powers - steps * _POWERS)
    totals = [Fraction()] * len(filled)
    for step in np.flatnonzero(np.bincount(steps - steps.min())) + steps.min() if len(values) else ():
        of = steps == step
        unit = Fraction(2) ** int(step * _POWERS - _FLOAT_BITS)
        sums = _whole_totals(cells[of], whole[of], filled)
        totals = [total + some * unit for total, some in zip(totals, sums, strict=True)]
    return iter(totals)


def _whole_totals(cells: Instants, whole: Instants, filled: Instants) -> Iterator[int]:
    # All three parts add up below 2**53, where floating point is exact.
    rest = whole >> _HALF_BITS
    parts = (whole & _HALF, rest & _HALF, rest >> _HALF_BITS)
    room = int(filled.max(initial=-1)) + 1
    sums = (np.bincount(cells, weights=part, minlength=room)[filled].astype(np.int64).tolist() for part in parts)
    return (low + (middle << _HALF_BITS) + (high << 2 * _HALF_BITS) for low, middle, high in zip(*sums, strict=True))


class Sample(Struct):
    """Every value, with its period and segment: what a percentile needs. Kept as small as it can be without loss."""

    names: SegmentNumbers = field(default_factory=SegmentNumbers)
    parts: list[tuple[Codes, Codes, Packed]] = field(default_factory=list)
    """Periods, numbers of segments in `names`, values."""
    _grouped: tuple[npt.NDArray[np.int64], Packed] | None = None
    """Where each group ends, and the values of all parts by group, in ascending order inside each."""

    def add(self, groups: Groups, values: Numbers, chosen: Instants) -> None:
        """Take in the values at these positions, each with its group."""
        if len(chosen):
            segments = self._numbers(groups.names)[groups.segments[chosen]]
            self.parts.append((groups.periods[chosen].astype(np.int16), segments, packed(values[chosen])))
            self._grouped = None

    def merge(self, other: Sample) -> None:
        """Take in the values of another part."""
        numbers = self._numbers(tuple(other.names))
        self.parts += [(periods, numbers[segments], values) for periods, segments, values in other.parts]
        self._grouped = None

    def of(self, period: int, segments: Segments) -> Packed:
        """The values of some segments of a period together, or with None of all, in ascending order."""
        ends, values = self.settle()
        width, last = len(self.names), len(ends) - 1
        if segments is None:
            low, high = ends[min(period * width, last)], ends[min((period + 1) * width, last)]
            return Packed(np.sort(values.stored[low:high]), values.unit)
        numbers = (self.names.number(name) for name in segments)
        cells = [period * width + number for number in numbers if number is not None]
        bounds = [ends[cell : cell + 2].tolist() for cell in cells if cell < last]
        return ascending([Packed(values.stored[low:high], values.unit) for low, high in bounds or [(0, 0)]])

    def settle(self) -> tuple[npt.NDArray[np.int64], Packed]:
        """Where each group ends, and all values by group: worked out once; other threads run meanwhile."""
        if self._grouped is None:
            self._grouped = self._by_group()
        return self._grouped

    def _numbers(self, names: tuple[str, ...]) -> Codes:
        """The number of each of these names in ours; two bytes each as long as they are enough."""
        numbers = self.names.numbers(names)
        return numbers.astype(np.int16) if len(self.names) < 1 << 15 else numbers

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
        values = joined_values([values for _, _, values in self.parts]).take(np.argsort(cells, kind="stable"))
        for cell in np.flatnonzero(np.diff(ends) > 1).tolist():  # of many segments most have no value in a period
            values.stored[ends[cell] : ends[cell + 1]].sort()
        return ends, values


class Packed(Struct, frozen=True, eq=False):
    """Values in as little room as they need: durations are whole seconds mostly, and then take four bytes."""

    stored: npt.NDArray[Any]
    unit: int
    """How much each stored number counts."""

    def __len__(self) -> int:
        return len(self.stored)

    def value(self, position: int) -> int | float:
        """The value at that position."""
        found: int | float = self.stored[position].item()
        return found * self.unit

    def take(self, at: npt.NDArray[np.int64]) -> Packed:
        """The values at these positions."""
        return Packed(self.stored[at], self.unit)

    def unpacked(self) -> Numbers:
        """The values as they were."""
        return self.stored if self.unit == 1 else self.stored.astype(np.int64) * self.unit


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


def ascending(parts: Sequence[Packed]) -> Packed:
    """The values of some parts, at least one, as one in ascending order; a single part is in that order already."""
    if len(parts) == 1:
        return parts[0]
    joined = joined_values(parts)
    joined.stored.sort()
    return joined


def percentile(values: Packed, share: Decimal, infinite: int = 0) -> Fraction | None:
    """The percentile of ascending values by linear interpolation, or None where it is infinite or there are none.

    Hyndman and Fan's definition 7, a spreadsheet's PERCENTILE.INC: with n values the one at position
    (n - 1) x `share`, counted from 0, between its two neighbours in proportion. `infinite` more values lie above all.
    """
    count = len(values) + infinite
    if not count:
        return None
    over, under = share.as_integer_ratio()
    below, part = divmod((count - 1) * over, under)
    if below + bool(part) >= len(values):
        return None
    low = Fraction(values.value(below))
    return low if not part else low + Fraction(part, under) * (Fraction(values.value(below + 1)) - low)
