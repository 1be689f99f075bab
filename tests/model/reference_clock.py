"""Covered time counted minute by minute on the wall clock: slow, and obviously right. No tables, no look-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from living_sla.model.agreement.coverage_terms import CoverageTerms

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
Windows = list[tuple[int, int]]
Pauses = Sequence[tuple[datetime, datetime]]


class ReferenceClock:
    """The same coverage as `Clock`, told by asking of every single minute what the clock on the wall shows."""

    def __init__(
        self, terms: CoverageTerms, holidays: frozenset[date] = frozenset(), pauses: Pauses = (), *, business=True
    ) -> None:
        self.zone = ZoneInfo(terms.timezone)
        whole_days = [[(0, 1440)]] * 7
        self.week = [[(w.opens, w.closes) for w in day] for day in terms.hours] if terms.hours else whole_days
        self.closed = holidays | {day for closure in terms.closed for day in closure}
        self._asked: dict[datetime, bool] = {}
        self._asked_on_the_wall: dict[datetime, bool] = {}
        self.extra = {
            extra.day: [(w.opens, w.closes) for w in extra.windows] or self.week[extra.day.weekday()]
            for extra in terms.open
        }
        self.pauses = pauses
        if not business:
            self.week, self.closed, self.extra = whole_days, frozenset(), {}

    def windows(self, day: date) -> Windows:
        if day in self.extra:
            return self.extra[day]
        return [] if day in self.closed else self.week[day.weekday()]

    def is_open(self, instant: datetime) -> bool:
        """Whether the clock counts the minute that begins at this instant."""
        if instant not in self._asked:
            shown = instant.astimezone(self.zone).replace(tzinfo=None)
            self._asked[instant] = self.is_open_on_the_wall(shown) and not self.is_paused(instant)
        return self._asked[instant]

    def is_paused(self, instant: datetime) -> bool:
        return any(low <= instant < high for low, high in self.pauses)

    def is_open_on_the_wall(self, wall: datetime) -> bool:
        if wall not in self._asked_on_the_wall:
            self._asked_on_the_wall[wall] = self._looked_at(wall)
        return self._asked_on_the_wall[wall]

    def _looked_at(self, wall: datetime) -> bool:
        minute = wall.hour * 60 + wall.minute
        today, yesterday = wall.date(), wall.date() - DAY
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

    # ---------------------------------------------------------------- days

    def covered_date(self, wall: datetime) -> date:
        """The covered date that an open minute belongs to: a night belongs to the date on which it opened."""
        minute = wall.hour * 60 + wall.minute
        begun = any(opens <= minute for opens, _ in self.windows(wall.date()))
        return wall.date() if begun else wall.date() - DAY

    def due_days(self, start: datetime, days: int) -> datetime:
        """The same time on the wall that many covered dates later, and on top what pauses took of it."""
        unpaused = self._without_pauses()
        begins = unpaused.next_open(start).astimezone(self.zone).replace(tzinfo=None)
        day = self.covered_date(begins)
        into = begins - datetime.combine(day, time())
        for _ in range(days):
            day += DAY
            while not self.windows(day):
                day += DAY
        ends = datetime.combine(day, time()) + into
        if self.pauses:
            ends = self._pushed(begins, ends)
        return self.next_open(valid_instant(ends, self.zone))

    def _without_pauses(self) -> ReferenceClock:
        if not self.pauses:
            return self
        found = ReferenceClock.__new__(ReferenceClock)
        found.__dict__.update(self.__dict__, pauses=(), _asked={})
        return found

    def _pushed(self, begins: datetime, ends: datetime) -> datetime:
        """When as much time is open on the wall from `begins`, pauses left out, as up to `ends` with them."""
        owed, wall = 0, begins
        while wall < ends:
            owed += self.is_open_on_the_wall(wall)
            wall += MINUTE
        paused = self._paused_on_the_wall()
        wall = begins
        while owed:
            owed -= self.is_open_on_the_wall(wall) and wall not in paused
            wall += MINUTE
        return wall

    def _paused_on_the_wall(self) -> set[datetime]:
        """Every minute that the wall clock shows in a pause, once or twice, and those that it skips in it."""
        paused = set()
        for instant, end in self.pauses:
            while instant < end:
                shown, following = (at.astimezone(self.zone).replace(tzinfo=None) for at in (instant, instant + MINUTE))
                paused.add(shown)
                while shown + MINUTE < following:
                    shown += MINUTE
                    paused.add(shown)
                instant += MINUTE
        return paused

    def days(self, start: datetime, end: datetime) -> Fraction:
        """Days from start to end: whole ones, and of the last one the part of its open time that is over."""
        count = 0
        while self.due_days_or_start(start, count) < end:
            count += 1
        if not count:
            return Fraction()
        low, high = self.due_days_or_start(start, count - 1), self.due_days(start, count)
        return count - 1 + Fraction(self.elapsed(low, end) // MINUTE, self.elapsed(low, high) // MINUTE)

    def due_days_or_start(self, start: datetime, days: int) -> datetime:
        return self.due_days(start, days) if days else self.next_open(start)


def valid_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The earlier instant at which the wall clock shows this time, or the first one after a gap that skips it."""
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        instant = instant.replace(second=0, microsecond=0) - timedelta(hours=3)
        while instant.astimezone(zone).replace(tzinfo=None) < wall:
            instant += MINUTE
    return instant
