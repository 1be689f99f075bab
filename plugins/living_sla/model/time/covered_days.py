"""Covered dates: where a limit in days runs out, and how many days have passed between two instants.

Days are counted on the clock on the wall. A covered date begins with its first window; what is covered from there to
the first window of the next one belongs to it, so a night from 22:00 to 06:00 belongs to the date on which it opens.
N days after an instant is the same time of N covered dates later.

    Mon-Fri 22:00-06:00     Fri 22:00 ----x---- Sat 06:00     Mon 22:00 ----y---- Tue 06:00
                                          Sat 02:00, 28 h into Friday       Tue 02:00, 28 h into Monday: one day later
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.time.covered_time import NEVER, CoveredTime
from living_sla.model.time.steps import Steps
from living_sla.model.time.zones import DAY, SECOND, Instants, Zone

EPOCH_DAY = date(1970, 1, 1)
_PARTS = DAY // SECOND
"""In how many parts a day is told: 86,400."""


class CoveredDays(Struct, frozen=True, eq=False, dict=True):
    """The covered dates of some years, and the covered time in them.

    What pauses take of a limit in days is added at its end: the limit is laid out as if nothing was paused, and then as
    much covered time as lies in it has to pass outside the pauses. So a longer pause never makes anything due earlier.
    """

    zone: Zone
    time: CoveredTime
    """In UTC, pauses taken out."""
    wall: CoveredTime
    """The same on the clock on the wall."""
    openings: Instants
    """When the first window of each covered date opens: wall times, one a date, sorted."""
    unpaused: CoveredDays | None = None
    """The same as if nothing was paused; None where nothing is."""

    def without(self, pauses: Iterable[tuple[int, int]]) -> CoveredDays:
        """The same days less some intervals of UTC."""
        taken = tuple(pauses)
        if not taken:
            return self
        wall = self.wall.without(shown for low, high in taken if low < high for shown in self.zone.shown_in(low, high))
        return replace(self, time=self.time.without(taken), wall=wall, unpaused=self)

    def after(self, starts: Instants, days: int | Instants) -> Instants:
        """The same time of day so many covered dates, at least one, after the first covered instant from each start on.

        Where that time of day is not covered on that date, the next opening; past the table, the largest integer.
        """
        whole = self.unpaused or self
        begins = whole.time.next_covered(starts)
        past = begins == NEVER
        wall = self.zone.to_wall(np.where(past, starts, begins) if past.any() else begins)
        then, too_late = whole._later(wall, days)
        past |= too_late
        if self.unpaused is not None:
            then = self.wall.reached(self.wall.until(wall) + whole.wall.elapsed(wall, then))
            past |= then == NEVER
            then = np.where(past, wall, then)
        due = self.time.next_covered(self.zone.to_utc(then))
        return np.where(past, np.int64(NEVER), due) if past.any() else due

    def passed(self, starts: Instants, ends: Instants) -> tuple[Instants, bool]:
        """How many days each record took, of which `DAY` make one; and whether the table reached far enough to tell.

        At most N of them exactly where the end comes no later than N days `after` the start. Of the last day it is
        the covered part that is over, rounded up to a second of 86,400.
        """
        days = np.maximum(self._guess(starts, ends), 1)
        begun, over = self._at(starts, days - 1), self._at(starts, days)
        while len(wrong := np.flatnonzero((ends > over) | ((days > 1) & (ends <= begun)))):
            days[wrong] += np.where(ends[wrong] > over[wrong], 1, -1)
            begun[wrong] = self._at(starts[wrong], days[wrong] - 1)
            over[wrong] = self._at(starts[wrong], days[wrong])
        of_all = np.maximum(self.time.elapsed(begun, over), 1)
        seconds = -(-self.time.elapsed(begun, np.minimum(ends, over)) * _PARTS // of_all)
        endless = over == NEVER
        if endless.any():
            seconds[endless] = _PARTS
        return (days - 1) * DAY + seconds * SECOND, not endless.any()

    def count(self, low: int, high: int) -> int:
        """How many covered dates have covered time inside `[low, high)`."""
        begins = np.append(self.zone.to_utc(self.openings), NEVER)
        inside = np.clip(begins, low, high)
        return int(np.count_nonzero(self.time.elapsed(inside[:-1], inside[1:])))

    def covers(self, day: date) -> bool:
        """Whether a window opens on that local date."""
        return bool(np.any(self._dates == (day - EPOCH_DAY).days))

    # ------------------------------------------------------------ dates

    @cached_property
    def _dates(self) -> Instants:
        """The covered dates, as days since 1970-01-01."""
        return self.openings // DAY

    @cached_property
    def _begun(self) -> Steps:
        """How many covered dates have begun at a wall time."""
        return Steps(self.openings)

    @cached_property
    def _covers_every_date(self) -> bool:
        """Whether no date is left out from the first to the last: days are then counted by adding them."""
        return int(self._dates[-1] - self._dates[0]) + 1 == len(self._dates)

    def _later(
        self, wall: Instants, days: int | Instants
    ) -> tuple[Instants, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """The wall time so many covered dates after each covered wall time, and which of them lie past the table."""
        if self._covers_every_date:
            return wall + days * DAY, wall >= (self._dates[-1] + 1 - days) * DAY
        at = self._begun(wall) - 1
        then = at + days
        past = then >= len(self._dates)
        then[np.flatnonzero(past)] = 0
        return (self._dates[then] - self._dates[at]) * DAY + wall, past

    # ------------------------------------------------------------ days that have passed

    def _at(self, starts: Instants, days: Instants) -> Instants:
        """When so many days have passed since each start; none have at its first covered instant."""
        at = self.after(starts, days)
        none = np.flatnonzero(days == 0)
        at[none] = self.time.next_covered(starts[none])
        return at

    def _guess(self, starts: Instants, ends: Instants) -> Instants:
        """About so many: how many dates have come as far as the start was into its own."""
        whole = self.unpaused or self
        begins = whole.time.next_covered(starts)
        wall, ended = self.zone.to_wall(np.where(begins == NEVER, starts, begins)), self.zone.to_wall(ends)
        if self.unpaused is not None:
            ended = whole.wall.reached(np.maximum(whole.wall.until(wall) + self.wall.elapsed(wall, ended), 1))
        at = self._begun(wall) - 1
        into = wall - self._dates[at] * DAY
        return np.searchsorted(self._dates * DAY, ended - into, side="left") - at
