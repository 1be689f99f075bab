"""Periods: half-open calendar windows that follow one another without gap or overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import Unreadable
from living_sla.model.time.cadence import parse_cadence
from living_sla.model.time.period import PeriodGrid, PeriodRule
from living_sla.model.time.zones import micros

KINDS = ("day", "week", "month", "quarter", "year")


@pytest.mark.parametrize(
    ("kind", "fiscal_start", "day", "label", "first_on", "end_on"),
    [
        ("week", 1, "2026-10-07", "2026-W41", "2026-10-05", "2026-10-12"),
        ("week", 1, "2027-01-02", "2026-W53", "2026-12-28", "2027-01-04"),
        ("day", 1, "2026-10-25", "2026-10-25", "2026-10-25", "2026-10-26"),
        ("month", 1, "2028-02-29", "2028-02", "2028-02-01", "2028-03-01"),
        ("quarter", 1, "2026-10-01", "2026-Q4", "2026-10-01", "2027-01-01"),
        ("quarter", 7, "2026-10-01", "FY2027-Q2", "2026-10-01", "2027-01-01"),
        ("quarter", 2, "2027-01-31", "FY2027-Q4", "2026-11-01", "2027-02-01"),
        ("year", 1, "2026-10-01", "2026", "2026-01-01", "2027-01-01"),
        ("year", 4, "2027-03-31", "FY2027", "2026-04-01", "2027-04-01"),
    ],
)
def test_the_period_that_holds_a_date(kind, fiscal_start, day, label, first_on, end_on):
    found = PeriodRule(kind, "Europe/London", fiscal_start).containing(date.fromisoformat(day))
    assert (found.label, str(found.first_on), str(found.end_on)) == (label, first_on, end_on)


def test_a_period_begins_at_midnight_of_its_zone():
    october = PeriodRule("month", "America/New_York").containing(date(2026, 10, 1))
    assert october.start == datetime(2026, 10, 1, 4, tzinfo=UTC)
    assert october.end == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert PeriodRule("month", "America/New_York").containing(date(2026, 11, 1)).end.hour == 5


@given(st.sampled_from(KINDS), st.integers(1, 12), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_periods_follow_one_another_and_hold_their_dates(kind, fiscal_start, day):
    rule = PeriodRule(kind, "Europe/London", fiscal_start)
    period = rule.containing(day)
    assert period.first_on <= day < period.end_on
    following = rule.following(period)
    assert (following.first_on, following.start) == (period.end_on, period.end)
    assert rule.containing(period.end_on - timedelta(days=1)) == period
    assert rule.parse(period.label) == period


@given(st.sampled_from(KINDS), st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=5))
def test_every_instant_lies_in_the_period_at_its_position(kind, minutes):
    grid = PeriodGrid(PeriodRule(kind, "Europe/London"), date(2026, 1, 1))
    instants = [datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=step) for step in minutes]
    for instant, found in zip(instants, grid.positions(np.array([micros(i) for i in instants])), strict=True):
        if instant < grid.period(0).start:
            assert found == -1
        else:
            assert grid.period(found).start <= instant < grid.period(found).end


def test_what_comes_before_the_first_period_is_in_none():
    grid = PeriodGrid(PeriodRule("month", "Europe/London"), date(2026, 10, 17))
    before, first = micros(datetime(2026, 9, 30, 22, 59, tzinfo=UTC)), micros(datetime(2026, 9, 30, 23, tzinfo=UTC))
    assert grid.positions(np.array([before, first])).tolist() == [-1, 0]


def test_a_label_that_names_no_period_is_refused():
    with pytest.raises(Unreadable, match='"2026-13" is not a month'):
        PeriodRule("month", "Europe/London").parse("2026-13")


@pytest.mark.parametrize(
    ("per", "day", "label"),
    [
        ("week from sunday", "2026-10-04", "2026-10-04..2026-10-10"),
        ("week from Sunday", "2026-10-10", "2026-10-04..2026-10-10"),
        ("2 weeks from 2026-01-05", "2026-01-18", "2026-01-05..2026-01-18"),
        ("2 weeks from 2026-01-05", "2026-01-19", "2026-01-19..2026-02-01"),
        ("2 weeks from 2026-01-05", "2026-01-04", "2025-12-22..2026-01-04"),
        ("3 weeks from 2026-01-07", "2027-01-01", "2026-12-30..2027-01-19"),
    ],
)
def test_weeks_can_begin_on_another_day_and_come_in_numbers(per, day, label):
    cadence = parse_cadence(per)
    rule = PeriodRule(cadence.kind, "Europe/London", 1, cadence.since, cadence.weeks)
    found = rule.containing(date.fromisoformat(day))
    assert found.label == label
    assert rule.parse(label) == found
    assert rule.following(found).first_on == found.end_on


@pytest.mark.parametrize(
    "text", ["monthly", "2 weeks", "1 weeks from 2026-01-05", "99 weeks from 2026-01-05", "week from mars",
             "2 weeks from 2026-02-30", "Month", ""]
)  # fmt: skip
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Unreadable):
        parse_cadence(text)


@pytest.mark.parametrize(
    "text", ["day", "week", "month", "quarter", "year", "week from sunday", "2 weeks from 2026-01-05"]
)
def test_a_period_is_spelled_as_it_was_read(text):
    assert str(parse_cadence(text)) == text
