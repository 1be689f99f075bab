"""Targets that change by period: what they come to in each, how they are written, and which names are periods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import Unreadable
from living_sla.model.quantity import Target, parse_target, parse_targets
from living_sla.model.time.cadence import parse_cadence, wrong_label
from living_sla.model.time.period import PeriodRule

QUARTERS = {"2026-Q1": "at least 50", "2026-Q2": "at least 100", "2027-Q1": "at least 60"}


@pytest.mark.parametrize(
    ("label", "amount"),
    [("2025-Q4", 50), ("2026-Q1", 50), ("2026-Q2", 100), ("2026-Q3", 100), ("2026-Q4", 100), ("2027-Q1", 60),
     ("2031-Q2", 60)],
)  # fmt: skip
def test_each_target_holds_until_the_next_period_that_is_named(label, amount):
    assert parse_targets(QUARTERS).at(label) == Target("at least", Decimal(amount))


@pytest.mark.parametrize(("label", "amount"), [("2026-07", 50), ("2026-08", 20), ("2026-09", 50)])
def test_with_otherwise_a_target_holds_in_the_period_that_it_names(label, amount):
    assert parse_targets({"otherwise": "at least 50", "2026-08": "at least 20"}).at(label).amount == amount


@pytest.mark.parametrize(
    "raw",
    [
        {"2026-Q1": "at least 50", "2026-Q2": "at most 60"},
        {"2026-Q1": "at least 50", "2026-Q2": "at least 60%"},
        {"2026-Q1": "at most 2 days", "2026-Q2": "at most 2 business days"},
        {"2026-Q1": "at most 90 minutes", "2026-Q2": "at most 2 hours"},
        {"2026-Q1": "at least 5 EUR", "otherwise": "at least 5 USD"},
        {"2026-Q1": "50"},
        {"2026-Q1": None},
        {"otherwise": "at least 5"},
        {},
    ],
)
def test_targets_that_differ_in_more_than_their_number_are_refused(raw):
    with pytest.raises(Unreadable) as found:
        parse_targets(raw)
    assert found.value.hint


CADENCES = [
    "day",
    "week",
    "week from sunday",
    "2 weeks from 2026-01-05",
    "3 weeks from 2020-02-27",
    "month",
    "quarter",
    "year",
]


@settings(max_examples=200)
@given(
    st.sampled_from(CADENCES), st.dates(date(1995, 1, 1), date(2090, 1, 1)), st.sampled_from(CADENCES),
    st.sampled_from([1, 1, 2, 7]),
)  # fmt: skip
def test_the_labels_of_figures_are_the_names_of_periods_and_no_others_are(text, day, other, fiscal):
    per = parse_cadence(text)
    label = PeriodRule(per.kind, "UTC", fiscal, per.since, per.weeks).containing(day).label
    assert wrong_label(label, per) is None
    another = parse_cadence(other)
    if another != per:
        assert wrong_label(label, another) is not None


@pytest.mark.parametrize(
    ("label", "per"),
    [("2026-W54", "week"), ("2025-W53", "week"), ("2026-13", "month"), ("2026-Q5", "quarter"), ("1850", "year"),
     ("2026-02-30", "day"), ("2026-01-06..2026-01-19", "2 weeks from 2026-01-05"), ("2026-1", "month"),
     ("2026-01-05..2026-01-11", "2 weeks from 2026-01-05"), ("Q1 2026", "quarter"), ("2026-q1", "quarter"),
     ("2026-01-05..2026-01-11", "week from sunday"), ("otherwise?", "month"), ("fy2026", "year")],
)  # fmt: skip
def test_what_is_not_a_period_of_the_commitment_is_told_with_one_that_is(label, per):
    found = wrong_label(label, parse_cadence(per))
    assert found is not None
    assert found.code == "SLA-F014"
    assert wrong_label(found.hint.rpartition(" ")[2], parse_cadence(per)) is None


MONTHS = [f"{2025 + at // 12}-{at % 12 + 1:02}" for at in range(30)]
DRAWN = st.dictionaries(st.sampled_from(MONTHS), st.integers(1, 4).map("at least {}".format), min_size=1, max_size=5)
OTHERWISE = st.none() | st.integers(1, 4).map("at least {}".format)


@settings(max_examples=200)
@given(DRAWN, OTHERWISE, st.sampled_from(MONTHS))
def test_a_target_is_that_of_a_plain_walk_through_the_months(named, otherwise, label):
    target = parse_targets(named | ({"otherwise": otherwise} if otherwise else {}))
    expected = otherwise or named[min(named)]
    for month in MONTHS:
        expected = named.get(month, otherwise or expected)
        if month == label:
            break
    assert target.at(label) == parse_target(expected)


@settings(max_examples=200)
@given(DRAWN, OTHERWISE, st.sampled_from(MONTHS), st.sampled_from(MONTHS))
def test_what_matters_between_two_periods_says_the_same_of_each_in_between(named, otherwise, one, other):
    target = parse_targets(named | ({"otherwise": otherwise} if otherwise else {}))
    low, high = sorted((one, other))
    inside = [month for month in MONTHS if low <= month <= high]
    part = target.between(low, high)
    assert [part.at(month) for month in inside] == [target.at(month) for month in inside]
