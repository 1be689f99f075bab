"""Time as whole minutes since 1970-01-01T00:00 UTC, and what the clocks on the wall make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

Minute = int
"""An instant: minutes since the epoch, UTC."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(minutes=1)
HOUR = 60
DAY = 24 * HOUR


def minute_at(day: date, minute_of_day: int, zone: str) -> Minute:
    """The instant at which the clocks of `zone` show that time of that day (the first one where they show it twice)."""
    return midnight(day, zone) + minute_of_day if _is_plain(day, zone) else _across_a_change(day, minute_of_day, zone)


def moment(text: str, zone: str) -> Minute:
    """The instant of a local time such as ``2026-08-03 08:00``."""
    local = datetime.fromisoformat(text)
    return minute_at(local.date(), local.hour * HOUR + local.minute, zone)


def wall(at: Minute, zone: str) -> datetime:
    """What the clocks of `zone` show at that instant, as a naive time."""
    return (_EPOCH + at * _ONE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@cache
def midnight(day: date, zone: str) -> Minute:
    """The instant at which that day begins in `zone`."""
    return (datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) - _EPOCH) // _ONE


def _is_plain(day: date, zone: str) -> bool:
    return midnight(day + timedelta(days=1), zone) - midnight(day, zone) == DAY


def _across_a_change(day: date, minute_of_day: int, zone: str) -> Minute:
    days, minutes = divmod(minute_of_day, DAY)
    local = datetime.combine(day + timedelta(days=days), time(minutes // HOUR, minutes % HOUR), tzinfo=ZoneInfo(zone))
    return (local - _EPOCH) // _ONE


def days(first: date, last: date) -> list[date]:
    """Every date from `first` to `last`, both included."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
