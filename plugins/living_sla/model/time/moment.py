"""Moments as people write them: with an offset, or on the wall clock of a zone that is known elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone

from living_sla.fault import Fault
from living_sla.model.notation import parse_day, parse_minutes
from living_sla.unreadable import Unreadable

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2})(?P<seconds>:[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?P<offset> ?Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_HINT = "write 2026-10-31, or 2026-10-31T18:00, or to the second with an offset: 2026-10-31T18:00:00Z, ...+01:00"
_WIDEST = 15
"""Hours: further from UTC no clock is."""


def parse_moment(text: str) -> datetime:
    """A date, or a date and a time to the minute or finer; aware where it carries ``Z`` or an offset.

    A date alone is its midnight. Without an offset the datetime is naive: `on_clock` says when that is in a zone.
    Raises `Unreadable`.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        parse_day(text.partition("T")[0].partition(" ")[0])  # says more of a day that is not one
        raise Unreadable(f'"{text}" is not an instant', _HINT, code=Fault.INVALID_DATE)
    return datetime.combine(parse_day(match["day"]), _time(match, text), _offset(match["offset"], text))


def _time(match: re.Match[str], text: str) -> time:
    if match["clock"] is None:
        return time()
    minutes, seconds = parse_minutes(match["clock"]), match["seconds"] or ":00"
    if minutes == 24 * 60:
        raise Unreadable(f'"{text}" is not a time of a day', "write 00:00 of the next day", code=Fault.WRONG_HOURS)
    if int(seconds[1:3]) > 59:
        raise Unreadable(f'"{text}" is not a time of a day', "seconds end with 59", code=Fault.WRONG_HOURS)
    return time(minutes // 60, minutes % 60, int(seconds[1:3]), int(seconds[4:].ljust(6, "0") or 0))


def _offset(text: str | None, whole: str) -> timezone | None:
    if text is None:
        return None
    if text.strip() == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > _WIDEST or minutes > 59:
        hint = "offsets are those of clocks, from -12:00 to +14:00"
        raise Unreadable(f'"{whole}" has an offset that no clock has', hint, code=Fault.INVALID_DATE)
    east = timedelta(hours=hours, minutes=minutes)
    return timezone(-east if text[0] == "-" else east)


def on_clock(at: datetime, zone_key: str | None) -> datetime:
    """The instant, in UTC, at which the wall clock of a zone shows a naive time; of an aware one, itself.

    Raises `Unreadable` where there is no zone, and for a time that the clock skips or shows twice.
    """
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if zone_key is None:
        hint = "add timezone: Europe/London, or whichever clock wrote it, to the source; or write an offset or Z"
        raise Unreadable("the as-of has no zone", hint, code=Fault.NO_ZONE)
    # Imported late: numpy and zones are for those who have a moment to place.
    import numpy as np

    from living_sla.model.time.zones import micros, zone  # late: they load numpy, and names alone need no clock

    clock, wall = zone(zone_key), np.array([micros(at.replace(tzinfo=UTC))], dtype=np.int64)
    touched, found = clock.adjusted(wall), clock.instant(at)
    if touched.nonexistent:
        message = f"the clocks of {zone_key} skip {spelled(at)}"
        hint = f"the first time after the change is {spelled(_local(found, zone_key))}"
        raise Unreadable(message, hint, code=Fault.AMBIGUOUS_TIME)
    if touched.ambiguous:
        both = " or ".join(spelled(_local(one, zone_key)) for one in (found, _again(found, at, zone_key)))
        raise Unreadable(
            f"the clocks of {zone_key} show {spelled(at)} twice", f"write {both}", code=Fault.AMBIGUOUS_TIME
        )
    return found


def _local(at: datetime, zone_key: str) -> datetime:
    """An instant with the offset that the zone has then."""
    from living_sla.model.time.zones import wall_time

    offset = wall_time(at, zone_key) - at.replace(tzinfo=None)
    return at.astimezone(timezone(offset))


def _again(first: datetime, wall: datetime, zone_key: str) -> datetime:
    """The second instant at which the clock shows what it shows at the first one."""
    later = first + timedelta(hours=3)  # no clock is put back further, and none is changed twice so soon
    return wall.replace(tzinfo=_local(later, zone_key).tzinfo).astimezone(UTC)


def spelled(at: datetime) -> str:
    """A moment as `parse_moment` reads it: ``2026-10-31T18:00``, ``2026-10-31T18:00:30+01:00``."""
    text = at.isoformat(timespec="minutes" if not (at.second or at.microsecond) else "auto")
    return f"{text.removesuffix('+00:00')}Z" if at.tzinfo is UTC else text
