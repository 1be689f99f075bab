"""Bars of a histogram: whoever knows the rule and every other output learns nothing of one to four records."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.model.figures.small_bars import bars
from living_sla.model.figures.small_groups import SMALLEST_GROUP

SMALL = range(1, SMALLEST_GROUP)


def shown(cells, sides, bands):
    """All that anybody is told: where each bar ends, and how many records it has."""
    return tuple((after, sum(cells[first:after])) for first, after in bars(cells, sides, bands))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.sets(st.integers(1, 11)), st.sets(st.integers(1, 11)))
@settings(max_examples=300, deadline=None)
def test_bars_stand_side_by_side_and_none_is_small_but_a_whole_side(cells, sides, bands):
    found = bars(cells, sorted(sides), sorted(bands))
    assert [first for first, _ in found] == [0, *(after for _, after in found[:-1])]
    assert found[-1][1] == len(cells)
    ends = {0, len(cells), *(side for side in sides if side < len(cells))}
    assert ends <= {0, *(after for _, after in found)}
    for first, after in found:
        if sum(cells[first:after]) in SMALL:
            assert {first, after} <= ends


@pytest.mark.parametrize(
    ("number", "most", "sides", "bands"),
    [(3, 8, (), ()), (4, 7, (2,), ()), (4, 7, (), (2,)), (4, 6, (1,), (2,)), (4, 6, (), (1, 3)), (5, 5, (3,), (1, 4))],
)
def test_nobody_can_tell_one_to_four_records_who_knows_the_rule(number, most, sides, bands):
    """Of all worlds that would show the same, some differ in every stretch of one to four records.

    A whole side is told anyway, so whoever looks knows its total in every world.
    """
    worlds = defaultdict(list)
    for cells in itertools.product(range(most + 1), repeat=number):
        worlds[shown(cells, sides, bands)].append(cells)
    ends = (0, *sides, number)
    for outputs, alike in worlds.items():
        if any(count > most for _, count in outputs):
            continue  # a bar that holds more than this test lets one cell have: not all of its worlds are here
        for first, after in itertools.combinations(range(number + 1), 2):
            if {first, after} <= set(ends):
                continue
            told = {sum(cells[first:after]) for cells in alike}
            assert len(told) > 1 or told.isdisjoint(SMALL) or _told_by_sides(alike, first, after, ends), (
                outputs,
                alike,
            )


def _told_by_sides(alike, first, after, ends):
    """Whether a stretch has nobody of any side but those of one to four records in all."""
    return all(
        {sum(cells[max(first, low) : min(after, high)]) for cells in alike} == {0}
        or {sum(cells[low:high]) for cells in alike} <= set(SMALL)
        for low, high in itertools.pairwise(ends)
    )
