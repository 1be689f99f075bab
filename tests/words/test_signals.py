"""Variation and assurance in words, the same for pages, terminal and JSON."""

from __future__ import annotations

import json
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from living_sla.documents.attainment import attainment_document
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import signals, tables
from living_sla.words.standing.outlook import with_reason
from tests.factories import reports

SERIES = tuple(
    reports.share(period, met, 100 - met)
    for period, met in zip(reports.months("2026-01", 10), (95, 93, 96, 94, 95, 93, 96, 94, 95, 80), strict=True)
)
STANDING = reports.standing("first-contact", SERIES)


def test_two_words_come_with_the_range_that_they_follow_from():
    assert signals.two_words(STANDING) == "worse than usual, hit or miss"
    assert plain_spaces(signals.why_two_words(STANDING)) == (
        "The latest figure is worse than usual. Usually 83.9 % to 100.0 % (10 closed months); "
        "the target lies inside that range, so some periods meet it and some miss it by chance."
    )


def test_a_range_of_fewer_than_ten_periods_is_called_rough():
    few = reports.standing("first-contact", SERIES[:7])
    assert plain_spaces(signals.usually(few)) == "usually 88.8 % to 100.0 % (rough, by only 7 closed months)"


def test_a_figure_that_never_moves_is_its_own_range():
    same = reports.standing("mql-volume", [reports.volume(found, 412) for found in reports.months("2026-01", 10)])
    assert signals.usually(same) == "usually 412 (10 closed months)"


def test_nothing_is_said_of_too_few_periods():
    few = reports.standing("first-contact", SERIES[:5])
    assert (signals.two_words(few), signals.usually(few), signals.why_two_words(few)) == ("", "", "")


def test_the_terminal_and_the_json_say_the_same_words():
    rows = [with_reason(STANDING.commitment, row) for row in SERIES]
    table = tables.attainment_table([STANDING], rows)
    assert "  worse than usual, hit or miss: usually 83.9 % to 100.0 % (10 closed months)" in table.splitlines()
    written = json.loads(attainment_document([STANDING], rows, reports.report(), replayed=False))
    [found] = written["signals"]
    assert (found["variation"], found["assurance"]) == ("worse than usual", "hit or miss")
    assert found["usual_range"]["periods"] == 10
    assert found["usual_range"]["high"] > 1


@given(st.lists(st.integers(0, 40), min_size=6, max_size=12))
def test_a_count_that_is_told_as_usual_is_no_news_by_itself(counts):
    """Of 173.2 to 487.9 the counts from 174 on lie inside, and 173 is outside: it is not told as usual."""
    months = reports.months("2026-01", len(counts))
    standing = reports.standing("mql-volume", [reports.volume(*each) for each in zip(months, counts, strict=True)])
    [run] = standing.runs
    low, high = run.drawn
    said = plain_spaces(signals.limits(run)).split(" to ")
    if ceil(low) <= floor(high):
        assert all(low <= int(end) <= high for end in said)
        assert {each for each in range(41) if low <= each <= high} <= set(range(int(said[0]), int(said[-1]) + 1))
