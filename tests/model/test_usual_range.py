"""The usual range of a series: its limits, its signals, and the laws that both obey."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.figures.usual_range import (
    Assurance,
    UsualRange,
    Variation,
    assurance,
    side_of_news,
    usual_range,
    variation,
)

ACCOUNTS = (39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40)
"""A worked example by hand: mean 41.416…, eleven moves of 19 together."""


def fractions(values):
    return tuple(Fraction(value) for value in values)


SERIES = st.lists(st.fractions(-50, 50, max_denominator=20), min_size=6, max_size=24).map(tuple)
USUAL = UsualRange(Fraction(50), Fraction(40), Fraction(60), 12)


def test_the_range_is_the_mean_and_2_66_mean_moves_on_either_side():
    usual = usual_range(fractions(ACCOUNTS))
    moves = [2, 0, 0, 2, 1, 3, 1, 2, 1, 3, 4]
    assert usual.centre == Fraction(sum(ACCOUNTS), 12)
    assert usual.high - usual.centre == usual.centre - usual.low == Fraction(266, 100) * Fraction(sum(moves), 11)
    assert float(usual.centre) == pytest.approx(fmean(ACCOUNTS))


@pytest.mark.parametrize(
    ("values", "centre", "low", "high"),
    [
        # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches.
        ("49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1", 50.81, 45.8159, 55.8041),
        # Montgomery, Introduction to Statistical Quality Control: costs of processing a mortgage loan.
        (
            "310 288 297 298 307 303 294 297 308 306 294 299 297 299 314 295 293 306 301 304",
            300.5,
            279.78,
            321.22,
        ),
        # The same, in earlier editions: viscosity of a primer paint.
        (
            "33.75 33.05 34.00 33.81 33.46 34.02 33.68 33.27 33.49 33.20 33.62 33.00 33.54 33.12 33.84",
            33.52,
            32.24,
            34.80,
        ),
    ],
    ids=["nist", "loans", "viscosity"],
)
def test_published_examples_have_the_limits_that_were_published(values, centre, low, high):
    """They divide by 1.128 where we multiply by 2.66, and round on the way."""
    usual = usual_range(fractions(values.split()))
    assert float(usual.centre) == pytest.approx(centre, abs=0.005)
    assert (float(usual.low), float(usual.high)) == pytest.approx((low, high), abs=0.02)


def test_the_spread_is_three_deviations_of_a_normal_value():
    """Two of them lie 2 ÷ √π deviations apart in the mean."""
    assert round(3 / (2 / math.sqrt(math.pi)), 2) == 2.66


@pytest.mark.parametrize(("points", "rough"), [(6, True), (9, True), (10, False), (24, False)])
def test_a_range_of_fewer_than_ten_periods_is_rough(points, rough):
    assert usual_range(fractions(range(points))).is_rough is rough


def test_fewer_than_six_periods_have_no_range():
    assert usual_range(fractions(range(5))) is None


@given(SERIES, st.fractions(-9, 9, max_denominator=9), st.fractions("1/9", 9, max_denominator=9))
def test_a_series_in_another_unit_has_the_same_range_and_signals(series, moved, times):
    there = tuple(value * times + moved for value in series)
    usual, other = usual_range(series), usual_range(there)
    assert (other.low, other.high) == (usual.low * times + moved, usual.high * times + moved)
    assert side_of_news(there, other) == side_of_news(series, usual)


@given(SERIES)
def test_what_is_better_upwards_is_worse_downwards(series):
    usual = usual_range(series)
    mirrored = {Variation.BETTER: Variation.WORSE, Variation.WORSE: Variation.BETTER}
    up = variation(series, usual, more_is_better=True)
    assert variation(series, usual, more_is_better=False) == mirrored.get(up, up)
    turned = tuple(-value for value in series)
    assert side_of_news(turned, usual_range(turned)) == -side_of_news(series, usual)


@given(st.fractions(0, 100, max_denominator=7), st.integers(6, 20))
def test_a_series_that_never_moves_is_steady(value, points):
    series = (value,) * points
    assert variation(series, usual_range(series), more_is_better=True) == Variation.STEADY


@pytest.mark.parametrize(
    ("last", "side"),
    [
        ([61], 1), ([60], 0), ([39], -1), ([40], 0),
        ([56, 57, 50, 56], 1), ([56, 57, 56, 50], 0), ([55, 55, 55, 55], 0), ([44, 44, 51, 44], -1),
        ([51] * 8, 1), ([51] * 7, 0), ([50, *[51] * 7], 0), ([49] * 8, -1), ([51] * 7 + [49], 0),
    ],
)  # fmt: skip
def test_a_signal_is_a_point_outside_three_of_four_near_a_limit_or_eight_on_one_side(last, side):
    assert side_of_news(fractions(last), USUAL) == side


@pytest.mark.parametrize(
    ("target", "at_least", "at_most"),
    [
        (39, Assurance.WILL_MEET, Assurance.WILL_MISS),
        (40, Assurance.WILL_MEET, Assurance.HIT_OR_MISS),
        (50, Assurance.HIT_OR_MISS, Assurance.HIT_OR_MISS),
        (60, Assurance.HIT_OR_MISS, Assurance.WILL_MEET),
        (61, Assurance.WILL_MISS, Assurance.WILL_MEET),
    ],
)
def test_a_target_beyond_the_range_is_usually_met_or_usually_missed(target, at_least, at_most):
    assert assurance(USUAL, Fraction(target), more_is_better=True) == at_least
    assert assurance(USUAL, Fraction(target), more_is_better=False) == at_most


@given(SERIES, st.data())
def test_a_target_that_will_be_met_is_met_by_every_figure_in_the_range(series, data):
    usual = usual_range(series)
    figure = usual.low + (usual.high - usual.low) * data.draw(st.fractions(0, 1, max_denominator=10))
    target = data.draw(st.fractions(-60, 60, max_denominator=10))
    word = assurance(usual, target, more_is_better=True)
    if word == Assurance.WILL_MEET:
        assert figure >= target
    if word == Assurance.WILL_MISS:
        assert figure < target
