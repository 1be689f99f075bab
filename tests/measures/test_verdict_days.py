"""What a closed period stood at on an earlier day is what a replay to the end of that day says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.measures.measure import measure
from living_sla.measures.period_figure import FigureSource
from living_sla.measures.verdict_days import VerdictDays
from living_sla.model.past.basis import Basis
from living_sla.model.time.zones import micros, zone
from tests.factories.cohorts import COUNT, at, batch, cohort_of, judged
from tests.measures.test_within import SOURCE

TOTAL = {"kind": "total", "source": "leads", "at": "mql_at", "column": "amount"}
LATE = at("2027-03-01T12:00")
OCTOBER = 1
FIRST = (date(2026, 10, 1) - date(1970, 1, 1)).days
TICK = timedelta(microseconds=1)
KINDS = {
    "within": {},
    "count": {"measure": COUNT, "target": "at least 3"},
    "conversion": {
        "measure": {
            "kind": "conversion", "source": "leads", "from": "mql_at", "to": "contacted_at", "limit": "5 days",
        },
        "target": "at least 20%",
    },
}  # fmt: skip


def days_of(cohort, *batches):
    [measured] = measure([cohort], [(each, micros(LATE)) for each in batches])
    judged(cohort, measured, FigureSource("leads", SOURCE, LATE), Basis.PROPOSED)
    return measured.tally.verdict_days


def replayed(cohort, records, as_of):
    [measured] = measure([cohort], [(batch(records), micros(as_of))])
    whole = judged(cohort, measured, FigureSource("leads", SOURCE, as_of), Basis.PROPOSED).whole
    counts = next((each.counts for each in whole if each.period.label == "2026-10"), None)
    return (counts.met, counts.missed) if counts else (0, 0)


MOMENTS = st.integers(-3 * 24 * 60, 33 * 24 * 60).map(
    lambda minutes: at("2026-10-01T00:00") + timedelta(minutes=minutes)
)
LEADS = st.tuples(MOMENTS, st.none() | st.integers(0, 12 * 24 * 60)).map(
    lambda drawn: {
        "mql_at": drawn[0],
        "contacted_at": drawn[0] + timedelta(minutes=drawn[1]) if drawn[1] is not None else None,
    }
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(records=st.lists(LEADS, min_size=1, max_size=12), elapsed=st.integers(1, 31))
def test_a_day_of_a_closed_period_is_that_of_a_replay(kind, records, elapsed):
    cohort = cohort_of(KINDS[kind])
    days = days_of(cohort, batch(records)).by_period().get(OCTOBER, ())
    until = FIRST + elapsed
    stood = (sum(met for day, met, _ in days if day < until), sum(missed for day, _, missed in days if day < until))
    assert stood == replayed(
        cohort, records, zone("Europe/London").instant(date(2026, 10, 1) + timedelta(elapsed)) - TICK
    )


def test_parts_merge_in_any_order():
    records = [{"id": f"{hour}", "mql_at": at(f"2026-10-05T{hour:02}:00")} for hour in range(9, 15)]
    cohort = cohort_of()
    whole = days_of(cohort, batch(records))
    first, second = (days_of(cohort, batch(part)) for part in (records[:2], records[2:]))
    second.merge(first)
    assert second == whole
    assert days_of(cohort, batch(records[:2]), batch(records[2:])) == whole


def amounts_of(cohort, *batches):
    [measured] = measure([cohort], [(each, micros(LATE)) for each in batches])
    return measured.tally.verdict_days


def test_amounts_of_a_total_merge_in_any_order_whatever_batches_bring_them():
    amounts = [Decimal("0.1"), Decimal("-40"), Decimal("1e9"), None, Decimal("0.2"), Decimal("7")]
    records = [
        {"id": f"{number}", "mql_at": at(f"2026-10-{5 + number % 2:02}T09:00"), "amount": amount}
        for number, amount in enumerate(amounts)
    ]
    cohort = cohort_of({"measure": TOTAL, "target": "at least 3 EUR"})
    whole = amounts_of(cohort, batch(records))
    assert whole.sums == {(OCTOBER, FIRST + 4): 10_000_000_003_000, (OCTOBER, FIRST + 5): -330_000}
    first, second = (amounts_of(cohort, batch(part)) for part in (records[:3], records[3:]))
    second.merge(first)
    assert second == whole
    assert amounts_of(cohort, batch(records[:1]), batch(records[1:])) == whole


def test_days_that_lie_far_apart_are_counted_as_well():
    far = [{"mql_at": at(f"{year}-10-05T09:00")} for year in (2026, 2027, 2900)]
    days = VerdictDays()
    [measured] = measure([cohort_of()], [(batch(far), micros(at("2950-01-01T00:00")))])
    days.merge(measured.tally.verdict_days)
    assert days.counts.counted()[1].sum() == 3


@pytest.mark.parametrize(
    "measured",
    [
        {"kind": "share", "source": "leads", "at": "mql_at", "that": {"lifecycle": "mql"}},
        {"kind": "completeness", "source": "leads", "at": "mql_at", "fields": ["region"]},
    ],
)
def test_what_a_column_says_has_no_day(measured):
    cohort = cohort_of({"measure": measured, "target": "at least 50%"})
    assert days_of(cohort, batch([{"mql_at": at("2026-10-05T09:00")}])) is None
