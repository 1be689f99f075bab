from fractions import Fraction

import pytest
from msgspec.structs import replace

from living_sla.model.figures.attainment import Room
from living_sla.model.time.period import PeriodRule
from living_sla.words import numbers
from living_sla.words.standing import outlook
from tests.factories import reports

NOVEMBER = reports.month("2026-11")
OCTOBER = reports.month("2026-10")


def plain(text: str) -> str:
    return text.replace(numbers.NBSP, " ")


@pytest.mark.parametrize(
    ("met", "missed", "said"),
    [
        (39, 1, "November is met with at most 1 more late answer, whatever else comes; the second can make it miss."),
        (99, 1, "November is met with at most 4 more late answers, whatever else comes; the fifth can make it miss."),
        (19, 1, "No late answer is left to spare; the next one can make November miss."),
        (38, 3, "November is below its target; 19 more in a row without a miss would reach it."),
        (500, 5, "November is met with at most 21 more late answers, whatever else comes; the 22nd can make it miss."),
    ],
)
def test_room_left_is_said_in_plain_words(met, missed, said):
    owed = reports.terms().commitment("first-contact")
    assert outlook.room(owed, reports.share(NOVEMBER, met, missed)) == said


def test_what_open_records_must_do_is_said_with_what_new_ones_must():
    owed = reports.terms().commitment("first-contact")
    said = "November is below its target; 18 more in a row without a miss, and no miss by the open one, would reach it."
    assert outlook.room(owed, reports.share(NOVEMBER, 38, 3, 1)) == said


def test_where_no_new_records_can_come_one_miss_too_many_makes_the_period_miss():
    owed = reports.terms().commitment("first-contact")
    said = "October is met with at most 1 more late answer; the second makes it miss."
    assert outlook.room(owed, reports.share(OCTOBER, 36, 1, 3)) == said


def test_a_target_without_a_miss_is_broken_by_the_first():
    owed = {**reports.TERMS["commitments"][1], "target": "at least 100%", "warn": "100%"}
    agreed = reports.terms(commitments=[owed])
    kept, broken = (reports.share(NOVEMBER, 38, missed, agreed=agreed) for missed in (0, 1))
    said = "No late answer is left to spare; the next one makes November miss."
    assert outlook.room(agreed.commitments[0], kept) == said
    assert outlook.room(agreed.commitments[0], broken) == "November can no longer meet its target."


def test_a_closed_period_has_no_room_left_to_tell_of():
    owed = reports.terms().commitment("first-contact")
    assert outlook.room(owed, reports.share(OCTOBER, 36, 3)) == ""


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (
            Room(needed=Fraction(128), per_day=Fraction(16), days_left=8),
            "128 more are needed in 8 working days: 16 a working day.",
        ),
        (Room(needed=Fraction(1), per_day=Fraction(1), days_left=1), "1 more is needed on the last working day."),
        (Room(needed=Fraction(9), per_day=None, days_left=0), "9 more are needed, and no working day is left."),
        (
            Room(needed=Fraction(10), per_day=Fraction(10, 3), days_left=3),
            "10 more are needed in 3 working days: 4 a working day.",
        ),
        (Room(needed=Fraction(0), per_day=Fraction(0), days_left=3), "November has reached its target."),
    ],
)
def test_what_a_volume_still_needs_is_said_by_the_working_day(room, said):
    owed = reports.terms().commitment("mql-volume")
    running = replace(reports.volume(NOVEMBER, 272, elapsed=Fraction(13, 21), days_left=8), room=room)
    assert outlook.room(owed, running) == said


def test_a_sentence_begins_with_a_capital():
    owed = reports.terms().commitment("mql-volume")
    week = PeriodRule("week", reports.LONDON).parse("2026-W47")
    running = reports.volume(week, 400, elapsed=Fraction(1, 2), days_left=2)
    assert (
        outlook.room(owed, replace(running, room=Room(needed=Fraction(0), days_left=2)))
        == "Week 47 has reached its target."
    )


def test_pace_says_how_far_a_volume_should_be():
    running = reports.volume(NOVEMBER, 272, elapsed=Fraction(13, 21), days_left=8)
    said = "61.9 % of the working time is over: 248 would be on pace, 272 have come in."
    assert plain(outlook.pace(running)) == said
    assert outlook.pace(reports.volume(OCTOBER, 458)) == ""
    assert outlook.pace(reports.volume(NOVEMBER, 400, elapsed=Fraction(13, 21), days_left=8)) == ""


def test_what_a_sum_of_money_still_needs_is_said_in_money():
    running = reports.pipeline(NOVEMBER, "512400", elapsed=Fraction(2, 3), days_left=7)
    owed = reports.commitment("pipeline")
    assert plain(outlook.room(owed, running)) == (
        "EUR 87,600 more is needed in 7 working days: EUR 12,515 a working day."
    )
    assert plain(outlook.pace(running)) == (
        "66.7 % of the working time is over: EUR 400,000 would be on pace, EUR 512,400 has come in."
    )


def test_no_cent_that_is_still_needed_is_rounded_away():
    running = reports.pipeline(NOVEMBER, "512399.595", elapsed=Fraction(2, 3), days_left=7)
    assert plain(outlook.room(reports.commitment("pipeline"), running)) == (
        "EUR 87,600.41 more is needed in 7 working days: EUR 12,515 a working day."
    )


def test_a_median_has_neither_room_nor_pace():
    running = reports.first_response(NOVEMBER, "85", 212, 3)
    assert outlook.room(reports.commitment("first-response"), running) == ""
    assert outlook.pace(running) == ""
