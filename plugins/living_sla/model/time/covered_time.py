"""Covered time: the stretches in which a clock runs, as a table, so that time elapsed is a look-up.

The table holds disjoint half-open intervals with the covered time before each. Elapsed time and the instant at which
some of it has passed are two look-ups for a whole column. Instants and lengths are 64-bit integers of microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from msgspec import Struct

from living_sla.model.time.steps import Steps
from living_sla.model.time.zones import Instants

NEVER = int(np.iinfo(np.int64).max)
"""An instant past the table."""

_AGES = 1 << 62
"""Microseconds: 146,000 years, longer than any time that is counted here."""


class CoveredTime(Struct, frozen=True, eq=False, dict=True):
    """The covered time of some years: interval k is `[opens[k], closes[k])`, sorted, none touching the next."""

    opens: Instants
    closes: Instants

    @cached_property
    def _before(self) -> Instants:
        """Covered time before each interval, and after the last one."""
        return np.concatenate([[0], np.cumsum(self.closes - self.opens)])

    # Between two openings covered time follows the instant up to the closing, and the instant follows covered time, so
    # that one sum turns either into the other. What lies before the first opening has an entry of its own.

    @cached_property
    def _closed(self) -> Instants:
        """By how many intervals have opened: when the last of them closes; before the first, long before anything."""
        return np.concatenate([[-_AGES], self.closes])

    @cached_property
    def _ahead(self) -> Instants:
        """By how many intervals have opened: how much covered time is ahead of the instant."""
        return np.concatenate([[_AGES], self._before[:-1] - self.opens])

    @cached_property
    def _opened(self) -> Steps:
        """How many intervals have opened at an instant."""
        return Steps(self.opens)

    @cached_property
    def _passed(self) -> Steps:
        """How many intervals have begun when so much covered time has passed."""
        return Steps(self._before)

    def covers(self, instants: Instants) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each instant is covered; a closing time is not."""
        inside: np.ndarray[tuple[int], np.dtype[np.bool_]] = instants < self._closed[self._opened(instants)]
        return inside

    def until(self, instants: Instants) -> Instants:
        """Covered time from the beginning of the table to each instant."""
        at = self._opened(instants)
        covered: Instants = np.minimum(instants, self._closed[at])
        covered += self._ahead[at]
        return covered

    def elapsed(self, starts: Instants, ends: Instants) -> Instants:
        """Covered time between each start and its end."""
        return self.until(ends) - self.until(starts)

    def after(self, starts: Instants, length: int) -> Instants:
        """The instant at which `length` of covered time has passed since each start.

        A length that ends exactly at a closing time ends at the next opening. Instants past the table come back
        as the largest integer.
        """
        return self.ending(self.until(starts) + length)

    def ending(self, wanted: Instants) -> Instants:
        """The instant by which so much covered time has passed since the beginning of the table, as `after` has it."""
        at = self._passed(wanted)
        past = np.flatnonzero(at > len(self.opens))
        at[past] = 0
        due: Instants = wanted - self._ahead[at]
        due[past] = NEVER
        return due

    def reached(self, wanted: Instants) -> Instants:
        """The first instant by which so much covered time, more than none, has passed since the beginning of the table.

        Unlike `ending` it stays at a closing time. Past the table, the largest integer.
        """
        at = np.searchsorted(self._before, wanted, side="left")
        found: Instants = wanted - self._ahead[np.minimum(at, len(self.opens))]
        return np.where(at > len(self.opens), np.int64(NEVER), found)

    def next_covered(self, instants: Instants) -> Instants:
        """Each instant that is covered, or else the next opening; past the table, the largest integer."""
        at = self._opened(instants)
        closed = np.flatnonzero(instants >= self._closed[at])
        if not len(closed):
            return instants
        covered = instants.copy()
        covered[closed] = np.append(self.opens, NEVER)[at[closed]]
        return covered

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The covered intervals between two instants, clipped to them."""
        first = int(np.searchsorted(self.closes, start, side="right"))
        last = int(np.searchsorted(self.opens, end, side="left"))
        return [(max(int(self.opens[k]), start), min(int(self.closes[k]), end)) for k in range(first, last)]

    def without(self, pauses: Iterable[tuple[int, int]]) -> CoveredTime:
        """The covered time less some intervals."""
        opens, closes = self.opens, self.closes
        for start, end in pauses:
            heads = opens, np.minimum(closes, start)
            tails = np.maximum(opens, end), closes
            opens, closes = (np.concatenate(parts) for parts in zip(heads, tails, strict=True))
            opens, closes = opens[opens < closes], closes[opens < closes]
            order = np.argsort(opens)
            opens, closes = opens[order], closes[order]
        return CoveredTime(opens, closes) if len(opens) else NO_TIME


def joined(opens: Instants, closes: Instants) -> CoveredTime:
    """The covered time of some intervals in any order, those that touch or overlap made one."""
    if not len(opens):
        return NO_TIME
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], np.maximum.accumulate(closes[order])
    begins = np.concatenate([[True], opens[1:] > closes[:-1]])
    return CoveredTime(opens[begins], closes[np.append(begins[1:], True)])


NO_TIME = CoveredTime(*(np.array([NEVER], dtype=np.int64),) * 2)
"""Years without any hours: one interval of no length that no instant reaches."""
