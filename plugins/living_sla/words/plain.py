"""Numbers, lists, times and periods in plain words: what every sentence of a page is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from living_sla.model.attainment import OTHER
from living_sla.model.counted import counted
from living_sla.model.period import Period
from living_sla.model.quantity import plain
from living_sla.model.zones import wall

NBSP = "\u00a0"

# ---------------------------------------------------------------- numbers and lists


def number(value: Fraction | Decimal | int) -> str:
    """A number with a comma between thousands, and with one decimal where it is not whole."""
    exact = Fraction(value)
    return f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,.1f}"


_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def how_many(count: int) -> str:
    """``two``, ``twelve``, ``13``."""
    return _FEW[count] if count < len(_FEW) else number(count)


def listed(items: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = items
    return f"{', '.join(head)} and {last}" if head else last


_NAMES_SHOWN = 6


def segment(names: Sequence[str], blank: str = "left blank") -> str:
    """A segment, or several that are shown together: ``EMEA``, ``Other (APAC, LATAM)``, many with ``and 9 more``."""
    said = [name or blank for name in names]
    if len(said) == 1:
        return said[0]
    more = f" and {number(len(said) - _NAMES_SHOWN)} more" if len(said) > _NAMES_SHOWN else ""
    return f"{OTHER} ({', '.join(said[:_NAMES_SHOWN])}{more})"


_ORDINALS = ("next one", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(position: int) -> str:
    """``second``, ``third``, ``21st``; the first is the ``next one``."""
    return _ORDINALS[position - 1] if position <= len(_ORDINALS) else nth(Decimal(position))


def nth(position: Decimal) -> str:
    """``90th``, ``21st``, ``99.9th``."""
    said = f"{position:,f}" if position == position.to_integral_value() else plain(position)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(said[-1], "th")
    return f"{said}{'th' if said[-2:] in ('11', '12', '13') else ending}"


# ---------------------------------------------------------------- time

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def length(time: timedelta) -> str:
    """A length of time in whole days, below a day in hours: ``12 days``, ``1 day``, ``5 hours``, ``0 hours``."""
    return counted(time.days, "day") if time.days else counted(time.seconds // 3600, "hour")


def day(on: date) -> str:
    """``1 October 2026``."""
    return f"{on.day}{NBSP}{_MONTHS[on.month - 1]}{NBSP}{on.year}"


def day_of_month(on: date) -> str:
    """``14 October``, where the year is said already."""
    return f"{on.day}{NBSP}{_MONTHS[on.month - 1]}"


def instant(at: datetime, timezone: str) -> str:
    """An aware instant on the wall clock of a zone, and which: ``31 October 2026, 18:00 London time``."""
    return f"{day(wall(at, timezone).date())}, {wall(at, timezone):%H:%M} {zone_words(timezone)}"


def zone_words(timezone: str) -> str:
    """``London time`` for Europe/London."""
    return "UTC" if timezone == "UTC" else f"{timezone.rpartition('/')[2].replace('_', ' ')} time"


def period_name(period: Period) -> str:
    """``October 2026``, ``week 41 of 2026``, ``Q4 2026``, ``2026``; fiscal ones ``Q1 FY2027``."""
    if period.kind == "month":
        return f"{_MONTHS[period.first_on.month - 1]} {period.first_on.year}"
    if _by_days(period):
        return _days_of(period)
    year, _, part = period.label.partition("-")
    if period.kind == "week":
        return f"week {int(part[1:])} of {year}"
    return f"{part} {year}".strip()


def _by_days(period: Period) -> bool:
    """Whether the period is named by its days: a day, several weeks, a week that does not begin on Monday."""
    return period.kind in ("day", "weeks") or ".." in period.label


def _days_of(period: Period) -> str:
    """``5 Oct 2026``, or ``5 to 18 Oct 2026``, ``28 Sep to 11 Oct 2026``, ``28 Dec 2026 to 10 Jan 2027``."""
    first, last = period.first_on, period.end_on - timedelta(days=1)
    ends = f"{last.day} {_MONTHS[last.month - 1][:3]} {last.year}"
    if first == last:
        return ends
    month = f" {_MONTHS[first.month - 1][:3]}" if first.month != last.month else ""
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day}{month}{year} to {ends}"


def period_short(period: Period) -> str:
    """The period inside a sentence that is about now: ``October``, ``week 41``, ``Q4``."""
    if period.kind == "month":
        return _MONTHS[period.first_on.month - 1]
    if _by_days(period):
        return _days_of(period).removesuffix(f" {period.end_on.year}")
    part = period.label.partition("-")[2]
    return f"week {int(part[1:])}" if period.kind == "week" else part or period.label


def period_tick(period: Period) -> tuple[str, str]:
    """The two lines under a chart: ``Oct`` above ``2026``."""
    year, _, part = period.label.partition("-")
    if period.kind == "month":
        return _MONTHS[period.first_on.month - 1][:3], year
    if _by_days(period):
        return f"{period.first_on.day} {_MONTHS[period.first_on.month - 1][:3]}", str(period.first_on.year)
    return (part, year) if part else (year, "")
