"""Instants and lengths of time to the last digit, for whoever checks a record by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from living_sla.model.time.zones import wall_time


def moment_with_offset(at: datetime, zone: str) -> str:
    """The instant as `moment` has it, with the offset that the zone has then: ``Sat 1 Oct 2011, 20:36:08 -04:00``."""
    minutes = (wall_time(at, zone) - at.astimezone(UTC).replace(tzinfo=None)) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{moment(at, zone)} {'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def moment(at: datetime, zone: str) -> str:
    """``Sat 1 Oct 2011, 20:36:08.053`` on the wall clock of a zone; fractions of a second only where there are any."""
    shown = wall_time(at, zone)
    return f"{weekday(shown)}, {_clock_time(shown)}"


def weekday(on: date) -> str:
    """``Sat 1 Oct 2011``."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def span_words(start: datetime, end: datetime, zone: str) -> str:
    """A stretch on the wall clock; the end's date only where it is another one."""
    opens, closes = wall_time(start, zone), wall_time(end, zone)
    return f"{moment(start, zone)} to {_clock_time(closes) if opens.date() == closes.date() else moment(end, zone)}"


def _clock_time(at: datetime) -> str:
    return f"{at:%H:%M:%S}{_fraction(at.microsecond)}"


def _fraction(micros: int) -> str:
    """Milliseconds where that is all there is, else microseconds; nothing for a whole second."""
    if not micros:
        return ""
    return f".{micros // 1000:03}" if micros % 1000 == 0 else f".{micros:06}"


def hours_minutes_seconds(length: timedelta) -> str:
    """``3:36:08.053``: hours, minutes and seconds."""
    seconds, micros = divmod(length // timedelta(microseconds=1), 1_000_000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{_fraction(micros)}"
