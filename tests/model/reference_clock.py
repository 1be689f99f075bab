"""Covered time counted minute by minute on the wall clock: slow, and obviously right. No tables, no look-ups."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from living_sla.model.terms import CoverageTerms

MINUTE = timedelta(minutes=1)
Windows = list[tuple[int, int]]


class ReferenceClock:
    """The same coverage as `Clock`, told by asking of every single minute what the clock on the wall shows."""

    def __init__(self, terms: CoverageTerms, holidays: frozenset[date] = frozenset()) -> None:
        self.zone = ZoneInfo(terms.timezone)
        self.week = [[(w.opens, w.closes) for w in day] for day in terms.hours or [()] * 7]
        self.closed = holidays | {day for closure in terms.closed for day in closure}
        self._asked: dict[datetime, bool] = {}
        self.extra = {
            extra.day: [(w.opens, w.closes) for w in extra.windows] or self.week[extra.day.weekday()]
            for extra in terms.open
        }

    def windows(self, day: date) -> Windows:
        if day in self.extra:
            return self.extra[day]
        return [] if day in self.closed else self.week[day.weekday()]

    def is_open(self, instant: datetime) -> bool:
        if instant not in self._asked:
            self._asked[instant] = self._looked_at(instant)
        return self._asked[instant]

    def _looked_at(self, instant: datetime) -> bool:
        wall = instant.astimezone(self.zone)
        minute = wall.hour * 60 + wall.minute
        today, yesterday = wall.date(), wall.date() - timedelta(days=1)
        return any(opens <= minute < closes for opens, closes in self.windows(today)) or any(
            opens <= minute + 1440 < closes for opens, closes in self.windows(yesterday)
        )

    def next_open(self, instant: datetime) -> datetime:
        while not self.is_open(instant):
            instant = instant.replace(second=0, microsecond=0) + MINUTE
        return instant

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Covered time in `[start, end)`; both on whole minutes."""
        covered = timedelta()
        while start < end:
            covered += MINUTE if self.is_open(start) else timedelta()
            start += MINUTE
        return covered

    def due(self, start: datetime, minutes: int) -> datetime:
        while minutes:
            minutes -= self.is_open(start)
            start += MINUTE
        return self.next_open(start)

    def due_days(self, start: datetime, days: int) -> datetime:
        begins = self.next_open(start).astimezone(self.zone)
        day = begins.date()
        while days:
            day += timedelta(days=1)
            days -= any(True for _ in self.windows(day))
        return self.next_open(valid_instant(day, begins.time(), self.zone))


def valid_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The earlier instant at which the wall clock shows this time, or the first one after a gap that skips it."""
    instant = datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at.replace(fold=0)):
        instant = instant.replace(second=0, microsecond=0) - timedelta(hours=3)
        while instant.astimezone(zone).replace(tzinfo=None) < datetime.combine(day, at.replace(fold=0)):
            instant += MINUTE
    return instant
