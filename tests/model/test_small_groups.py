"""Small groups: what is withheld, and what nobody can work out from the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.outcome import Counts
from living_sla.model.small_groups import SMALLEST_GROUP, records, without_small_groups
from tests.pages import values

OCTOBER = values.month("2026-10")


def shown(**sizes):
    """What stands in place of each group of so many records; nothing where its figure stands."""
    segments = {name: (values.share(OCTOBER, size, 0, segment=name),) for name, size in sizes.items()}
    return {name: found.withheld for name, (found,) in without_small_groups(segments).items()}


@pytest.mark.parametrize(
    ("sizes", "withheld"),
    [
        ({"a": 65, "b": 5}, {}),
        ({"a": 65, "b": 0}, {}),
        ({"a": 65, "b": 22, "c": 4, "d": 2}, {"c": "<5", "d": "<5"}),
        ({"a": 65, "b": 22, "c": 4}, {"b": "not shown", "c": "<5"}),
        # Two groups of one record each: the whole less the others would tell both, were they all met or all missed.
        ({"a": 65, "b": 22, "c": 1, "d": 1}, {"b": "not shown", "c": "<5", "d": "<5"}),
        ({"a": 3}, {"a": "<5"}),
        ({"a": 3, "b": 0}, {"a": "<5"}),
    ],
)
def test_groups_that_are_withheld(sizes, withheld):
    assert shown(**sizes) == {name: withheld.get(name, "") for name in sizes}


def test_nothing_is_left_of_a_figure_that_is_withheld():
    segments = {"a": (values.share(OCTOBER, 2, 1, 1, segment="a"),), "b": (values.share(OCTOBER, 9, 0, segment="b"),)}
    small, other = (found for (found,) in without_small_groups(segments).values())
    assert (small.reason, other.reason) == ("fewer than 5 records", "it would give a smaller group away")
    for found in (small, other):
        assert (found.value, found.lower, found.upper, found.status, found.counts) == (None, None, None, None, Counts())
        assert (found.misses, found.parts, found.room, found.pace) == ((), (), None, None)


def test_each_period_is_looked_at_on_its_own():
    september = values.month("2026-09")
    segments = {
        name: (values.share(september, 2, 0, segment=name), values.share(OCTOBER, 20, 0, segment=name))
        for name in ("a", "b")
    }
    assert [found.withheld for found in without_small_groups(segments)["a"]] == ["<5", ""]


def test_what_a_version_came_to_is_not_told_where_it_is_too_small():
    many, few = values.share(OCTOBER, 20, 0, segment="a"), values.share(OCTOBER, 3, 0, segment="a")
    whole = replace(values.share(OCTOBER, 23, 0, segment="a"), parts=(many, few))
    assert without_small_groups({"a": (whole,)}) == {"a": (replace(whole, parts=()),)}
    whole = replace(whole, parts=(many, many))
    assert without_small_groups({"a": (whole,)}) == {"a": (whole,)}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), min_size=1))
def test_the_whole_less_what_is_shown_never_tells_a_small_group(sizes):
    segments = {name: (values.share(OCTOBER, size, 0, segment=name),) for name, size in sizes.items()}
    found = {name: part for name, (part,) in without_small_groups(segments).items()}
    visible = {name for name, part in found.items() if not part.withheld}
    assert not any(0 < sizes[name] < SMALLEST_GROUP for name in visible)
    rest = [size for name, size in sizes.items() if name not in visible]
    assert (
        not rest
        or not any(map(records, (found[name] for name in visible)))
        or (len(rest) > 1 and sum(rest) >= SMALLEST_GROUP)
    )
