"""Segments have one number each, in whatever order batches bring them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from living_sla.measures.records import MET, MISSED, Groups
from living_sla.measures.shared_columns import SharedColumns
from living_sla.measures.tally import OutcomeCounts
from living_sla.measures.values import Sample, SegmentNumbers
from living_sla.model.figures.outcome import Counts
from tests.factories.cohorts import TYPES, batch

BATCHES = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True), max_size=6)


@given(BATCHES)
def test_a_name_keeps_the_number_with_which_it_came(batches):
    names = SegmentNumbers()
    for brought in batches:
        numbers = names.numbers(tuple(brought))
        assert [list(names)[number] for number in numbers] == brought
        assert np.arange(len(names))[names.place(tuple(brought))].tolist() == numbers.tolist()


@given(BATCHES)
def test_counts_of_a_segment_add_up_wherever_it_stands(batches):
    counts = OutcomeCounts()
    for brought in batches:
        segments = np.arange(len(brought))
        groups = Groups(np.zeros(len(brought), dtype=np.int64), segments, tuple(brought))
        counts.add(groups, np.array([MET if name < "c" else MISSED for name in brought], dtype=np.int8))
    expected = {}
    for name in (name for brought in batches for name in brought):
        met, missed = expected.get(name, (0, 0))
        expected[name] = (met + (name < "c"), missed + (name >= "c"))
    assert counts.by_group() == {(0, name): Counts(*both) for name, both in sorted(expected.items())}


def test_segments_are_in_alphabetical_order_and_blank_ones_last():
    sheet = SharedColumns(batch([{"region": "UKI"}, {"region": None}, {"region": "DACH"}, {"region": "UKI"}], TYPES))
    positions, names = sheet.segments("region")
    assert names == ("DACH", "UKI", "")
    assert positions.tolist() == [1, 2, 0, 1]


def test_values_of_more_segments_than_two_bytes_can_number_stay_apart():
    names = tuple(f"segment {number}" for number in range(40_000))
    everyone = np.arange(len(names))
    sample = Sample()
    sample.add(Groups(np.zeros(len(names), dtype=np.int64), everyone, names), everyone * 1_000_000, everyone)
    assert sample.of(0, names[-1:]).unpacked().tolist() == [39_999_000_000]
    assert sample.of(0, (names[32_768], names[7])).unpacked().tolist() == [7_000_000, 32_768_000_000]
    assert len(sample.of(0, None)) == len(names)
