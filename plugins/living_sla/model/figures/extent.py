"""Which records a figure is about, as a part of a population: what lies inside what, and what crosses what."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from itertools import combinations

from msgspec import Struct

Interval = tuple[int, int]
"""`[low, high)`, in microseconds since the epoch."""


class Box(Struct, frozen=True):
    """The records of a population that lie between bounds."""

    population: Hashable
    """Equal for equal questions: source, filter, and the instant that puts a record into a period."""
    sides: tuple[Interval, ...]
    """Bounds of each instant that decides; equally many in all boxes of a population."""

    @property
    def volume(self) -> int:
        """How much there is between its bounds; 0: no record can be in it."""
        return math.prod(max(0, high - low) for low, high in self.sides)

    def holds(self, other: Box) -> bool:
        """Whether every record of the other is one of these."""
        pairs = zip(self.sides, other.sides, strict=True)
        return self.population == other.population and all(
            low <= first and last <= high for (low, high), (first, last) in pairs
        )

    def meets(self, other: Box) -> bool:
        """Whether a record can be in both."""
        pairs = zip(self.sides, other.sides, strict=True)
        return self.population == other.population and all(
            low < last and first < high for (low, high), (first, last) in pairs
        )


Extent = frozenset[Box]
"""Boxes that have no record in common."""


def extent_of(boxes: Iterable[Box]) -> Extent:
    """The extent of these boxes; two that lie beside each other are one, so that equal records are an equal extent."""
    found = {box for box in boxes if box.volume}
    while pair := next((two for two in combinations(found, 2) if _joined(*two)), None):
        found = found - set(pair) | {box for box in [_joined(*pair)] if box}
    return frozenset(found)


def _joined(one: Box, other: Box) -> Box | None:
    """The box of both, where they differ on one side only and touch there."""
    if one.population != other.population:
        return None
    differing = [at for at, (mine, yours) in enumerate(zip(one.sides, other.sides, strict=True)) if mine != yours]
    if len(differing) != 1:
        return None
    [at] = differing
    (low, middle), (touching, high) = sorted((one.sides[at], other.sides[at]))
    if middle != touching:
        return None
    return Box(one.population, (*one.sides[:at], (low, high), *one.sides[at + 1 :]))


def volume(extent: Extent) -> int:
    """How much there is between the bounds of an extent: less than in any that it is a part of."""
    return sum(box.volume for box in extent)


def within(inner: Extent, outer: Extent) -> bool:
    """Whether every record of the one is in the other."""
    return all(any(box.holds(part) for box in outer) for part in inner)


def meet(one: Extent, other: Extent) -> bool:
    """Whether a record can be in both."""
    return any(box.meets(part) for box in one for part in other)


def cross(one: Extent, other: Extent) -> bool:
    """Whether they have records in common and neither lies within the other: a week and the month that it leaves."""
    return meet(one, other) and not within(one, other) and not within(other, one)
