"""Clocks: when a limit that starts at an instant runs out, in calendar time or in covered time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.quantity import Duration, in_days
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.covered_days import CoveredDays
from living_sla.model.time.covered_time import NEVER, CoveredTime
from living_sla.model.time.zones import DAY, MINUTE, SECOND, Instants, instant, micros

Pauses = tuple[tuple[int, int], ...]
_YEAR = 366 * DAY
_LONGEST = 20 * _YEAR
"""A limit that has not run out after this much time never will: its coverage has no time left for it."""


class Clock:
    """How time is counted for a measure: on the hours of a coverage, less the windows that exceptions pause.

    `business` picks covered time; calendar time is the coverage of every hour of every day in the same zone.
    """

    def __init__(self, coverage: CoverageTerms, *, business: bool, pauses: Pauses = ()) -> None:
        self.business = business
        self.pauses = pauses
        self.coverage = Coverage(coverage if business else CoverageTerms(timezone=coverage.timezone))
        self._days: CoveredDays | None = None
        self._span = (0, 0)

    @property
    def counts_everything(self) -> bool:
        """Whether this clock never stands still: calendar time without pauses."""
        return not self.business and not self.pauses

    def due_at(self, start: datetime, limit: Duration) -> datetime:
        """The instant at which `limit` has run out since one start, in UTC."""
        return instant(int(self.due(np.array([micros(start)], dtype=np.int64), limit)[0]))

    def due(self, starts: Instants, limit: Duration) -> Instants:
        """The instant at which `limit` has run out since each start."""
        length = 0 if limit.in_days else int(limit.minutes * MINUTE)
        if length and self.counts_everything:
            return starts + length
        if not len(starts):
            return starts
        for days in self._ever_further(int(starts.min()), int(starts.max())):
            due = days.time.after(starts, length) if length else days.after(starts, limit.days)
            if not np.any(due == NEVER):
                return due
        raise self._endless(limit)

    def elapsed(self, starts: Instants, ends: Instants, unit: str = "minutes") -> Instants:
        """Time on this clock between each start and its end, which is not before it; in days, `DAY` make one.

        At most N of a unit exactly where the end comes no later than a limit of N of them is due.
        """
        if not len(starts):
            return starts
        if in_days(unit):
            if self.counts_everything:
                return self._calendar_days(starts, ends)
            return self._days_passed(starts, ends)
        if self.counts_everything:
            return ends - starts
        return self.table(int(starts.min()), int(ends.max())).elapsed(starts, ends)

    def _days_passed(self, starts: Instants, ends: Instants) -> Instants:
        for days in self._ever_further(int(starts.min()), int(ends.max())):
            passed, told = days.passed(starts, ends)
            if told:
                break
        return passed

    def _calendar_days(self, starts: Instants, ends: Instants) -> Instants:
        """The same, by subtraction where the last day has 24 hours and begins and ends where subtraction puts it.

        Of the last day, what is over counts up to a whole second.
        """
        whole = np.maximum(-(-(ends - starts) // DAY), 1) * DAY
        zone = self.coverage.zone
        wall = zone.to_wall(starts)
        changed = zone.to_utc(wall + whole) != starts + whole
        changed |= zone.to_utc(wall + whole - DAY) != starts + whole - DAY
        passed: Instants = -(-(ends - starts) // SECOND) * SECOND
        if changed.any():
            passed[changed] = self._days_passed(starts[changed], ends[changed])
        return passed

    def table(self, low: int, high: int) -> CoveredTime:
        """The time that this clock counts, over at least `[low, high]`."""
        return self._over(low, high).time

    def _over(self, low: int, high: int) -> CoveredDays:
        if self._days is None or low < self._span[0] or high > self._span[1]:
            low, high = (min(low, self._span[0]), max(high, self._span[1])) if self._days else (low, high)
            self._days = self.coverage.over(low, high).without(self.pauses)
            self._span = (low, high)
        return self._days

    def _ever_further(self, low: int, high: int) -> Iterator[CoveredDays]:
        """Tables from `low` to a year after `high`, to two years, and so on up to the longest."""
        ahead = _YEAR
        while ahead < 2 * _LONGEST:
            yield self._over(low, high + ahead)
            ahead *= 2

    def _endless(self, limit: Duration) -> SlaError:
        causes = ["closed under coverage"] * self.business + ["the exceptions that pause"] * bool(self.pauses)
        hint = f"shorten the limit{', or ' * bool(causes)}{' and '.join(causes)}"
        return SlaError(
            f"a limit of {limit} does not run out within twenty years", hint=hint, code=Fault.NUMBER_OUT_OF_RANGE
        )
