"""The calendar of a review as terms: explicit dates and hours, so that no release of the holidays decides.

calendar.csv                                    the terms that it makes of `holidays: GB-ENG`
2026-08-28  fri  09:00-17:00
2026-08-31  mon               Summer Bank Holiday   closed: [2026-08-31]
2026-09-05  sat  10:00-14:00  extra working day     open: [2026-09-05 10:00-14:00]
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from living_sla.errors import SlaError, Unreadable
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.time.calendar import holidays_of
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.hours import WHOLE_DAY, DayRange, OpenDay, Windows, parse_windows
from living_sla.model.time.zones import micros, zone

SealedDays = Mapping[date, Windows]
"""The windows of each date of a span without gaps; none where nothing is covered."""
_YEARS_BEFORE, _YEARS_AFTER = 40, 15
"""How far beyond the sealed dates holidays are written out: a record may have begun long before its review."""


def sealed_days(content: bytes, path: str) -> dict[tuple[str, int], dict[date, Windows]]:
    """The dates and hours of a `calendar.csv`, by agreement and version; raises `SlaError` where it is not one."""
    days: dict[tuple[str, int], dict[date, Windows]] = {}
    refused = SlaError(f"{path} is not the calendar of a review", hint="sla verify says whether it was changed")
    try:
        for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True):
            of = days.setdefault((row["agreement"], int(row["version"])), {})
            texts = row["hours"].split()
            of[date.fromisoformat(row["date"])] = parse_windows(texts) if texts else ()
    except (KeyError, TypeError, AttributeError, ValueError, csv.Error, Unreadable):
        raise refused from None
    if not days:
        raise refused
    return days


def with_sealed_days(coverage: CoverageTerms, days: SealedDays) -> CoverageTerms:
    """The same coverage, in which the sealed dates have the hours that they had, whatever is a holiday today.

    Dates before and after the sealed ones are as the terms and today's holidays have them.
    """
    if not days:
        return coverage
    closed: list[DayRange] = []
    opened: list[OpenDay] = []
    for day, windows in sorted(days.items()):
        usual = coverage.hours[day.weekday()] if coverage.hours is not None else WHOLE_DAY
        if windows and windows != usual:
            opened.append(OpenDay(day, windows))
        elif not windows and usual:
            closed.append(DayRange(day, day))
    closed += (DayRange(day, day) for day in _closed_beyond(coverage, days))
    opened += (extra for extra in coverage.open if extra.day not in days)
    changes = {"holidays": None, "closed": tuple(closed), "open": tuple(opened)}
    return coverage.model_copy(update=changes)


def _closed_beyond(coverage: CoverageTerms, days: SealedDays) -> Iterator[date]:
    """The dates beyond the sealed ones that have no hours: by the terms, and by today's holidays."""
    first, last = min(days), max(days)
    for closure in coverage.closed:
        yield from (day for day in closure if day not in days)
    if coverage.holidays is not None:
        for year in range(first.year - _YEARS_BEFORE, last.year + _YEARS_AFTER + 1):
            yield from (day for day in holidays_of(coverage.holidays, year) if day not in days)


def covers_alike(one: CoverageTerms, other: CoverageTerms, days: SealedDays) -> bool:
    """Whether two coverages have the same hours on these dates and around them."""
    if not days:
        return True
    clock = zone(one.timezone)
    span = micros(clock.instant(min(days))), micros(clock.instant(max(days)))
    tables = [Coverage(of).over(*span) for of in (one, other)]
    alike = (
        np.array_equal(getattr(tables[0].time, side), getattr(tables[1].time, side)) for side in ("opens", "closes")
    )
    return np.array_equal(tables[0].openings, tables[1].openings) and all(alike)
