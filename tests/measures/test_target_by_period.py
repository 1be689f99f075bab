"""A target that changes by period: each is judged by its own, whatever the measure and however versions cut it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.measures.cohort import cohort
from living_sla.model.figures.attainment import Status
from living_sla.model.time.zones import micros
from tests.factories.cohorts import COUNT, WITHIN, at, terms
from tests.measures.test_every_measure import RECORDS, SHARES, STATISTICS
from tests.measures.test_versions import START, through
from tests.measures.test_within import lead

MID_OCTOBER = micros(at("2026-10-15T23:00"))
RISING = {"2026-09": "at least 50%", "2026-10": "at least 80%"}


def by_label(found):
    return {one.period.label: one for one in found.whole}


def test_a_share_is_judged_by_the_target_of_its_period():
    records = [lead(f"2026-{month}-07T09:00", None if n == 0 else f"2026-{month}-07T09:30", id=f"{month} {n}")
               for month in ("09", "10") for n in range(4)]  # fmt: skip
    found = by_label(through(records, (START, terms({"measure": WITHIN, "target": RISING}))))
    assert [
        (str(found[label].target), found[label].value, found[label].status) for label in ("2026-09", "2026-10")
    ] == [
        ("at least 50%", Fraction(3, 4), Status.MET),
        ("at least 80%", Fraction(3, 4), Status.MISSED),
    ]
    assert str(found["2026-11"].target) == "at least 80%"


def test_a_quota_has_its_slow_season_pace_and_room():
    seasons = {"2026-11": "at least 10", "otherwise": "at least 30"}
    records = [lead(f"2026-{month}-02T09:00", id=f"{month} {n}") for month in ("09", "10", "11") for n in range(12)]
    found = by_label(through(records[:-4], (START, terms({"measure": COUNT, "target": seasons}))))
    assert {label: (int(one.target.amount), one.status) for label, one in found.items()} == {
        "2026-09": (30, Status.MISSED), "2026-10": (30, Status.MISSED), "2026-11": (10, Status.ON_TRACK),
    }  # fmt: skip
    # Two of 21 covered days have passed, and eight of ten leads have come.
    assert (found["2026-11"].room.needed, found["2026-11"].pace.expected < 2) == (2, True)


def test_a_season_that_asks_for_nothing_is_met():
    seasons = {"2026-10": "at least 0", "otherwise": "at least 5"}
    found = by_label(through([lead("2026-09-02T09:00")], (START, terms({"measure": COUNT, "target": seasons}))))
    assert [found[label].status for label in ("2026-09", "2026-10")] == [Status.MISSED, Status.MET]


def test_a_version_in_mid_period_is_weighed_by_the_targets_of_that_period():
    """400 until 15 October and 600 from the 16th on, with 11 of 22 covered days before the change."""
    stated = [
        {"2026-09": "at least 100", "2026-10": "at least 400"},
        {"2026-10": "at least 600", "2026-11": "at least 9"},
    ]
    versions = [(start, terms({"measure": COUNT, "target": target}))
                for start, target in zip((START, MID_OCTOBER), stated, strict=True)]  # fmt: skip
    found = by_label(through([lead("2026-09-02T09:00")], *versions))
    assert [int(found[label].target.amount) for label in ("2026-09", "2026-10", "2026-11")] == [100, 500, 9]


def test_a_version_that_cuts_time_otherwise_is_weighed_by_what_its_own_periods_ask_for():
    """Weeks from Sunday until 15 October, months from the 16th on: the week in the middle of October asks for 70."""
    stated = [
        {"target": {"2026-10-11..2026-10-17": "at least 70", "otherwise": "at least 9"}, "per": "week from sunday"},
        {"target": {"2026-10": "at least 90"}, "per": "month"},
    ]
    versions = [
        (start, terms({"measure": COUNT, **more})) for start, more in zip((START, MID_OCTOBER), stated, strict=True)
    ]
    found = by_label(through([lead("2026-09-02T09:00")], *versions))
    assert (int(found["2026-10"].target.amount), int(found["2026-11"].target.amount)) == (80, 90)


def test_parts_of_a_share_have_the_target_of_their_version_in_that_period():
    records = [lead(f"2026-10-{day}T09:00", f"2026-10-{day}T09:30", id=day) for day in ("05", "19")]
    found = by_label(
        through(records, (START, terms({"measure": WITHIN, "target": RISING})),
                (MID_OCTOBER, terms({"measure": WITHIN, "target": RISING | {"2026-10": "at least 90%"}})))
    )  # fmt: skip
    assert [str(part.target) for part in found["2026-10"].parts] == ["at least 80%", "at least 90%"]
    assert str(found["2026-09"].target) == "at least 50%"


def test_a_version_that_moves_the_target_of_a_later_season_cuts_nothing():
    stated = (RISING, RISING | {"2027-03": "at least 99%"}, RISING | {"2026-10": "at least 85%"})
    agreed = [terms({"measure": WITHIN, "target": target}) for target in stated]
    now, later, sooner = (cohort(one, one.commitments[0], 1, (START, MID_OCTOBER)) for one in agreed)
    assert now.judges_like(later)
    assert not now.judges_like(sooner)


KINDS = {"within": "at least {}0%", "completeness": "at least {}0%", "median": "at most {} business hours",
         "average of a column": "at least {} EUR"}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=25)
@given(RECORDS, st.lists(st.integers(1, 9), min_size=3, max_size=3), st.booleans())
def test_each_period_is_what_it_would_be_if_its_target_were_that_of_all(name, records, drawn, otherwise):
    kind, fields, _ = STATISTICS.get(name) or (name, SHARES.get(name), "")
    measure = {"kind": kind, "source": "leads", **fields}
    amounts = [KINDS[name].format(number) for number in drawn]
    named = dict(zip(("2026-09", "2026-10", "otherwise" if otherwise else "2026-11"), amounts, strict=True))
    seasonal = by_label(through(records, (START, terms({"measure": measure, "target": named}))))
    for label, amount in zip(("2026-09", "2026-10", "2026-11"), amounts, strict=True):
        plain = by_label(through(records, (START, terms({"measure": measure, "target": amount}))))
        assert seasonal[label] == plain[label]
