"""Periods: the calendar windows that commitments are judged over, half-open, in the agreement's zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np

from living_sla.errors import Unreadable
from living_sla.model.zones import DAY, Instants, instant, zone

PeriodKind = Literal["week", "month", "quarter", "year"]


@dataclass(frozen=True, order=True)
class Period:
    """One calendar window `[first_on, end_on)` of local dates; `start` and `end` are its instants in UTC."""

    first_on: date
    end_on: date
    kind: PeriodKind
    label: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class PeriodRule:
    """How time is cut: into weeks (ISO, from Monday), months, quarters or years of one zone.

    Quarters and years follow a fiscal year that starts in `fiscal_start` (1 = January). A fiscal year is named
    for the calendar year in which it ends: with July as its start, FY2027-Q1 begins on 2026-07-01.
    """

    kind: PeriodKind
    timezone: str
    fiscal_start: int = 1

    def containing(self, day: date) -> Period:
        """The period that holds a local date."""
        first, end, label = self._bounds(day)
        return Period(first, end, self.kind, label, self._midnight(first), self._midnight(end))

    def at(self, moment: datetime) -> Period:
        """The period that holds an aware instant."""
        wall = zone(self.timezone).to_wall(np.array([_micros(moment)]))[0]
        return self.containing(date(1970, 1, 1) + timedelta(days=int(wall // DAY)))

    def following(self, period: Period) -> Period:
        """The period that begins where this one ends."""
        return self.containing(period.end_on)

    def between(self, first: date, last: date) -> Iterator[Period]:
        """Every period that holds a date from `first` to `last`, in order."""
        period = self.containing(first)
        while period.first_on <= last:
            yield period
            period = self.following(period)

    def parse(self, text: str) -> Period:
        """The period of that label: ``2026-W41``, ``2026-10``, ``2026-Q4``, ``2026`` (``FY2027-Q1`` where fiscal)."""
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
        if self.kind == "week":
            first = day - timedelta(days=day.weekday())
            year, week, _ = first.isocalendar()
            return first, first + timedelta(days=7), f"{year}-W{week:02}"
        if self.kind == "month":
            first = day.replace(day=1)
            return first, _months_later(first, 1), f"{first:%Y-%m}"
        months = 3 if self.kind == "quarter" else 12
        into_year = (day.month - self.fiscal_start) % 12
        year_start = _months_later(day.replace(day=1), -into_year)
        first = _months_later(year_start, into_year // months * months)
        name = f"{year_start.year}" if self.fiscal_start == 1 else f"FY{year_start.year + 1}"
        label = name if self.kind == "year" else f"{name}-Q{into_year // 3 + 1}"
        return first, _months_later(first, months), label

    def _midnight(self, day: date) -> datetime:
        wall = np.array([(day - date(1970, 1, 1)).days * DAY])
        return instant(zone(self.timezone).to_utc(wall)[0])


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1)


def _micros(moment: datetime) -> int:
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def positions(periods: tuple[Period, ...], instants: Instants) -> Instants:
    """For each instant, the position of the period that holds it, or -1; `periods` follow one another."""
    if not periods:
        return np.full(len(instants), -1, dtype=np.int64)
    edges = np.array([_micros(period.start) for period in periods] + [_micros(periods[-1].end)], dtype=np.int64)
    found = np.searchsorted(edges, instants, side="right") - 1
    return np.where((instants >= edges[0]) & (instants < edges[-1]), found, -1)
