"""The calendar that the clocks of a review used: every date with its hours, version by version.

It follows from the terms, the periods and the as-of of the record, and from the release of the holidays.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from living_sla.documents.cells import csv_text
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.reviews.record import FrozenAgreement, ReviewRecord
from living_sla.model.time.calendar import LOOK_AHEAD, calendar_release
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.hours import DAY_NAMES, WHOLE_DAY
from living_sla.model.time.zones import wall_time

CoverageOf = Callable[[str, int], CoverageTerms]
"""The coverage of a version of an agreement that judged in the review."""
COLUMNS = ("agreement", "version", "timezone", "date", "weekday", "hours", "name")
"""Hours are windows of the wall clock with a space between them, empty where nothing is covered; the name is that of
the day, where its hours are not those of its weekday."""


class _Span(NamedTuple):
    """The dates of one version."""

    agreement: str
    version: int
    coverage: CoverageTerms
    first: date
    last: date

    def rows(self, coverage: CoverageTerms) -> Iterator[list[str]]:
        for day, hours, name in hours_of(coverage, self.first, self.last):
            weekday = DAY_NAMES[day.weekday()]
            yield [self.agreement, str(self.version), coverage.timezone, day.isoformat(), weekday, hours, name]


def calendar_csv(record: ReviewRecord, coverage_of: CoverageOf) -> str:
    """The table: by agreement, version and date, from three months before the first figure to three after the as-of."""
    return csv_text(COLUMNS, (row for span in _spans(record, coverage_of, {}) for row in span.rows(span.coverage)))


def is_calendar_of(text: str, record: ReviewRecord, coverage_of: CoverageOf, *, is_whole: bool) -> bool:
    """Whether a table is the one of `calendar_csv`, as far as the holidays of today can tell.

    Where those are of another release than the record names, a date of the terms' holidays may be one or not. A record
    that was read in part, not `is_whole`, does not tell which figure is the first: then the table may begin before.
    """
    try:
        header, *found = csv.reader(text.splitlines(), strict=True)
        begins = {} if is_whole else _begins(found)
    except (ValueError, IndexError, csv.Error):
        return False
    spans = list(_spans(record, coverage_of, begins))
    # Asked first: whoever names a date of long ago would have it all made.
    if len(found) != sum((span.last - span.first).days + 1 for span in spans):
        return False
    expected = [row for span in spans for row in span.rows(span.coverage)]
    if text == csv_text(COLUMNS, expected):
        return True
    if tuple(header) != COLUMNS or record.releases.holidays in ("", calendar_release()):
        return False
    without = (row for span in spans for row in span.rows(span.coverage.model_copy(update={"holidays": None})))
    extra = {(span.agreement, str(span.version), of.day.isoformat()) for span in spans for of in span.coverage.open}
    return all(
        row in (today, other) or (row[:-1] == [*today[:5], ""] and (today[0], today[1], today[3]) not in extra)
        for row, today, other in zip(found, expected, without, strict=True)
    )


def _begins(rows: list[list[str]]) -> Mapping[str, date]:
    """The first date of each agreement; raises `ValueError` or `IndexError` where the rows have none."""
    begins: dict[str, date] = {}
    for row in rows:
        if row[0] not in begins:
            begins[row[0]] = date.fromisoformat(row[3])
    return begins


def _spans(record: ReviewRecord, coverage_of: CoverageOf, begins: Mapping[str, date]) -> Iterator[_Span]:
    for agreement in record.agreements:
        first = _first(record, agreement)
        for version in agreement.versions:
            coverage = coverage_of(agreement.id, version.number)
            last = wall_time(record.as_of, coverage.timezone).date() + LOOK_AHEAD
            yield _Span(agreement.id, version.number, coverage, min(first, begins.get(agreement.id, first)), last)


def _first(record: ReviewRecord, agreement: FrozenAgreement) -> date:
    own = (attained.period.first_on for of in agreement.commitments for attained in of.series)
    return min([record.period.first_on, *own]) - LOOK_AHEAD


def hours_of(coverage: CoverageTerms, first: date, last: date) -> Iterator[tuple[date, str, str]]:
    """Each date from `first` to `last`, its windows, and its name where its hours are not those of its weekday."""
    named = {of.day: of for of in Coverage(coverage).calendar(first, last)}
    extra = {of.day: of.windows for of in coverage.open}
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        usual = coverage.hours[day.weekday()] if coverage.hours is not None else WHOLE_DAY
        differs = named.get(day)
        windows = usual if differs is None else (extra.get(day) or usual) if differs.open else ()
        yield day, " ".join(map(str, windows)), differs.name if differs is not None else ""
