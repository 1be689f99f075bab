"""Coverage: working hours turned into a table of instants, so that business time is a look-up.

An instant is covered when the wall clock of the zone shows a time inside a window of that day. The table holds
those instants as disjoint half-open intervals in UTC, exact across clock changes.

    Monday to Friday from 9 to 17 in London, where the clock goes back in the night to Sunday, 25 October 2026:

    on the wall    Fri 23  09:00 - 17:00    Mon 26  09:00 - 17:00
    in UTC                 08:00 - 16:00            09:00 - 17:00
    covered by then    0 h             8 h      8 h            16 h
    so from Friday 15:00 UTC to Monday 10:00 UTC: 1 h + 1 h

    >>> from datetime import UTC, datetime
    >>> from living_sla.model.agreement.coverage_terms import CoverageTerms
    >>> friday, monday = micros(datetime(2026, 10, 23, 15, tzinfo=UTC)), micros(datetime(2026, 10, 26, 10, tzinfo=UTC))
    >>> hours = {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}}
    >>> time = Coverage(CoverageTerms.model_validate(hours)).over(friday, monday).time
    >>> near = (time.closes > friday) & (time.opens < monday)
    >>> [str(zones.instant(at))[:16] for interval in zip(time.opens[near], time.closes[near]) for at in interval]
    ['2026-10-23 08:00', '2026-10-23 16:00', '2026-10-26 09:00', '2026-10-26 17:00']
    >>> (time.elapsed(np.array([friday]), np.array([monday])) // (60 * MINUTE)).tolist()
    [2]
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from living_sla.model.time import zones
from living_sla.model.time.calendar import CalendarDay, holidays_of
from living_sla.model.time.covered_days import EPOCH_DAY, CoveredDays
from living_sla.model.time.covered_time import NEVER, NO_TIME, joined
from living_sla.model.time.hours import WHOLE_DAY, Windows
from living_sla.model.time.zones import DAY, MINUTE, Instants, Zone, micros

if TYPE_CHECKING:
    from living_sla.model.agreement.coverage_terms import CoverageTerms


class Coverage:
    """What `coverage` declares, compiled for the years that are asked for and remembered."""

    def __init__(self, terms: CoverageTerms) -> None:
        self.terms = terms
        self.zone = zones.zone(terms.timezone)
        self._years: tuple[int, int] | None = None
        self._table: CoveredDays | None = None

    def over(self, low: int, high: int) -> CoveredDays:
        """The covered dates of every year that touches `[low, high]`, two instants, and the time in them.

        Never less than was asked for before.
        """
        first, last = zones.instant(low).year - 1, zones.instant(high).year + 1
        if self._years is not None:
            first, last = min(first, self._years[0]), max(last, self._years[1])
        if self._table is None or self._years != (first, last):
            self._years, self._table = (first, last), self._compile(first, last)
        return self._table

    def calendar(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """The days from `first` to `last` whose hours differ from their weekday's, in order, with their names."""
        named = self._named_days(range(first.year, last.year + 1))
        return tuple(named[day] for day in sorted(named) if first <= day <= last)

    def covered_dates(self, low: int, high: int) -> int:
        """How many covered dates have covered time inside `[low, high)`, two instants."""
        return self.over(low, high).count(low, high)

    def is_covered(self, day: date) -> bool:
        """Whether a window opens on that local date; the hours that one over midnight has on the next date do not."""
        midnight = micros(self.zone.instant(day))
        return self.over(midnight, midnight).covers(day)

    def _named_days(self, years: Iterable[int]) -> dict[date, CalendarDay]:
        named: dict[date, CalendarDay] = {}
        for year in years:
            for day, name in (holidays_of(self.terms.holidays, year) if self.terms.holidays else {}).items():
                named[day] = CalendarDay(day, name)
        for closure in self.terms.closed:
            named.update((day, CalendarDay(day, "closed")) for day in closure)
        for extra in self.terms.open:
            named[extra.day] = CalendarDay(extra.day, "extra working day", open=True)
        return named

    def _windows_of(self, weekday: int) -> Windows:
        return self.terms.hours[weekday] if self.terms.hours is not None else WHOLE_DAY

    def _compile(self, first_year: int, last_year: int) -> CoveredDays:
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        days = np.arange((first - EPOCH_DAY).days, (last - EPOCH_DAY).days + 1, dtype=np.int64)
        weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
        named = self._named_days(range(first_year, last_year + 1))
        differing = np.array([(day - EPOCH_DAY).days for day in named], dtype=np.int64)
        regular = ~np.isin(days, differing)
        windows = [(days[regular & (weekday == on)], self._windows_of(on)) for on in range(7)]
        # An extra day beyond these years would make it look as if the table reached as far.
        for extra in (extra for extra in self.terms.open if first <= extra.day <= last):
            day = np.array([(extra.day - EPOCH_DAY).days], dtype=np.int64)
            windows.append((day, extra.windows or self._windows_of(extra.day.weekday())))
        pairs = [(on * DAY + w.opens * MINUTE, on * DAY + w.closes * MINUTE) for on, some in windows for w in some]
        opens, closes = (np.concatenate(side) for side in zip(*pairs, strict=True))
        if not len(opens):
            return CoveredDays(self.zone, NO_TIME, NO_TIME, NO_TIME.opens // DAY * DAY - 2 * DAY)
        wall = np.sort(opens)
        firsts = wall[np.unique(wall // DAY, return_index=True)[1]]
        return CoveredDays(self.zone, joined(*_to_utc(self.zone, opens, closes)), joined(opens, closes), firsts)


def _to_utc(zone: Zone, opens: Instants, closes: Instants) -> tuple[Instants, Instants]:
    """The instants at which the wall clock shows a time in `[opens, closes)`, as intervals in no order.

    A wall time that a clock change repeats is covered both times; one that it skips is covered never. Each offset
    of the zone is taken on its own, because inside it wall time and UTC differ by a constant.
    """
    pieces: list[tuple[Instants, Instants]] = []
    low, high = opens.min() - 2 * DAY, closes.max() + 2 * DAY
    ends = np.append(zone.changes[1:], NEVER)
    for change, end, offset in zip(zone.changes, ends, zone.offsets, strict=True):
        if change <= high and end >= low:
            starts = np.maximum(opens - offset, change)
            stops = np.minimum(closes - offset, end)
            some = starts < stops
            pieces.append((starts[some], stops[some]))
    joined = (np.concatenate(side) for side in zip(*pieces, strict=True))
    return tuple(joined)  # type: ignore[return-value]
