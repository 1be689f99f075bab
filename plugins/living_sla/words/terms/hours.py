"""Working hours in words."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.notation import DAYS_OF_WEEK
from living_sla.model.time.hours import DAY_NAMES, OpenDay, Week, Window, Windows
from living_sla.words.numbers import listed
from living_sla.words.times import plain_day, zone_words


def day_lines(week: Week | None) -> list[str]:
    """One line for each run of days with the same hours: ``Monday to Thursday 09:00-17:30``."""
    return [
        f"{DAYS_OF_WEEK[first]}{f' to {DAYS_OF_WEEK[last]}' if last > first else ''} {listed(map(str, windows))}"
        for first, last, windows in _runs(week)
    ]


def week_words(week: Week) -> str:
    """The same in one line: ``Monday to Thursday 09:00-17:30, Friday 09:00-12:00 and 13:00-16:00``."""
    if all(windows == (Window(0, 24 * 60),) for windows in week):
        return "all day, every day"
    return ", ".join(day_lines(week))


def open_day_words(extra: OpenDay) -> str:
    """``19 December 2026 09:00-13:00``."""
    return " ".join([plain_day(extra.day), listed(map(str, extra.windows)) if extra.windows else ""]).strip()


def business_hours(coverage: CoverageTerms) -> str:
    """Behind a limit in business time: ``: Mon-Fri 09:00-17:00, London time, holidays GB-ENG``."""
    days = "; ".join(_short(*run) for run in _runs(coverage.hours)) if coverage.hours else "every hour"
    holidays = f", holidays {coverage.holidays}" if coverage.holidays else ""
    return f": {days}, {zone_words(coverage.timezone)}{holidays}"


def _short(first: int, last: int, windows: Windows) -> str:
    days = DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]}-{DAY_NAMES[last]}"
    return f"{days} {' and '.join(map(str, windows))}"


def _runs(week: Week | None) -> Iterator[tuple[int, int, Windows]]:
    """Runs of weekdays with the same windows; days without hours are left out."""
    week = week or ((),) * 7
    first = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[first]:
            if week[first]:
                yield first, day - 1, week[first]
            first = day
