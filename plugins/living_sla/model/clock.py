"""Clocks: when a limit that starts at an instant runs out, in calendar time or in covered time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from living_sla.errors import SlaError
from living_sla.model.coverage import NEVER, Coverage, CoveredTime
from living_sla.model.quantity import Duration
from living_sla.model.terms import CoverageTerms
from living_sla.model.zones import DAY, MINUTE, Instants

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
        self._table: CoveredTime | None = None
        self._span = (0, 0)

    @property
    def counts_everything(self) -> bool:
        """Whether this clock never stands still: calendar time without pauses."""
        return not self.business and not self.pauses

    def due(self, starts: Instants, limit: Duration) -> Instants:
        """The instant at which `limit` has run out since each start."""
        if limit.in_days:
            return self._looked_up(starts, limit, lambda table, at: table.days_after(at, limit.days))
        length = int(limit.minutes * MINUTE)
        if self.counts_everything:
            return starts + length
        return self._looked_up(starts, limit, lambda table, at: table.after(at, length))

    def elapsed(self, starts: Instants, ends: Instants) -> Instants:
        """Time on this clock between each start and its end."""
        if self.counts_everything:
            return ends - starts
        return self.table(int(starts.min()), int(ends.max())).elapsed(starts, ends)

    def table(self, low: int, high: int) -> CoveredTime:
        """The time that this clock counts, over at least `[low, high]`."""
        if self._table is None or low < self._span[0] or high > self._span[1]:
            low, high = (min(low, self._span[0]), max(high, self._span[1])) if self._table else (low, high)
            whole = self.coverage.over(low, high)
            self._table = whole.without(self.pauses) if self.pauses else whole
            self._span = (low, high)
        return self._table

    def _looked_up(
        self, starts: Instants, limit: Duration, look_up: Callable[[CoveredTime, Instants], Instants]
    ) -> Instants:
        """The due instants from a table that reaches far enough for all of them."""
        if not len(starts):
            return starts
        low, high = int(starts.min()), int(starts.max())
        ahead = _YEAR
        while True:
            due = look_up(self.table(low, high + ahead), starts)
            if not np.any(due == NEVER):
                return due
            if ahead >= _LONGEST:
                raise self._endless(limit)
            ahead *= 2

    def _endless(self, limit: Duration) -> SlaError:
        causes = ["closed under coverage"] * self.business + ["the exceptions that pause"] * bool(self.pauses)
        hint = f"shorten the limit{', or ' * bool(causes)}{' and '.join(causes)}"
        return SlaError(f"a limit of {limit} does not run out within twenty years", hint=hint, code="SLA-F007")
