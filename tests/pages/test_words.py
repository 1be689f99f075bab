from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from living_sla.model.attainment import Room
from living_sla.model.period import PeriodRule
from living_sla.model.quantity import parse_target
from living_sla.pages import words
from tests.pages import values

NOVEMBER = values.month("2026-11")
OCTOBER = values.month("2026-10")


def plain(text: str) -> str:
    return text.replace(words.NBSP, " ")


@pytest.mark.parametrize(
    ("share", "against", "said"),
    [
        (Fraction(36, 39), None, "92.3 %"),
        (Fraction(1), None, "100.0 %"),
        (Fraction(0), None, "0.0 %"),
        (Fraction(9996, 10000), None, "99.96 %"),
        (Fraction(99999, 100000), None, "99.999 %"),
        (Fraction(1, 10000), None, "0.01 %"),
        (Fraction(9496, 10000), "0.95", "94.96 %"),
        (Fraction(94996, 100000), "0.95", "94.996 %"),
        (Fraction(9496, 10000), "0.90", "95.0 %"),
        (Fraction(1004, 10000), "0.10", "10.04 %"),
        (Fraction(95, 100), "0.95", "95.0 %"),
        (Fraction(2, 3), "0.666", "66.7 %"),
    ],
)
def test_a_percentage_never_rounds_onto_an_edge_or_its_target(share, against, said):
    assert plain(words.percent(share, against=Decimal(against) if against else None)) == said


@pytest.mark.parametrize(
    ("met", "missed", "pending", "said"),
    [
        (36, 3, 3, "92.3 % (36 of 39; 3 still open)"),
        (36, 3, 0, "92.3 % (36 of 39)"),
        (0, 0, 4, "no data"),
        (1500, 20, 0, "98.7 % (1,500 of 1,520)"),
    ],
)
def test_a_figure_carries_its_counts(met, missed, pending, said):
    assert plain(words.figure(values.share(NOVEMBER, met, missed, pending))) == said


def test_bounds_are_said_while_records_are_open():
    assert plain(words.bounds(values.share(NOVEMBER, 36, 3, 3))) == "85.7 % to 92.9 % once the 3 open ones are decided"
    assert plain(words.bounds(values.share(NOVEMBER, 36, 3, 1))) == "90.0 % to 92.5 % once the open one is decided"
    assert words.bounds(values.share(NOVEMBER, 36, 3)) == ""


@pytest.mark.parametrize(
    ("met", "missed", "said"),
    [
        (57, 1, "1 more late answer is possible; the second makes November miss."),
        (99, 1, "4 more late answers are possible; the fifth makes November miss."),
        (19, 1, "No more late answers are possible; the next one makes November miss."),
        (38, 3, "November is below its target; 19 more in a row without a miss would mend it."),
        (500, 5, "20 more late answers are possible; the 21st makes November miss."),
    ],
)
def test_room_left_is_said_in_plain_words(met, missed, said):
    owed = values.terms().commitment("first-contact")
    assert words.room(owed, values.share(NOVEMBER, met, missed)) == said


def test_a_target_without_a_miss_is_broken_by_the_first():
    owed = {**values.TERMS["commitments"][1], "target": "at least 100%", "warn": "100%"}
    agreed = values.terms(commitments=[owed])
    kept, broken = (values.share(NOVEMBER, 38, missed, agreed=agreed) for missed in (0, 1))
    said = "No more late answers are possible; the next one makes November miss."
    assert words.room(agreed.commitments[0], kept) == said
    assert words.room(agreed.commitments[0], broken) == "November can no longer meet its target."


def test_a_closed_period_has_no_room_left_to_tell_of():
    owed = values.terms().commitment("first-contact")
    assert words.room(owed, values.share(OCTOBER, 36, 3)) == ""


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (Room(needed=128, per_day=16.0, days_left=8), "128 more are needed in 8 working days: 16 a working day."),
        (Room(needed=1, per_day=1.0, days_left=1), "1 more is needed on the last working day."),
        (Room(needed=9, per_day=None, days_left=0), "9 more are needed, and no working day is left."),
        (Room(needed=10, per_day=10 / 3, days_left=3), "10 more are needed in 3 working days: 4 a working day."),
        (Room(needed=0, per_day=0.0, days_left=3), "November has reached its target."),
    ],
)
def test_what_a_volume_still_needs_is_said_by_the_working_day(room, said):
    owed = values.terms().commitment("mql-volume")
    running = replace(values.volume(NOVEMBER, 272, elapsed=Fraction(13, 21), days_left=8), room=room)
    assert words.room(owed, running) == said


def test_a_sentence_begins_with_a_capital():
    owed = values.terms().commitment("mql-volume")
    week = PeriodRule("week", values.LONDON).parse("2026-W47")
    running = values.volume(week, 400, elapsed=Fraction(1, 2), days_left=2)
    assert words.room(owed, replace(running, room=Room(needed=0, days_left=2))) == "Week 47 has reached its target."


def test_pace_says_how_far_a_volume_should_be():
    running = values.volume(NOVEMBER, 272, elapsed=Fraction(13, 21), days_left=8)
    said = "61.9 % of the working time is over: 248 would be on pace, 272 have come in."
    assert plain(words.pace(running)) == said
    assert words.pace(values.volume(OCTOBER, 458)) == ""
    assert words.pace(values.volume(NOVEMBER, 400, elapsed=Fraction(13, 21), days_left=8)) == ""


def test_an_instant_is_said_with_its_zone():
    at = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)
    assert plain(words.instant(at, "Europe/London")) == "31 October 2026, 18:00 London time"
    assert plain(words.instant(at, "America/Argentina/Buenos_Aires")) == "31 October 2026, 15:00 Buenos Aires time"
    assert plain(words.instant(at, "UTC")) == "31 October 2026, 18:00 UTC"


@pytest.mark.parametrize(
    ("kind", "fiscal", "label", "name", "short", "tick"),
    [
        ("week", 1, "2026-W41", "week 41 of 2026", "week 41", ("W41", "2026")),
        ("month", 1, "2026-10", "October 2026", "October", ("Oct", "2026")),
        ("quarter", 1, "2026-Q4", "Q4 2026", "Q4", ("Q4", "2026")),
        ("quarter", 7, "FY2027-Q1", "Q1 FY2027", "Q1", ("Q1", "FY2027")),
        ("year", 1, "2026", "2026", "2026", ("2026", "")),
    ],
)
def test_a_period_has_a_name_a_short_name_and_a_tick(kind, fiscal, label, name, short, tick):
    period = PeriodRule(kind, values.LONDON, fiscal).parse(label)
    assert (words.period_name(period), words.period_short(period), words.period_tick(period)) == (name, short, tick)


@pytest.mark.parametrize(
    ("written", "said"),
    [("at least 95%", "at least 95 %"), ("at most 2.5%", "at most 2.5 %"), ("at least 1400", "at least 1,400"),
     ("at most 90 business minutes", "at most 90 business minutes")],
)  # fmt: skip
def test_a_target_is_said_as_it_was_agreed(written, said):
    assert plain(words.target(parse_target(written))) == said
