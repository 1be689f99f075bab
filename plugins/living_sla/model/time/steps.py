"""Which step of a sorted table holds each instant: binary search for whole columns, many times as fast.

The time that a table spans is cut into equal slots, and each slot remembers the step in which it begins. Opening hours,
days and months begin on a common grid: then every edge begins a slot, and one look-up tells all. Where edges have none,
what is left is to pass the few edges inside a slot.

    edges            10        20                  40
    steps       0    |    1    |         2         |    3
    instants       5 10                         39 40

    >>> Steps(np.array([10, 20, 40]))(np.array([5, 10, 39, 40])).tolist()
    [0, 1, 2, 3]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Edges = npt.NDArray[np.int64]

_SLOTS_PER_EDGE = 8
_MOST_SLOTS = 1 << 17
"""A megabyte of them; seven years of half hours are 122,724."""
_LONGEST_WALK = 4
"""With more edges than this in one slot, binary search is as good."""
_FEW = 512
"""For fewer instants than this, making the table would cost more than it saves."""


class Steps:
    """A sorted table of edges, ready to be searched again and again."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self._slots: npt.NDArray[np.int64] | None = None
        self._origin, self._length = 0, 1
        self._walk = 0

    def __call__(self, instants: Edges) -> npt.NDArray[np.int64]:
        """How many edges are at or before each instant: `numpy.searchsorted` with ``side="right"``."""
        if len(instants) < _FEW or len(self.edges) < 2 or not self._is_ready():
            return np.searchsorted(self.edges, instants, side="right").astype(np.int64, copy=False)
        assert self._slots is not None
        inside = np.clip(instants, self._origin, self.edges[-1])
        at = inside - self._origin
        at //= self._length
        found = self._slots.take(at)
        for _ in range(self._walk):
            found += inside >= self._padded.take(found)
        return found

    def _is_ready(self) -> bool:
        """Make the slots when they are first wanted; False where the edges lie too close together for them."""
        if self._slots is None:
            first, span = int(self.edges[0]), int(self.edges[-1]) - int(self.edges[0])
            grid = int(np.gcd.reduce(np.diff(self.edges)))
            on_grid = 0 < span <= grid * _MOST_SLOTS
            self._length = grid if on_grid else span // min(_SLOTS_PER_EDGE * len(self.edges), _MOST_SLOTS) + 1
            # One slot lies before the first edge.
            self._origin = first - self._length
            if on_grid:
                slots = np.append(np.diff(self.edges, prepend=self._origin) // grid, 1)
                self._slots = np.repeat(np.arange(len(slots)), slots)
                return True
            starts = self._origin + np.arange(span // self._length + 3, dtype=np.int64) * self._length
            # An edge at the very start of a slot is passed by the walk, so that no instant before it counts it.
            before = np.searchsorted(self.edges, starts, side="left")
            self._slots = before[:-1]
            self._walk = int(np.diff(before).max())
            # Beyond the last edge stands one that no clipped instant reaches.
            self._padded = np.append(self.edges, np.iinfo(np.int64).max)
        return self._walk <= _LONGEST_WALK
