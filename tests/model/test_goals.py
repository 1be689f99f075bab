"""The arithmetic of goals: exact, never too little, and the same from both ends."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.model.figures.goals import Desk, Goal, whole
from living_sla.model.time.cadence import Cadence

RATES = st.decimals("0.001", "1", places=3).map(Fraction)
AMOUNTS = st.decimals("0.01", "99999999.99", places=2).map(Fraction)
WEIGHTS = st.lists(st.decimals("0", "10", places=2).map(Fraction), min_size=12, max_size=12).filter(any)


@st.composite
def goals(draw):
    """Goals as people could state them."""
    steps = draw(st.lists(RATES, max_size=4))
    names = [f"Stage {number}" for number in range(len(steps) + 1)]
    conversions = tuple(zip(names, names[1:], steps, strict=False))
    cuts = sorted(draw(st.lists(st.integers(1, 99), unique=True, max_size=3)))
    parts = [Fraction(end - start, 100) for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]
    regions = tuple((f"Region {number}", part) for number, part in enumerate(parts)) if cuts else ()
    return Goal(draw(AMOUNTS), draw(RATES), draw(AMOUNTS), conversions, tuple(draw(WEIGHTS)), regions)


@settings(max_examples=60)
@given(goals())
def test_who_goes_forward_from_the_records_arrives_at_the_share_of_the_quota(goal):
    found = goal.a_year
    for _, _, share in goal.conversions:
        found *= share
    assert found * goal.deal == goal.quota * goal.share


@settings(max_examples=60)
@given(goals())
def test_the_months_add_up_to_the_year_and_the_plan_is_never_behind(goal):
    assert sum(goal.of_month(month) for month in range(1, 13)) == goal.a_year
    rows = goal.plan()
    shares = [share for _, share in goal.regions] or [Fraction(1)]
    for row, share in zip(rows, shares, strict=True):
        assert min(row) >= 0
        reached = Fraction(0)
        for month in range(1, 13):
            reached += goal.of_month(month) * share
            assert sum(row[:month]) == ceil(reached)
    assert 0 <= sum(map(sum, rows)) - goal.a_year < len(rows)


@given(st.lists(st.fractions(0, 1000), min_size=1, max_size=30))
def test_whole_numbers_for_parts_are_together_what_the_sum_rounds_up_to(parts):
    assert sum(whole(parts)) == ceil(sum(parts))


@settings(max_examples=40)
@given(goals(), st.sampled_from(["month", "quarter"]))
def test_the_periods_of_a_year_need_what_the_year_needs(goal, kind):
    labels = [f"2026-{month:02}" for month in range(1, 13)] if kind == "month" else [f"2026-Q{n}" for n in range(1, 5)]
    assert sum(goal.needed(Cadence(kind), label) for label in labels) == goal.a_year
    assert len(labels) * goal.needed(Cadence(kind)) == goal.a_year


def test_a_year_is_52_weeks_for_goals_and_desks_alike():
    goal = Goal(Fraction(5200), Fraction(1), Fraction(1), (), (Fraction(1),) * 12, ())
    assert goal.needed(Cadence("week")) == 100
    assert goal.needed(Cadence("week", weekday=6), "2026-01-04..2026-01-10") == 100
    desk = Desk(Fraction(4), Fraction(25), Fraction(12))
    assert [desk.hours_of(Cadence(kind)) for kind in ("week", "month", "quarter", "year")] == [
        100, Fraction(1300, 3), 1300, 5200,
    ]  # fmt: skip
    assert desk.hours_for(Fraction(400), Fraction(6)) == 480
    assert desk.attempts_a_week == 500


def test_a_fiscal_or_other_label_has_no_season_of_its_own():
    weights = (*(Fraction(1),) * 11, Fraction(Decimal("0.5")))
    goal = Goal(Fraction(1150), Fraction(1), Fraction(1), (), weights, ())
    assert goal.needed(Cadence("month"), "2026-12") == 50
    assert goal.needed(Cadence("quarter"), "FY2027-Q1") == Fraction(1150, 4)
    assert goal.needed(Cadence("month"), "otherwise") == Fraction(1150, 12)
