"""Coverage: working hours turned into a table of instants, so that business time is a look-up.

An instant is covered when the wall clock of the zone shows a time inside a window of that day. The table holds
those instants as disjoint half-open intervals in UTC with the covered time before each, so that covered time
elapsed and due instants are two look-ups for a whole column, exact across clock changes.

Instants and lengths are 64-bit integers of microseconds; dates are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from living_sla.model import zones
from living_sla.model.calendar import CalendarDay, holidays_of
from living_sla.model.hours import WHOLE_DAY, Windows
from living_sla.model.steps import Steps
from living_sla.model.terms import CoverageTerms
from living_sla.model.zones import DAY, MINUTE, Instants, Zone

_EPOCH_DAY = date(1970, 1, 1)
_AGES = 1 << 62
"""Microseconds: 146,000 years, longer than any time that is counted here."""


@dataclass(frozen=True, eq=False)
class CoveredTime:
    """The covered time of some years: interval k is `[opens[k], closes[k])`, sorted, none touching the next."""

    zone: Zone
    opens: Instants
    closes: Instants
    dates: Instants
    """The covered dates, sorted: local dates on which a window opens. The hours that a window over midnight has
    on the next date make that no covered date."""

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
    def _begun(self) -> Steps:
        """How many covered dates have begun on a date."""
        return Steps(self.dates)

    @cached_property
    def _passed(self) -> Steps:
        """How many intervals have begun when so much covered time has passed."""
        return Steps(self._before)

    @cached_property
    def _covers_every_date(self) -> bool:
        """Whether no date is left out from the first to the last: days are then counted by adding them."""
        return bool(len(self.dates)) and int(self.dates[-1] - self.dates[0]) + 1 == len(self.dates)

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

    def next_covered(self, instants: Instants) -> Instants:
        """Each instant that is covered, or else the next opening; past the table, the largest integer."""
        at = self._opened(instants)
        closed = np.flatnonzero(instants >= self._closed[at])
        if not len(closed):
            return instants
        covered = instants.copy()
        covered[closed] = np.append(self.opens, NEVER)[at[closed]]
        return covered

    def days_after(self, starts: Instants, days: int) -> Instants:
        """The same time of day that many covered dates later, from the first covered instant at or after each start.

        Where that time of day is not covered on that date, the next opening.
        """
        begins = self.next_covered(starts)
        past = begins == NEVER
        wall = self.zone.to_wall(np.where(past, starts, begins) if past.any() else begins)
        if self._covers_every_date:
            past |= wall >= (self.dates[-1] + 1 - days) * DAY
            then = wall + days * DAY
        else:
            dates = wall // DAY
            position = self._begun(dates) + days - 1
            past |= position >= len(self.dates)
            position[np.flatnonzero(past)] = 0
            then = (self.dates[position] - dates) * DAY + wall
        due = self.next_covered(self.zone.to_utc(then))
        return np.where(past, np.int64(NEVER), due) if past.any() else due

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The covered intervals between two instants, clipped to them."""
        first = int(np.searchsorted(self.closes, start, side="right"))
        last = int(np.searchsorted(self.opens, end, side="left"))
        return [(max(int(self.opens[k]), start), min(int(self.closes[k]), end)) for k in range(first, last)]

    def without(self, pauses: Iterable[tuple[int, int]]) -> CoveredTime:
        """The covered time less some intervals; a date that loses all its covered time is no covered date."""
        opens, closes = self.opens, self.closes
        for start, end in pauses:
            heads = opens, np.minimum(closes, start)
            tails = np.maximum(opens, end), closes
            opens, closes = (np.concatenate(parts) for parts in zip(heads, tails, strict=True))
            opens, closes = opens[opens < closes], closes[opens < closes]
            order = np.argsort(opens)
            opens, closes = opens[order], closes[order]
        if not len(opens):
            return _nothing(self.zone)
        rest = CoveredTime(self.zone, opens, closes, self.dates)
        dates = self.dates[rest.on_dates(self.dates, -NEVER, NEVER) > 0]
        return replace(rest, dates=dates if len(dates) else _nothing(self.zone).dates)

    def on_dates(self, dates: Instants, low: int, high: int) -> Instants:
        """The covered time that each local date has inside `[low, high)`."""
        starts = np.clip(self.zone.to_utc(dates * DAY), low, high)
        ends = np.clip(self.zone.to_utc((dates + 1) * DAY), low, high)
        return self.elapsed(starts, ends)


NEVER = int(np.iinfo(np.int64).max)


class Coverage:
    """What `coverage` declares, compiled for the years that are asked for and remembered."""

    def __init__(self, terms: CoverageTerms) -> None:
        self.terms = terms
        self.zone = zones.zone(terms.timezone)
        self._years: tuple[int, int] | None = None
        self._table: CoveredTime | None = None

    def over(self, low: int, high: int) -> CoveredTime:
        """The covered time of every year that touches `[low, high]`, two instants; never less than asked before."""
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
        """How many local dates hold covered time inside `[low, high)`."""
        table = self.over(low, high)
        return int(np.count_nonzero(table.on_dates(table.dates, low, high)))

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

    def _compile(self, first_year: int, last_year: int) -> CoveredTime:
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        days = np.arange((first - _EPOCH_DAY).days, (last - _EPOCH_DAY).days + 1, dtype=np.int64)
        weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
        named = self._named_days(range(first_year, last_year + 1))
        differing = np.array([(day - _EPOCH_DAY).days for day in named], dtype=np.int64)
        regular = ~np.isin(days, differing)
        windows = [(days[regular & (weekday == on)], self._windows_of(on)) for on in range(7)]
        for extra in self.terms.open:
            day = np.array([(extra.day - _EPOCH_DAY).days], dtype=np.int64)
            windows.append((day, extra.windows or self._windows_of(extra.day.weekday())))
        pairs = [(on * DAY + w.opens * MINUTE, on * DAY + w.closes * MINUTE) for on, some in windows for w in some]
        opens, closes = (np.concatenate(side) for side in zip(*pairs, strict=True))
        if not len(opens):
            return _nothing(self.zone)
        dates = np.unique(np.concatenate([on for on, some in windows if some]))
        return CoveredTime(self.zone, *_joined(*_to_utc(self.zone, opens, closes)), dates)


def _nothing(zone: Zone) -> CoveredTime:
    """Years without any hours: one interval of no length on a date that no instant reaches."""
    never = np.array([NEVER], dtype=np.int64)
    return CoveredTime(zone, never, never, never // DAY - 2)


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


def _joined(opens: Instants, closes: Instants) -> tuple[Instants, Instants]:
    """The intervals sorted, those that touch or overlap made one."""
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], np.maximum.accumulate(closes[order])
    begins = np.concatenate([[True], opens[1:] > closes[:-1]])
    return opens[begins], closes[np.append(begins[1:], True)]
