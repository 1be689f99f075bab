"""The calendar that the clocks of a review used: every date with its hours, version by version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from living_sla.documents.cells import csv_text
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.reviews.record import FrozenAgreement, ReviewRecord
from living_sla.model.time.calendar import LOOK_AHEAD
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.hours import DAY_NAMES, WHOLE_DAY
from living_sla.model.time.zones import wall_time

if TYPE_CHECKING:
    from living_sla.reviews.record.ground import ReviewGround

COLUMNS = ("agreement", "version", "timezone", "date", "weekday", "hours", "name")
"""Hours are windows of the wall clock with a space between them, empty where nothing is covered; the name is that of
the day, where its hours are not those of its weekday."""


def calendar_csv(ground: ReviewGround, record: ReviewRecord) -> str:
    """The table: by agreement, version and date, from three months before the first figure to three after the as-of."""
    return csv_text(COLUMNS, (row for agreement in record.agreements for row in _rows(ground, record, agreement)))


def _rows(ground: ReviewGround, record: ReviewRecord, agreement: FrozenAgreement) -> Iterator[list[object]]:
    own = [attained.period.first_on for of in agreement.commitments for attained in of.series]
    first = min([ground.periods[agreement.id].first_on, *own]) - LOOK_AHEAD
    timeline = ground.timelines[agreement.id]
    for version in agreement.versions:
        terms = timeline.standing(version.number).version.agreement.terms
        last = wall_time(record.as_of, terms.coverage.timezone).date() + LOOK_AHEAD
        for day, hours, name in hours_of(terms.coverage, first, last):
            weekday = DAY_NAMES[day.weekday()]
            yield [agreement.id, version.number, terms.coverage.timezone, day.isoformat(), weekday, hours, name]


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
