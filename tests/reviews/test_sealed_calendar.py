"""Terms with the sealed calendar judge as they did when the holidays library said which days are holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.errors import SlaError
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.time import coverage as coverage_module
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.hours import WHOLE_DAY, Windows
from living_sla.model.time.zones import micros, zone
from living_sla.reviews.differences.sealed_calendar import sealed_days, with_sealed_days

REGIONS = (None, "GB-ENG", "GB-SCT", "DE-BY", "US", "NL", "JP", "AE", "IN", "BR")
HOURS: tuple[object, ...] = (
    None,
    {"mon-fri": "09:00-17:00"},
    {"mon-thu": ["09:00-12:00", "13:00-17:30"], "sat": "10:00-14:00"},
    {"fri-sun": "22:00-06:00"},
    "24x7",
)
FIRST, LAST = date(2024, 4, 1), date(2027, 1, 6)
DATES = st.dates(date(2023, 12, 20), date(2027, 2, 1))


def days_of(coverage: CoverageTerms, first: date, last: date) -> Iterator[tuple[date, Windows]]:
    """Every date and its hours: a holiday and a closure have none, an extra day its own or those of its weekday."""
    named = {of.day: of for of in Coverage(coverage).calendar(first, last)}
    extra = {of.day: of.windows for of in coverage.open}
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        usual = coverage.hours[day.weekday()] if coverage.hours is not None else WHOLE_DAY
        differs = named.get(day)
        yield day, usual if differs is None else (extra.get(day) or usual) if differs.open else ()


@st.composite
def coverages(draw: st.DrawFn) -> CoverageTerms:
    hours = draw(st.sampled_from(HOURS))
    closed = [str(day) for day in draw(st.lists(DATES, max_size=2))]
    opened = draw(st.lists(DATES, max_size=2, unique=True))
    windows = draw(st.sampled_from(["", " 11:00-15:00"]))
    fields: dict[str, object] = {"timezone": draw(st.sampled_from(["Europe/London", "America/New_York", "UTC"]))}
    fields |= {"hours": hours} if hours is not None else {}
    fields |= {"holidays": region} if (region := draw(st.sampled_from(REGIONS))) else {}
    fields |= {"closed": closed} if closed else {}
    fields |= {"open": [f"{day}{windows}" for day in opened]} if opened else {}
    return CoverageTerms.model_validate(fields)


def covered(coverage: CoverageTerms, first: date, last: date) -> list[tuple[int, int]]:
    clock = zone(coverage.timezone)
    start, end = micros(clock.instant(first)), micros(clock.instant(last))
    return Coverage(coverage).over(start, end).time.between(start, end)


@settings(max_examples=40)
@given(coverages())
@example(CoverageTerms.model_validate({"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}}))
def test_the_sealed_calendar_covers_what_the_library_did(coverage: CoverageTerms):
    sealed = with_sealed_days(coverage, dict(days_of(coverage, FIRST, LAST)))
    assert sealed.holidays is None
    for first, last in ((date(2022, 1, 1), FIRST), (FIRST, LAST), (LAST, date(2028, 1, 1))):
        assert covered(sealed, first, last) == covered(coverage, first, last)
    some = [FIRST + timedelta(days=step) for step in range(0, 1000, 7)]
    ours, theirs = Coverage(sealed), Coverage(coverage)
    assert [ours.is_covered(day) for day in some] == [theirs.is_covered(day) for day in some]


@settings(max_examples=20)
@given(coverages(), st.sets(DATES, max_size=4))
def test_another_release_of_the_holidays_changes_nothing_inside_the_sealed_dates(
    coverage: CoverageTerms, holidays: set[date]
):
    days = dict(days_of(coverage, FIRST, LAST))
    before = covered(coverage, FIRST, LAST)
    with pytest.MonkeyPatch.context() as patch:
        changed = lambda region, year: {day: "Another day" for day in holidays if day.year == year}  # noqa: E731
        patch.setattr(coverage_module, "holidays_of", changed)
        assert covered(with_sealed_days(coverage, days), FIRST, LAST) == before


TABLE = """agreement,version,timezone,date,weekday,hours,name
lead-handoff,2,Europe/London,2026-08-28,fri,09:00-12:00 13:00-17:00,
lead-handoff,2,Europe/London,2026-08-31,mon,,Summer Bank Holiday
"""


def test_the_table_is_read_by_agreement_and_version():
    [(of, days)] = sealed_days(TABLE.encode(), "calendar.csv").items()
    assert of == ("lead-handoff", 2)
    assert [" ".join(map(str, windows)) for windows in days.values()] == ["09:00-12:00 13:00-17:00", ""]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.replace("hours", "houres").encode(),
        TABLE.replace("2026-08-31", "2026-08-32").encode(),
        TABLE.replace("13:00-17:00", "13:00-25:00").encode(),
        TABLE.replace(",2,", ",two,").encode(),
        TABLE.replace("13:00-17:00", "11:00-17:00").encode(),
        b"\xff\xfe",
        b'agreement,version,timezone,date,weekday,hours,name\n"a,1',
        TABLE.encode() + b"lead-handoff,2\n",
    ],
)
def test_what_is_not_a_calendar_is_refused(content: bytes):
    with pytest.raises(SlaError, match="not the calendar of a review"):
        sealed_days(content, "docs/reviews/2026-Q3/calendar.csv")
