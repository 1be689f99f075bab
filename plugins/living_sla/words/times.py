"""Days, instants, lengths of time and periods in plain words; and to the last digit, for who checks by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from living_sla.model.counted import counted
from living_sla.model.notation import MONTHS, spelled_day
from living_sla.model.time.period import Period
from living_sla.model.time.zones import wall_time
from living_sla.words.numbers import listed


def length(time: timedelta) -> str:
    """A length of time in whole days, below a day in hours: ``12 days``, ``1 day``, ``5 hours``, ``0 hours``."""
    return counted(time.days, "day") if time.days else counted(time.seconds // 3600, "hour")


def day(on: date) -> str:
    """``1 October 2026``."""
    return spelled_day(on).replace(" ", "\N{NO-BREAK SPACE}")


def plain_day(on: date) -> str:
    """The same where lines may break inside it, as in the sentences of the terms."""
    return spelled_day(on)


def month(on: date) -> str:
    """``October 2026``."""
    return f"{MONTHS[on.month - 1]} {on.year}"


def day_of_month(on: date) -> str:
    """``14 October``, where the year is said already."""
    return f"{on.day}\N{NO-BREAK SPACE}{MONTHS[on.month - 1]}"


def instant(at: datetime, timezone: str) -> str:
    """An aware instant on the wall clock of a zone, and which: ``31 October 2026, 18:00 London time``."""
    return f"{day(wall_time(at, timezone).date())}, {wall_time(at, timezone):%H:%M} {zone_words(timezone)}"


def window(start: datetime, end: datetime) -> str:
    """A window of local time, its end not part of it: whole days as days, others with their hours.

    ``3 August 2026``, ``3 August 2026 to 5 August 2026``, ``3 August 2026, 08:00 to 4 August 2026, 12:00``.
    """
    if start.time() == end.time() == time():
        first, last = start.date(), end.date() - timedelta(days=1)
        return day(first) if first >= last else f"{day(first)} to {day(last)}"
    return f"{day(start.date())}, {start:%H:%M} to {day(end.date())}, {end:%H:%M}"


def window_of(period: Period) -> str:
    """The days of a period: ``1 July 2026 to 30 September 2026``."""
    first, last = period_days(period)
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def zone_words(timezone: str) -> str:
    """``London time`` for Europe/London."""
    return "UTC" if timezone == "UTC" else f"{timezone.rpartition('/')[2].replace('_', ' ')} time"


def period_name(period: Period) -> str:
    """``October 2026``, ``week 41 of 2026``, ``Q4 2026``, ``2026``; fiscal ones ``Q1 FY2027``."""
    if period.kind == "month":
        return month(period.first_on)
    if _by_days(period):
        return _days_of(period)
    year, _, part = period.label.partition("-")
    if period.kind == "week":
        return f"week {int(part[1:])} of {year}"
    return f"{part} {year}".strip()


def periods(several: Iterable[Period]) -> str:
    """``August 2026 and September 2026``."""
    return listed(map(period_name, several))


def _by_days(period: Period) -> bool:
    """Whether the period is named by its days: a day, several weeks, a week that does not begin on Monday."""
    return period.kind in ("day", "weeks") or ".." in period.label


def _days_of(period: Period) -> str:
    """``5 Oct 2026``, or ``5 to 18 Oct 2026``, ``28 Sep to 11 Oct 2026``, ``28 Dec 2026 to 10 Jan 2027``."""
    first, last = period.first_on, period.end_on - timedelta(days=1)
    ends = f"{last.day} {MONTHS[last.month - 1][:3]} {last.year}"
    if first == last:
        return ends
    month = f" {MONTHS[first.month - 1][:3]}" if first.month != last.month else ""
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day}{month}{year} to {ends}"


def period_days(period: Period) -> tuple[date, date]:
    """The first and the last day of a period."""
    return period.first_on, period.end_on - timedelta(days=1)


def period_short(period: Period) -> str:
    """The period inside a sentence that is about now: ``October``, ``week 41``, ``Q4``."""
    if period.kind == "month":
        return MONTHS[period.first_on.month - 1]
    if _by_days(period):
        return _days_of(period).removesuffix(f" {period.end_on.year}")
    part = period.label.partition("-")[2]
    return f"week {int(part[1:])}" if period.kind == "week" else part or period.label


def period_tick(period: Period) -> tuple[str, str]:
    """The two lines under a chart: ``Oct`` above ``2026``."""
    year, _, part = period.label.partition("-")
    if period.kind == "month":
        return MONTHS[period.first_on.month - 1][:3], year
    if _by_days(period):
        return f"{period.first_on.day} {MONTHS[period.first_on.month - 1][:3]}", str(period.first_on.year)
    return (part, year) if part else (year, "")


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
