"""How often whole numbers occur: taken in many at a time, merged in any order.

>>> seen = Occurrences()
>>> seen.add(np.array([7, 3]), np.array([1, 2]))
>>> seen.add(np.array([7]), np.array([4]))
>>> [found.tolist() for found in seen.counted()]
[[3, 7], [2, 5]]
"""

from __future__ import annotations

import numpy as np

from living_sla.model.time.zones import Instants

_MANY = 1 << 16
"""With more counts than this, those of the same number are added up."""


class Occurrences:
    """Whole numbers, and how often each occurs."""

    def __init__(self) -> None:
        self._parts: list[tuple[Instants, Instants]] = []
        self._size, self._too_many = 0, _MANY

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Occurrences):
            return NotImplemented
        return all(np.array_equal(*sides) for sides in zip(self.counted(), other.counted(), strict=True))

    def add(self, numbers: Instants, counts: Instants) -> None:
        """Take in some numbers, each with how often it occurs."""
        self._parts.append((numbers, counts))
        self._size += len(numbers)
        if self._size > self._too_many:
            self.counted()
            self._too_many = max(_MANY, 2 * self._size)

    def merge(self, other: Occurrences) -> None:
        """Take in what another part counted."""
        self.add(*other.counted())

    def counted(self) -> tuple[Instants, Instants]:
        """The numbers that occur, in order, and how often each does."""
        none = np.zeros(0, dtype=np.int64)
        numbers, counts = (np.concatenate(side) for side in zip((none, none), *self._parts, strict=True))
        distinct, place = np.unique(numbers, return_inverse=True)
        # Counts stay below 2**53, where floating point is exact.
        added = np.bincount(place, weights=counts, minlength=len(distinct)).astype(np.int64)
        self._parts, self._size = [(distinct, added)], len(distinct)
        return distinct, added
