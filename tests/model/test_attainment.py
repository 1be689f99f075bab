"""Statuses and room, from counts alone."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.model.figures.attainment import (
    Room,
    Status,
    judge_share,
    judge_volume,
    room_of_parts,
    room_of_share,
    room_of_volume,
)
from living_sla.model.figures.outcome import Counts
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


HALF = parse_target("at least 50%")


@pytest.mark.parametrize(
    ("target", "counts", "room"),
    [
        (NINETY_FIVE, Counts(met=57, missed=1, pending=2), Room(misses_left=2)),
        (NINETY_FIVE, Counts(met=57, missed=3), Room(misses_left=0)),
        (NINETY_FIVE, Counts(met=56, missed=4), Room(misses_left=0, recover=20)),
        (NINETY_FIVE, Counts(), None),
        (HALF, Counts(met=19, missed=16), Room(misses_left=3)),  # each further miss is a record more
        (HALF, Counts(met=19, missed=16, pending=1), Room(misses_left=3)),
        (HALF, Counts(met=16, missed=16, pending=3), Room(misses_left=1)),
        (parse_target("at most 50%"), Counts(met=16, missed=19), Room(misses_left=3)),
        (parse_target("at least 0%"), Counts(met=1, missed=9), None),
    ],
)
def test_room_of_a_share(target, counts, room):
    assert room_of_share(target, counts, ended=False) == room


def test_a_missed_target_of_all_records_cannot_be_reached_any_more():
    found = room_of_share(parse_target("at least 100%"), Counts(met=9, missed=1), ended=False)
    assert found == Room(misses_left=0, recover=None)


def futures(counts, *, ended, most):
    """How a period may end that has these counts as yet: how many more are missed, how many new ones are not, the end.

    Open records end one way or the other. Where the period is open, up to `most` new ones of each kind come.
    """
    new = range(1 if ended else most + 1)
    for of_open, new_missed, new_met in product(range(counts.pending + 1), new, new):
        met = counts.met + counts.pending - of_open + new_met
        yield of_open + new_missed, new_met, Counts(met=met, missed=counts.missed + of_open + new_missed)


@settings(max_examples=200)
@given(
    counts=st.builds(Counts, met=st.integers(0, 9), missed=st.integers(0, 9), pending=st.integers(0, 4)),
    percent=st.sampled_from([0, 1, 5, 10, 33, 50, 60, 67, 75, 90, 99, 100]),
    ended=st.booleans(),
    at_most=st.booleans(),
)
def test_what_is_said_of_room_holds_for_every_future(counts, percent, ended, at_most):
    """Played: with the misses that are left it is met whatever else comes, and with one more it can be missed."""
    target = parse_target(f"at least {percent}%")
    mirrored = Counts(met=counts.missed, missed=counts.met, pending=counts.pending)
    room = (
        room_of_share(parse_target(f"at most {100 - percent}%"), mirrored, ended=ended)
        if at_most
        else room_of_share(target, counts, ended=ended)
    )
    if counts == Counts():
        assert room is None
        return
    played = [(more, new, target.kept_by(end.share)) for more, new, end in futures(counts, ended=ended, most=12)]
    if room is None:  # no number of misses is too many
        assert all(kept for *_, kept in played)
    elif target.kept_by(counts.upper):
        assert room.recover is None
        assert all(kept for more, _, kept in played if more <= room.misses_left)
        assert room.misses_left >= 12 or any(not kept for more, _, kept in played if more == room.misses_left + 1)
    else:  # missed, if it ended now
        spotless = {new: kept for more, new, kept in played if not more}
        assert all(kept == (room.recover is not None and new >= room.recover) for new, kept in spotless.items())


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 2)), min_size=2, max_size=3),
    st.sampled_from([0, 33, 50, 60, 75, 90, 100]),
)
@example([(0, 0, 2), (0, 0, 0)], 33)
def test_what_is_said_of_the_room_of_parts_holds_for_every_future(parts, percent):
    """Only the last part can get new records; the others have open ones at the most."""
    target = parse_target(f"at least {percent}%")
    counted = [Counts(*numbers) for numbers in parts]
    rooms = [room_of_share(target, one, ended=one is not counted[-1]) for one in counted]
    if any(one.upper is not None and not target.kept_by(one.upper) for one in counted[:-1]):
        return  # missed already
    room = room_of_parts(rooms, begins=counted[-1].share is None)
    played = list(
        product(*(
            [(more, after.share is None or target.kept_by(after.share)) for more, _, after in
             futures(one, ended=one is not counted[-1], most=5)]
            for one in counted
        ))
    )  # fmt: skip
    ends = [(sum(more for more, _ in future), all(kept for _, kept in future)) for future in played]
    if room is not None and room.recover is None and room.misses_left:
        assert all(kept for more, kept in ends if more <= room.misses_left)


@pytest.mark.parametrize("amount", ["0", "10", "12.5"])
def test_what_a_volume_still_needs_reaches_its_target_and_less_does_not(amount):
    target = parse_target(f"at least {amount}")
    for actual in range(15):
        room = room_of_volume(target, Fraction(actual), 3, whole=True)
        enough = [more for more in range(20) if target.kept_by(Fraction(actual + more))]
        assert room.needed == enough[0]
        assert math.ceil(room.per_day) * 3 >= room.needed


def test_a_total_that_may_fall_again_is_open_until_its_period_ends():
    """A refund may still take away what has come in."""
    goal, cap = parse_target("at least 400 EUR"), parse_target("at most 400 EUR")
    for target, actual in ((goal, Fraction(400)), (cap, Fraction(401))):
        assert judge_volume(target, actual, Fraction(200), ended=False) in (Status.MET, Status.MISSED)
        running = judge_volume(target, actual, Fraction(200), ended=False, may_fall=True)
        assert running in (Status.ON_TRACK, Status.AT_RISK)


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
