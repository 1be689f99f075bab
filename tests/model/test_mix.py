"""The change of a figure between two periods is told by mix and by behaviour, and nothing is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.outcome import OTHER, Counts
from living_sla.model.figures.small_groups import IN_OTHER, NOT_SHOWN
from living_sla.model.reviews.mix import Mix, mix
from tests.factories.reports import months, share, volume

JUNE, JULY = months("2026-06", 2)
Table = Mapping[str, tuple[int, int]]
"""Met and missed, by segment."""


def figure(table: Table, names: Sequence[str] | None = None, *, withheld: str = "") -> Attainment:
    """What all, or some, of the segments of a table came to."""
    chosen = list(table) if names is None else [name for name in names if name in table]
    counts = Counts(sum(table[name][0] for name in chosen), sum(table[name][1] for name in chosen))
    merged = tuple(names) if names is not None and len(names) > 1 else ()
    segment = None if names is None else OTHER if merged else names[0]
    if withheld:
        counts = Counts()
    return replace(
        share(JUNE, counts.met, counts.missed), segment=segment, merged=merged, withheld=withheld, counts=counts
    )


def segments(table: Table, merged: Sequence[str] = ()) -> tuple[Attainment, ...]:
    """The segments as they may be shown: those that are merged are withheld, and told as one at the end."""
    apart = [figure(table, [name], withheld=IN_OTHER if name in merged else "") for name in table]
    return (*apart, *([figure(table, sorted(merged))] if merged else []))


def between(before: Table, now: Table, was: Sequence[str] = (), is_now: Sequence[str] = ()) -> Mix | None:
    return mix(figure(before), segments(before, was), figure(now), segments(now, is_now))


def test_more_records_of_a_slow_region_are_mix_and_a_faster_region_is_behaviour():
    found = between({"UKI": (90, 10), "DACH": (60, 40)}, {"UKI": (45, 5), "DACH": (90, 60)})
    assert found is not None
    assert (found.before, found.now) == (Fraction(150, 200), Fraction(135, 200))
    assert (found.mix, found.behaviour) == (Fraction(-15, 200), 0)
    same_mix = between({"UKI": (90, 10), "DACH": (60, 40)}, {"UKI": (90, 10), "DACH": (80, 20)})
    assert same_mix is not None
    assert (same_mix.mix, same_mix.behaviour) == (0, Fraction(20, 200))
    assert same_mix.segments[0].segments == ("DACH",)


def test_a_segment_that_is_new_brings_mix_only():
    found = between({"UKI": (9, 1)}, {"UKI": (9, 1), "DACH": (2, 8)})
    assert found is not None
    assert [(part.segments, part.behaviour) for part in found.segments] == [(("DACH",), 0), (("UKI",), 0)]
    assert found.mix == found.change == Fraction(11, 20) - Fraction(9, 10)


def test_what_is_shown_together_in_one_period_is_told_together():
    before = {"UKI": (90, 10), "DACH": (3, 1), "FR": (2, 2), "NL": (20, 20)}
    now = {"UKI": (80, 20), "DACH": (30, 10), "FR": (2, 1), "NL": (4, 0)}
    found = between(before, now, ["DACH", "FR"], ["FR", "NL"])
    assert found is not None
    assert {part.segments for part in found.segments} == {("UKI",), ("DACH", "FR", "NL")}
    assert found.mix + found.behaviour == found.change


@pytest.mark.parametrize(
    ("why", "before", "now"),
    [
        ("a period is not broken down", {"UKI": (5, 5)}, {"UKI": (5, 5)}),
        ("a period has no records", {"UKI": (5, 5), "DACH": (5, 5)}, {"UKI": (0, 0), "DACH": (0, 0)}),
    ],
)
def test_nothing_is_told_where(why: str, before: Table, now: Table):
    assert between(before, now) is None, why


def test_nothing_is_told_of_segments_that_are_not_shown_and_of_what_counts_otherwise():
    table: Table = {"UKI": (90, 10), "DACH": (60, 40)}
    hidden = tuple(figure(table, [name], withheld=NOT_SHOWN) for name in table)
    assert mix(figure(table), hidden, figure(table), segments(table)) is None
    assert mix(figure(table), segments(table), replace(figure(table), broken=True), segments(table)) is None


def test_an_average_has_a_mix_and_a_median_has_none():
    def of(value: Fraction, records: int, segment: str | None) -> Attainment:
        return replace(share(JUNE, records, 0), value=value, unit="hours", segment=segment)

    parts = (of(Fraction(2), 30, "UKI"), of(Fraction(6), 10, "DACH"))
    later = (of(Fraction(2), 10, "UKI"), of(Fraction(6), 30, "DACH"))
    found = mix(of(Fraction(3), 40, None), parts, of(Fraction(5), 40, None), later)
    assert found is not None
    assert (found.mix, found.behaviour) == (2, 0)
    assert mix(of(Fraction(2), 40, None), parts, of(Fraction(6), 40, None), later) is None


def test_a_count_has_no_mix():
    def of(actual: int, segment: str | None) -> Attainment:
        return replace(volume(JUNE, actual), segment=segment)

    before, now = (of(30, "UKI"), of(10, "DACH")), (of(25, "UKI"), of(40, "DACH"))
    assert mix(of(40, None), before, of(65, None), now) is None


NAMES = ("", "DACH", "FR", "NL", "UKI")
TABLES = st.dictionaries(st.sampled_from(NAMES), st.tuples(*[st.integers(0, 12)] * 2), min_size=2)
MERGED = st.sets(st.sampled_from(NAMES)).filter(lambda names: len(names) != 1)


@given(TABLES, TABLES, MERGED, MERGED)
def test_mix_and_behaviour_add_up_to_the_change(before: Table, now: Table, was: set[str], is_now: set[str]):
    merged = [sorted(names & table.keys()) for names, table in ((was, before), (is_now, now))]
    found = between(before, now, *[names if len(names) > 1 else [] for names in merged])
    if found is None:
        return
    assert found.mix + found.behaviour == found.change == sum(part.change for part in found.segments)
    assert sum(part.weight_before for part in found.segments) == 1
    assert sum(part.weight_now for part in found.segments) == 1


@given(TABLES, st.integers(1, 5))
def test_behaviour_is_zero_where_every_segment_comes_to_the_same(table: Table, times: int):
    more = {name: (met * (at + times), missed * (at + times)) for at, (name, (met, missed)) in enumerate(table.items())}
    found = between(table, more)
    assert found is None or found.behaviour == 0


@given(TABLES, st.data())
def test_mix_is_zero_where_every_segment_has_as_many_records(table: Table, data: st.DataObject):
    now: dict[str, tuple[int, int]] = {}
    for name, (met, missed) in table.items():
        kept = data.draw(st.integers(0, met + missed))
        now[name] = (kept, met + missed - kept)
    found = between(table, now)
    assert found is None or found.mix == 0


@given(TABLES, TABLES)
def test_a_change_back_is_the_same_with_the_other_sign(before: Table, now: Table):
    there, back = between(before, now), between(now, before)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert (there.mix, there.behaviour) == (-back.mix, -back.behaviour)
