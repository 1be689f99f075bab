"""Periods: the calendar windows that commitments are judged over, half-open, in the agreement's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from msgspec import Struct, field

from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.steps import Steps
from living_sla.model.time.zones import DAY, Instants, instant, micros, zone
from living_sla.unreadable import Unreadable


class Period(Struct, frozen=True, order=True):
    """One calendar window `[first_on, end_on)` of local dates; `start` and `end` are its instants in UTC."""

    first_on: date
    end_on: date
    kind: PeriodKind
    label: str
    start: datetime
    end: datetime


class PeriodRule(Struct, frozen=True):
    """How time is cut: into days, weeks (ISO, from Monday, or from `since`), months, quarters or years of one zone.

    Quarters and years follow a fiscal year that starts in `fiscal_start` (1 = January). A fiscal year is named
    for the calendar year in which it ends: with July as its start, FY2027-Q1 begins on 2026-07-01.
    """

    kind: PeriodKind
    timezone: str
    fiscal_start: int = 1
    since: date | None = None
    """A day on which a week, or several of them, begins; None for ISO weeks."""
    weeks: int = 1
    """How many of them make a period."""

    def containing(self, day: date) -> Period:
        """The period that holds a local date."""
        return _containing(self, day)

    def at(self, moment: datetime) -> Period:
        """The period that holds an aware instant."""
        wall = zone(self.timezone).to_wall(np.array([micros(moment)]))[0]
        return self.containing(date(1970, 1, 1) + timedelta(days=int(wall // DAY)))

    def following(self, period: Period) -> Period:
        """The period that begins where this one ends."""
        return self.containing(period.end_on)

    def earlier(self, moment: datetime, periods: int) -> Period:
        """The period so many before the first one that begins at `moment` or later, in no year before 1900."""
        period = self.at(moment)
        if period.start < moment:
            period = self.following(period)
        for _ in range(periods):
            if period.first_on.year <= _FIRST_YEAR:
                break
            period = self.containing(period.first_on - timedelta(days=1))
        return period

    def between(self, first: date, last: date) -> Iterator[Period]:
        """Every period that holds a date from `first` to `last`, in order."""
        period = self.containing(first)
        while period.first_on <= last:
            yield period
            period = self.following(period)

    def parse(self, text: str) -> Period:
        """The period of that label: ``2026-W41``, ``2026-10``, ``2026-Q4``, ``2026`` (``FY2027-Q1`` where fiscal).

        A day is labelled by its date, a week that does not begin on Monday and several weeks by their first and last
        day: ``2026-10-05..2026-10-18``.
        """
        year_text = text.removeprefix("FY")[:4]
        if year_text.isdigit():
            around = int(year_text)
            for candidate in self.between(date(around - 1, 1, 1), date(around + 1, 1, 31)):
                if candidate.label == text:
                    return candidate
        raise Unreadable(
            f'"{text}" is not a {self.kind}', f"write for example {self.containing(date(2026, 10, 1)).label}"
        )

    def _bounds(self, day: date) -> tuple[date, date, str]:
        if self.kind == "day":
            return day, day + timedelta(days=1), f"{day}"
        if self.since is not None:
            length = timedelta(weeks=self.weeks)
            first = self.since + (day - self.since) // length * length
            return first, first + length, f"{first}..{first + length - timedelta(days=1)}"
        if self.kind == "week":
            first = day - timedelta(days=day.weekday())
            year, week, _ = first.isocalendar()
            return first, first + timedelta(days=7), f"{year}-W{week:02}"
        if self.kind == "month":
            first = day.replace(day=1)
            return first, months_later(first, 1), f"{first:%Y-%m}"
        months = 3 if self.kind == "quarter" else 12
        into_year = (day.month - self.fiscal_start) % 12
        year_start = months_later(day.replace(day=1), -into_year)
        first = months_later(year_start, into_year // months * months)
        name = f"{year_start.year}" if self.fiscal_start == 1 else f"FY{year_start.year + 1}"
        label = name if self.kind == "year" else f"{name}-Q{into_year // 3 + 1}"
        return first, months_later(first, months), label


@lru_cache(maxsize=10_000)  # every commitment, and every version of it, has the same periods again
def _containing(rule: PeriodRule, day: date) -> Period:
    first, end, label = rule._bounds(day)
    clock = zone(rule.timezone)
    return Period(first, end, rule.kind, label, clock.instant(first), clock.instant(end))


def months_later(first: date, months: int) -> date:
    """The first day of the month so many after that of `first`; before it where the number is negative."""
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1)


_FIRST_YEAR = 1900


class PeriodGrid(Struct, eq=False):
    """The periods of a commitment, counted from the one that holds its first day; grows as instants ask for it."""

    rule: PeriodRule
    first_on: date
    _periods: list[Period] = field(default_factory=list)
    _edges: Steps | None = None
    """The starts of all periods and the end of the last one."""

    def positions(self, instants: Instants) -> Instants:
        """For each instant, the number of the period that holds it, or -1 before the first."""
        if not len(instants):
            return np.zeros(0, dtype=np.int64)
        self.up_to(instant(int(instants.max())))
        if self._edges is None:
            starts = [micros(period.start) for period in self._periods]
            self._edges = Steps(np.array([*starts, micros(self._periods[-1].end)], dtype=np.int64))
        return self._edges(instants) - 1

    def period(self, number: int) -> Period:
        """The period of a number that `positions` gave."""
        return self._periods[number]

    def up_to(self, moment: datetime) -> tuple[Period, ...]:
        """The periods from the first one to the one that holds `moment`; empty where that comes before them."""
        if not self._periods:
            self._periods.append(self.rule.containing(self.first_on))
        while self._periods[-1].end <= moment:
            self._periods.append(self.rule.following(self._periods[-1]))
            self._edges = None
        return tuple(period for period in self._periods if period.start <= moment)
