"""Statuses and room, from counts alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.attainment import Room, Status, judge_share, judge_volume, room_of_share
from living_sla.model.outcome import Counts
from living_sla.model.quantity import parse_target

NINETY_FIVE = parse_target("at least 95%")
TEN = parse_target("at most 10%")


@pytest.mark.parametrize(
    ("target", "counts", "ended", "status"),
    [
        (NINETY_FIVE, Counts(met=19, missed=1), True, Status.MET),
        (NINETY_FIVE, Counts(met=18, missed=1), True, Status.MISSED),
        (NINETY_FIVE, Counts(met=19, missed=1), False, Status.ON_TRACK),
        (NINETY_FIVE, Counts(met=18, missed=1), False, Status.AT_RISK),
        (NINETY_FIVE, Counts(met=18, missed=1, pending=1), True, Status.AT_RISK),  # 90 % to 95 %: undecided
        (NINETY_FIVE, Counts(met=17, missed=2, pending=1), True, Status.MISSED),  # at best 90 %
        (NINETY_FIVE, Counts(), True, Status.NO_DATA),
        (NINETY_FIVE, Counts(pending=5), True, Status.NO_DATA),
        (TEN, Counts(met=1, missed=9), True, Status.MET),
        (TEN, Counts(met=2, missed=9), True, Status.MISSED),
        (TEN, Counts(met=2, missed=9), False, Status.AT_RISK),
    ],
)
def test_status_of_a_share(target, counts, ended, status):
    assert judge_share(target, None, counts, ended=ended) is status


def test_the_warning_threshold_decides_between_on_track_and_at_risk():
    counts = Counts(met=96, missed=4)
    assert judge_share(NINETY_FIVE, Decimal("0.97"), counts, ended=False) is Status.AT_RISK
    assert judge_share(NINETY_FIVE, Decimal("0.96"), counts, ended=False) is Status.ON_TRACK
    assert judge_share(NINETY_FIVE, Decimal("0.97"), counts, ended=True) is Status.MET


@pytest.mark.parametrize(
    ("counts", "room"),
    [
        (Counts(met=57, missed=1, pending=2), Room(misses_left=2)),
        (Counts(met=57, missed=3), Room(misses_left=0)),
        (Counts(met=56, missed=4), Room(misses_left=0, recover=20)),
        (Counts(), None),
    ],
)
def test_room_of_a_share(counts, room):
    assert room_of_share(NINETY_FIVE, counts) == room


def test_a_missed_target_of_all_records_cannot_be_mended():
    assert room_of_share(parse_target("at least 100%"), Counts(met=9, missed=1)) == Room(misses_left=0, recover=None)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 30), st.integers(50, 99))
def test_the_room_is_exact(met, missed, pending, percent):
    """With all misses that are left the target is still met, and with one more it does not."""
    target = parse_target(f"at least {percent}%")
    room = room_of_share(target, Counts(met=met, missed=missed, pending=pending))
    if room is None:
        return
    known, kept = met + missed + pending, met + pending
    if room.recover is None:
        assert target.kept_by(Fraction(kept - room.misses_left, known))
        assert not target.kept_by(Fraction(kept - room.misses_left - 1, known))
    else:
        assert target.kept_by(Fraction(kept + room.recover, known + room.recover))
        assert not target.kept_by(Fraction(kept + room.recover - 1, known + room.recover - 1))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.booleans())
def test_at_most_mirrors_at_least(met, missed, pending, ended):
    """A target of at most 5 % bad records is a target of at least 95 % good ones."""
    bad = judge_share(parse_target("at most 5%"), None, Counts(missed, met, pending), ended=ended)
    assert bad is judge_share(NINETY_FIVE, None, Counts(met, missed, pending), ended=ended)


def test_bounds_hold_the_share_that_pending_records_can_lead_to():
    counts = Counts(met=36, missed=3, pending=3)
    assert (counts.share, counts.lower, counts.upper) == (Fraction(12, 13), Fraction(6, 7), Fraction(13, 14))


def test_a_volume_warns_by_its_own_threshold():
    goal = parse_target("at least 400")
    assert judge_volume(goal, Fraction(210), Fraction(220), ended=False) is Status.AT_RISK
    assert judge_volume(goal, Fraction(210), Fraction(200), ended=False) is Status.ON_TRACK
