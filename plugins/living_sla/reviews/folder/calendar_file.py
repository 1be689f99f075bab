"""The calendar that the clocks of a review used: every date with its hours, version by version.

It follows from the terms, the periods and the as-of of the record, and from the release of the holidays.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        for cells in _days(coverage, self.first, self.last):
            yield [self.agreement, str(self.version), *cells]


def calendar_csv(record: ReviewRecord, coverage_of: CoverageOf) -> str:
    """The table: by agreement, version and date, from three months before the first figure to three after the as-of."""
    return _text(_spans(record, coverage_of, {}))


def _text(spans: Iterable[_Span]) -> str:
    # Most agreements have the same days: of 50 in one record, to make each row took 0.2 s, and this takes 0.01 s.
    texts, known = [csv_text(COLUMNS, ())], dict[tuple[CoverageTerms, date, date], list[str]]()
    for agreement, version, coverage, first, last in spans:
        days = coverage, first, last
        if days not in known:
            known[days] = csv_text((), _days(*days)).split("\n")[1:-1]
        begins = f"{agreement},{version},"
        texts += (begins, f"\n{begins}".join(known[days]), "\n")
    return "".join(texts)


def _days(coverage: CoverageTerms, first: date, last: date) -> Iterator[list[str]]:
    for day, hours, name in hours_of(coverage, first, last):
        yield [coverage.timezone, day.isoformat(), DAY_NAMES[day.weekday()], hours, name]


def is_calendar_of(text: str, record: ReviewRecord, coverage_of: CoverageOf, *, is_whole: bool) -> bool:
    """Whether a table is the one of `calendar_csv`, as far as the holidays of today can tell.

    Where those are of another release than the record names, a date of the terms' holidays may be one or not. A record
    that was read in part, not `is_whole`, does not tell which figure is the first: then the table may begin before.
    """
    try:
        spans = list(_spans(record, coverage_of, {} if is_whole else _begins(text, record)))
    except (ValueError, IndexError):
        return False
    # Asked first: whoever names a date of long ago would have it all made.
    if text.count("\n") != 1 + sum((span.last - span.first).days + 1 for span in spans):
        return False
    if text == _text(spans):
        return True
    return record.releases.holidays not in ("", calendar_release()) and _is_of_other_holidays(text, spans)


def _is_of_other_holidays(text: str, spans: Sequence[_Span]) -> bool:
    """Whether a table of that many rows is one, but for days that are left to the holidays of another release."""
    try:
        header, *found = csv.reader(text.split("\n")[:-1], strict=True)
    except csv.Error:
        return False
    if tuple(header) != COLUMNS or len(found) != text.count("\n") - 1:
        return False
    expected = (row for span in spans for row in span.rows(span.coverage))
    without = (row for span in spans for row in span.rows(span.coverage.model_copy(update={"holidays": None})))
    extra = {(span.agreement, str(span.version), of.day.isoformat()) for span in spans for of in span.coverage.open}
    return all(
        row in (today, other) or (row[:-1] == [*today[:5], ""] and (today[0], today[1], today[3]) not in extra)
        for row, today, other in zip(found, expected, without, strict=True)
    )


def _begins(text: str, record: ReviewRecord) -> Mapping[str, date]:
    """The first date of each agreement in a table; raises `ValueError` or `IndexError` where a row has none."""
    begins, at = dict[str, date](), 0
    for agreement in record.agreements:
        if (found := text.find(f"\n{agreement.id},", at)) >= 0:
            at = found + 1
            begins[agreement.id] = date.fromisoformat(text[at : text.find("\n", at)].split(",", 4)[3])
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
