"""A burn-up: the line of what came in, the pace, the target, and what is still needed."""

from __future__ import annotations

from fractions import Fraction

from living_sla.model.figures.course import Course
from living_sla.pages.charts.burn_up import burn_ups, drawn
from tests.factories import reports

RUNNING = reports.volume(reports.month("2026-11"), 200, elapsed=Fraction(1, 2))
COURSE = Course(((Fraction(1, 10), Fraction(50)), (Fraction(1, 4), Fraction(120)), (Fraction(1, 2), Fraction(200))))


def test_the_line_goes_in_steps_through_every_point_to_where_the_volume_stands():
    picture = drawn(RUNNING, COURSE)
    assert picture.course.count("H") == picture.course.count("V") == 3
    assert picture.course.endswith(f"H{picture.now[0]}V{picture.now[1]}")


def test_a_total_that_was_higher_stays_inside_its_picture():
    high = Course(((Fraction(1, 10), Fraction(5000)), (Fraction(1, 2), Fraction(200))))
    tops = [float(part.partition("H")[0]) for part in drawn(RUNNING, high).course.split("V")[1:]]
    assert min(tops) >= 16


def test_without_points_on_the_way_there_is_a_post_and_no_line():
    for course in (None, Course(COURSE.points[-1:])):
        assert drawn(RUNNING, course).course == ""
        shown = burn_ups([(reports.standing("mql-volume", [RUNNING], course=course), "")])
        assert "sla-burn-post" in shown
        assert "sla-burn-course" not in shown


def test_the_line_is_told_in_words():
    shown = burn_ups([(reports.standing("mql-volume", [RUNNING], course=COURSE), "")])
    assert "sla-burn-course" in shown
    assert "sla-burn-post" not in shown
    assert "before that 50 after 10.0 % and 120 after 25.0 %" in shown.replace("\N{NO-BREAK SPACE}", " ")
