"""Bullets: where bar, tick and shade are, and that none of them says more than the figure."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.figures.attainment import Status
from living_sla.pages.charts.bullet import WIDTH, bullet, drawn
from tests.factories import reports
from tests.pages.reading import Reading

OCTOBER, NOVEMBER = reports.months("2026-10", 2)


def test_a_share_is_drawn_on_the_whole_from_nothing_to_all():
    picture = drawn(reports.share(OCTOBER, 30, 10), (Fraction(1, 2), Fraction(11, 10)))
    assert picture.bar == (0, WIDTH * 0.75)
    assert picture.target == pytest.approx(WIDTH * 0.95, abs=0.05)
    assert picture.usual == (WIDTH / 2, WIDTH)


def test_a_running_volume_has_its_pace_instead_of_a_range_of_whole_periods():
    running = reports.volume(NOVEMBER, 272, elapsed=Fraction(13, 21), days_left=8)
    picture = drawn(running, (Fraction(300), Fraction(500)))
    assert picture.usual is None
    assert picture.bar[1] / picture.target == pytest.approx(272 / 400, abs=0.01)
    assert picture.pace / picture.target == pytest.approx(13 / 21, abs=0.01)


def test_a_bar_below_nothing_ends_at_nothing():
    picture = drawn(reports.pipeline(OCTOBER, "-40000"))
    begin, length = picture.bar
    assert begin == 0.0 or begin == picture.value
    assert begin + length == pytest.approx(picture.zero)


def test_without_a_figure_there_is_no_bar():
    assert bullet(reports.share(OCTOBER)) == ""


@pytest.mark.parametrize(("missed", "is_news"), [(0, False), (20, True)])
def test_colour_is_kept_for_what_is_missed_or_at_risk(missed, is_news):
    assert drawn(reports.share(OCTOBER, 80, missed)).is_news is is_news


def test_what_is_drawn_is_said():
    [svg] = Reading(bullet(reports.share(OCTOBER, 36, 3), usual=(Fraction(88, 100), Fraction(102, 100)))).all("svg")
    said = "92.3 %; target at least 95 %; usually 88.0 % to 100.0 %"
    assert (svg["role"], svg["aria-label"].replace("\u00a0", " ")) == ("img", said)


AMOUNTS = st.fractions(-1000, 10**7, max_denominator=3)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(["EUR", "records", "hours", ""]))
@settings(max_examples=60)
def test_every_mark_is_inside_the_picture_and_in_its_order(value, one, other, unit):
    found = replace(reports.volume(OCTOBER, 1), value=value, unit=unit, status=Status.MET)
    picture = drawn(found, (min(one, other), max(one, other)))
    low, high = picture.usual
    assert all(0 <= at <= WIDTH for at in (picture.zero, picture.value, picture.target, low, high))
    assert low <= high
    assert (picture.value <= picture.target) == (value <= 400) or picture.value == pytest.approx(
        picture.target, abs=0.1
    )
    assert bullet(found, usual=(min(one, other), max(one, other))).count("<svg") == 1
