"""Due dates that come again, each against a plain reading of its words on a calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import Unreadable
from living_sla.measures.deliveries import scheduled
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.schedule import parse_schedule
from tests.factories.cohorts import terms

COVERAGE = Coverage(terms({}, coverage={"timezone": "Europe/London", "hours": {"mon-thu": "09:00-17:00"}}).coverage)
FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def due(words, first, last, fiscal=1):
    found = scheduled(parse_schedule(words), COVERAGE, date.fromisoformat(first), date.fromisoformat(last), fiscal)
    return [str(day) for day in found]


@pytest.mark.parametrize(
    ("words", "first", "last", "days"),
    [
        ("last Friday of every month", "2026-10-01", "2026-12-31", ["2026-10-30", "2026-11-27", "2026-12-25"]),
        ("first Monday of every month", "2026-10-06", "2026-12-31", ["2026-11-02", "2026-12-07"]),
        ("second Tuesday of every quarter", "2026-01-01", "2026-12-31",
         ["2026-01-13", "2026-04-14", "2026-07-14", "2026-10-13"]),
        ("every weekday", "2026-10-01", "2026-10-06", ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06"]),
        ("every working day", "2026-10-01", "2026-10-06", ["2026-10-01", "2026-10-05", "2026-10-06"]),
        ("last day of every year", "2026-01-01", "2027-12-31", ["2026-12-31", "2027-12-31"]),
        ("first working day of every year", "2026-01-01", "2027-12-31", ["2026-01-01", "2027-01-04"]),
        ("last working day of every month", "2026-10-01", "2026-11-30", ["2026-10-29", "2026-11-30"]),
        ("day 15 of every quarter", "2026-01-01", "2026-12-31",
         ["2026-01-15", "2026-04-15", "2026-07-15", "2026-10-15"]),
        ("first day of every month", "2026-10-02", "2026-11-01", ["2026-11-01"]),
    ],
)  # fmt: skip
def test_a_rule_of_due_dates_means_what_it_says(words, first, last, days):
    assert due(words, first, last) == days


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("last day of every quarter", ["2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31"]),
        ("last day of every year", ["2026-01-31"]),
        ("day 15 of every quarter", ["2026-02-15", "2026-05-15", "2026-08-15", "2026-11-15"]),
        ("last day of every month", [f"{date(2026, m, calendar.monthrange(2026, m)[1])}" for m in range(1, 13)]),
    ],
)
def test_quarters_and_years_of_due_dates_are_fiscal(words, days):
    """A fiscal year that begins in February ends in January, and so do its quarters a month later than others."""
    assert due(words, "2026-01-01", "2026-12-31", fiscal=2) == days


@settings(max_examples=150)
@given(
    st.sampled_from(["first", "second", "third", "fourth", "last"]),
    st.integers(0, 6),
    st.sampled_from(["month", "quarter", "year"]),
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(1, 800),
    st.integers(1, 12),
)
def test_every_span_has_one_such_weekday(place, weekday, unit, first, length, fiscal):
    last = first + timedelta(days=length)
    found = due(f"{place} {FULL[weekday]} of every {unit}", str(first), str(last), fiscal)
    assert found == sorted(set(found))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    spans: dict[int, list[date]] = {}
    begin = date(first.year - 2, 1, 1)
    while begin <= last + timedelta(days=800):
        if begin.weekday() == weekday:
            spans.setdefault((begin.year * 12 + begin.month - fiscal) // months, []).append(begin)
        begin += timedelta(days=1)
    at = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[place]
    whole = sorted(days[at] for days in spans.values() if len(days) > 3)
    assert found == [str(day) for day in whole if first <= day <= last]


@pytest.mark.parametrize(
    "words", ["last Friday", "fifth Monday of every month", "last Fryday of every month", "every working days",
              "last Friday of every week", "day 31 of every month"]
)  # fmt: skip
def test_what_is_no_rule_is_refused(words):
    with pytest.raises(Unreadable):
        parse_schedule(words)


@pytest.mark.parametrize("words", ["first Monday", "last Friday", "last working day", "day 15", "every second Tuesday"])
def test_a_rule_that_lacks_something_is_told_how_it_would_be_one(words):
    with pytest.raises(Unreadable) as found:
        parse_schedule(words)
    assert parse_schedule(found.value.hint.partition("date: ")[2] or found.value.hint.partition("example ")[2])


@pytest.mark.parametrize(
    "words", ["every Monday", "every second Friday from 2026-01-09", "every weekday", "every working day",
              "last Friday of every month", "day 15 of every quarter", "last working day of every year"]
)  # fmt: skip
def test_a_rule_is_spelled_as_it_was_read(words):
    assert str(parse_schedule(words)) == words
