"""Small groups: what is shown of a table, and that nobody can subtract their way to a few records."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.figures.extent import Box, extent_of
from living_sla.model.figures.small_groups import SegmentTable, Shown, TablePart, shown
from tests.model.subtraction import taken_out

MONTH, QUARTER = 0, 1


def table(low, high, sizes, *, order=(MONTH, 0), **more):
    return SegmentTable(order, extent_of([Box("leads", ((low, high),))]), sizes, **more)


def merged(*tables):
    """What each table merges; None where it is not broken down."""
    return [found.merged if found.by_segment else None for found in shown(tables)]


@pytest.mark.parametrize(
    ("sizes", "together"),
    [
        ({"a": 65, "b": 5}, ()),
        ({"a": 65, "b": 5, "c": 0}, ()),
        # One and five, never "fewer than five" and "at least five" that make six.
        ({"EMEA": 40, "APAC": 1, "LATAM": 5}, ("APAC", "LATAM")),
        ({"a": 65, "b": 22, "c": 4, "d": 2}, ("c", "d")),
        ({"a": 65, "b": 22, "c": 4}, ("b", "c")),
        ({"a": 65, "b": 22, "c": 2, "d": 2}, ("b", "c", "d")),
        ({"a": 65, "b": 22, "c": 22, "d": 1}, ("b", "d")),
        ({"a": 65, "": 2, "b": 3}, ("", "b")),
        # With nothing left to tell apart only the whole is shown.
        ({"a": 65, "b": 4}, None),
        ({"a": 3}, None),
        ({"a": 3, "b": 0}, None),
        ({"a": 65, "b": 0}, None),
        ({}, None),
    ],
)
def test_the_smallest_are_merged_until_they_are_five(sizes, together):
    assert merged(table(0, 10, sizes)) == [together]


def test_periods_apart_do_not_look_at_each_other():
    assert merged(table(0, 10, {"a": 9, "b": 9, "c": 4}), table(10, 20, {"a": 9, "b": 9, "c": 9})) == [("a", "c"), ()]


def test_two_commitments_with_the_same_records_show_the_same():
    sizes = {"a": 9, "b": 9, "c": 4}
    assert merged(table(0, 10, sizes), table(0, 10, sizes, order=(MONTH, 1))) == [("a", "c")] * 2


def quarter(sizes, **more):
    return table(0, 30, sizes, order=(QUARTER, 1), **more)


def test_a_segment_is_merged_where_the_longer_period_less_the_shorter_ones_would_leave_a_few():
    """
    APAC    8        8        2 with LATAM    in the quarter 18, less 8 and 8: 2
    """
    months = [
        table(0, 10, {"EMEA": 40, "APAC": 8, "LATAM": 9}),
        table(10, 20, {"EMEA": 40, "APAC": 8, "LATAM": 9}),
        table(20, 30, {"EMEA": 40, "APAC": 2, "LATAM": 9}),
    ]
    of_quarter = quarter({"EMEA": 120, "APAC": 18, "LATAM": 27})
    assert merged(of_quarter, *months) == [("APAC", "LATAM"), (), (), ("APAC", "LATAM")]


def test_what_a_month_merges_a_quarter_shows_together_too():
    """A is 3 in the first month and C in the second: what the quarter told of B would give away A of the first."""
    months = [
        table(0, 10, {"a": 3, "b": 6, "c": 20, "d": 20}),
        table(10, 20, {"a": 20, "b": 20, "c": 3, "d": 6}),
    ]
    assert merged(quarter({"a": 23, "b": 26, "c": 23, "d": 26}), *months) == [None, ("a", "b"), ("c", "d")]
    months = [months[0], table(10, 20, {"a": 20, "b": 20, "c": 20, "d": 20})]
    assert merged(quarter({"a": 23, "b": 26, "c": 40, "d": 40}), *months) == [("a", "b"), ("a", "b"), ()]


def test_months_that_cover_a_part_of_the_quarter_leave_enough_or_nothing():
    month = table(0, 10, {"a": 9, "b": 9, "c": 9})
    assert merged(quarter({"a": 9, "b": 14, "c": 14}), month) == [(), ()]
    assert merged(quarter({"a": 11, "b": 14, "c": 20}), month) == [("a", "b"), ()]
    assert merged(quarter({"a": 11, "b": 12, "c": 9}), month) == [("a", "b"), ()]
    assert merged(quarter({"a": 11, "b": 9, "c": 9}), month) == [None, ()]


def test_tables_that_contradict_each_other_show_less_and_never_fail():
    """A measure of somebody's own could count otherwise than others; the month has more than its quarter."""
    month = table(0, 10, {"a": 3, "b": 4, "c": 9, "d": 30})
    assert merged(quarter({"c": 9, "d": 9, "e": 9}), month) == [None, ("a", "b")]
    assert merged(month, quarter({"c": 8, "d": 9})) == [("a", "b"), None]


def test_a_month_of_which_only_the_whole_is_shown_takes_nothing_from_the_quarter():
    month = table(0, 10, {"a": 3, "b": 9})
    assert merged(quarter({"a": 23, "b": 29}), month) == [(), None]


def test_where_periods_cross_only_the_first_commitment_is_broken_down():
    sizes = {"a": 50, "b": 50}
    weeks = [table(low, low + 7, sizes) for low in (0, 7)]
    crossing = table(3, 10, sizes, order=(QUARTER, 1))
    assert merged(crossing, *weeks) == [None, (), ()]
    assert merged(table(0, 10, sizes), table(5, 15, sizes, order=(MONTH, 1))) == [(), None]


def test_other_filters_are_other_records():
    of_all, of_some = table(0, 10, {"a": 9, "b": 9}), table(5, 15, {"a": 9, "b": 9}, order=(MONTH, 1))
    elsewhere = SegmentTable((MONTH, 1), extent_of([Box("calls", ((5, 15),))]), {"a": 9, "b": 9})
    assert merged(of_all, of_some) == [(), None]
    assert merged(of_all, elsewhere) == [(), ()]


def split(at, early, late, sizes, **more):
    parts = tuple(
        TablePart(extent_of([Box("leads", (side,))]), of) for side, of in (((0, at), early), ((at, 10), late))
    )
    return table(0, 10, sizes, parts=parts, **more)


def test_what_each_version_came_to_is_told_where_every_group_of_it_has_five():
    sizes = {"a": 20, "b": 12}
    [found] = shown([split(5, {"a": 10, "b": 6}, {"a": 10, "b": 6}, sizes)])
    assert found == Shown(by_segment=True, by_version=True, groups_without_exceptions=True)
    [found] = shown([split(5, {"a": 10, "b": 3}, {"a": 10, "b": 9}, sizes)])
    assert found == Shown(by_segment=True, groups_without_exceptions=True)
    [found] = shown([split(5, {"a": 10, "b": 0}, {"a": 10, "b": 12}, sizes)])
    assert found.by_version


def test_two_ways_of_splitting_a_period_are_not_told_together():
    sizes, half = {"a": 40, "b": 40}, {"a": 20, "b": 20}
    found = shown([split(5, half, half, sizes), split(6, half, half, sizes, order=(MONTH, 1))])
    assert [one.by_version for one in found] == [False, False]
    found = shown([split(5, half, half, sizes), split(5, half, half, sizes, order=(MONTH, 1)),
                   table(0, 10, sizes, order=(MONTH, 2))])  # fmt: skip
    assert [one.by_version for one in found][:2] == [True, True]


def excepted(low, high, sizes, left_out, order=(MONTH, 0)):
    population = extent_of([Box("outage", ((low, high),))])
    of_all = sum(left_out.values())
    return table(low, high, sizes, order=order, excepted=population, left_out=left_out, left_out_of_all=of_all)


@pytest.mark.parametrize(
    ("left_out", "of_whole", "of_groups"),
    [
        ({}, True, True),
        ({"a": 5}, True, True),
        ({"a": 5, "b": 6}, True, True),
        ({"a": 4}, False, False),
        ({"a": 4, "b": 6}, True, False),
        ({"a": 2, "b": 2}, False, False),
    ],
)
def test_a_figure_without_exceptions_stands_where_what_they_left_out_is_enough(left_out, of_whole, of_groups):
    [found] = shown([excepted(0, 10, {"a": 30, "b": 30}, left_out)])
    assert (found.without_exceptions, found.groups_without_exceptions) == (of_whole, of_groups)


def test_figures_without_exceptions_are_not_subtracted_over_time_either():
    sizes = {"a": 60, "b": 60}
    months = [excepted(0, 10, sizes, {"a": 5}), excepted(10, 20, sizes, {"b": 2})]
    of_quarter = excepted(0, 30, {"a": 180, "b": 180}, {"a": 5, "b": 2}, order=(QUARTER, 1))
    found = shown([*months, of_quarter])
    assert [one.without_exceptions for one in found] == [True, False, False]
    assert not any(one.groups_without_exceptions for one in found)


def test_groups_never_say_what_the_whole_may_not():
    """A quarter that is broken down, and months that are not; the exceptions left out five and two of theirs."""
    months = [
        replace(excepted(10 * at, 10 * at + 10, {"a": 60}, {"a": out}), extent=frozenset())
        for at, out in ((0, 5), (1, 2))
    ]
    [*_, found] = shown([*months, excepted(0, 30, {"a": 180, "b": 180}, {"a": 7}, order=(QUARTER, 1))])
    assert found == Shown(by_segment=True, without_exceptions=False)


# ---------------------------------------------------------------- the law, over random tables

ENDS = st.sampled_from([(0, 3), (0, 6), (0, 12), (2, 12), (0, 10), (3, 9), (1, 5)])
GRIDS = st.sampled_from(
    [
        (0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),  # months
        (1, [3, 6, 9]),  # quarters
        (2, [6]),  # halves
        (3, []),  # the year
        (0, [2.5, 5, 7.5, 10]),  # what cuts across the months
    ]
)


@st.composite
def commitments(draw, segments):
    """Periods of one to four commitments over the same records, as each of them cuts them: [(order, edges, cut)]."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        kind, edges = draw(GRIDS)
        low, high = draw(ENDS)
        inside = [low, *(edge for edge in edges if low < edge < high), high]
        split_at = draw(st.none() | st.sampled_from([1.5, 4, 4.5, 7.25]))
        found.append(((kind, number), inside, split_at))
    return found


SMALL = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 9, 15])


@st.composite
def worlds(draw):
    """Commitments, and how many records of each segment begin in each quarter of a month."""
    segments = "abcde"[: draw(st.integers(1, 5))]
    periods = draw(commitments(segments))
    used = sorted({0, 12, *(edge for _, edges, cut in periods for edge in [*edges, *([cut] if cut else [])])})
    records = {(at, name): draw(SMALL) for at in range(len(used) - 1) for name in segments}
    return periods, used, records


def tables_of(world):
    periods, used, records = world

    def sizes(low, high):
        found = Counter()
        for (at, name), size in records.items():
            if low <= used[at] < high:
                found[name] += size
        return dict(found)

    def of(low, high):
        return extent_of([Box("leads", ((int(low * 100), int(high * 100)),))])

    tables = []
    for order, edges, cut in periods:
        for low, high in itertools.pairwise(edges):
            cuts = [low, cut, high] if cut is not None and low < cut < high else [low, high]
            parts = tuple(TablePart(of(a, b), sizes(a, b)) for a, b in itertools.pairwise(cuts))
            tables.append(
                (low, high, cuts, SegmentTable(order, of(low, high), sizes(low, high), parts * (len(parts) > 1)))
            )
    return tables


def told(world):
    """The atoms of every figure that is shown: wholes and their parts, groups and theirs."""
    _, used, _ = world
    tables = tables_of(world)

    def atoms(low, high, names):
        at = range(bisect.bisect_left(used, low), bisect.bisect_left(used, high))
        return frozenset((number, name) for number in at for name in names)

    cells = []
    for (low, high, cuts, one), found in zip(tables, shown([table for *_, table in tables]), strict=True):
        groups = [tuple(one.sizes)]
        spans = [(low, high), *itertools.pairwise(cuts)]
        cells += [atoms(*span, one.sizes) for span in spans]
        if found.by_segment:
            groups = [(name,) for name in one.sizes if name not in found.merged] + [found.merged]
            cells += [atoms(*span, names) for names in groups for span in (spans if found.by_version else spans[:1])]
    return cells


def is_of_everybody(atoms, records):
    """Whether these are all the records of some time: the difference of two wholes, which are always told."""
    return all(atom in atoms for atom in records if atom[0] in {at for at, _ in atoms} and records[atom])


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_no_sum_or_difference_of_what_is_shown_takes_out_a_few_records(world):
    *_, records = world
    assert [few for few in taken_out(told(world), records) if not is_of_everybody(few, records)] == []


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_what_is_shown_does_not_depend_on_the_order_of_the_tables(world):
    tables = [one for *_, one in tables_of(world)]
    assert shown(tables)[::-1] == shown(tables[::-1])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abcd"), SMALL, min_size=1), min_size=3, max_size=3))
def test_figures_without_exceptions_take_out_no_few_of_what_was_left_out(left_out):
    sizes = dict.fromkeys("abcd", 100)
    months = [excepted(10 * at, 10 * at + 10, sizes, of) for at, of in enumerate(left_out)]
    together = Counter()
    for of in left_out:
        together.update(of)
    year = excepted(0, 30, dict.fromkeys(sizes, 300), dict(together), order=(QUARTER, 1))
    cells = []
    for one, span, found in zip([*months, year], [{0}, {1}, {2}, {0, 1, 2}], shown([*months, year]), strict=True):
        if found.without_exceptions:
            cells.append(frozenset((at, name) for at in span for name in sizes))
        if found.groups_without_exceptions:
            groups = [[name] for name in one.sizes if name not in found.merged] + [found.merged]
            cells += [frozenset((at, name) for at in span for name in group) for group in groups]
    records = {(at, name): of.get(name, 0) for at, of in enumerate(left_out) for name in sizes}
    assert list(taken_out(cells, records)) == []
