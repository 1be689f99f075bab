"""`Steps` finds what binary search finds."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from living_sla.model.time import steps
from living_sla.model.time.steps import Steps

LARGEST = int(np.iinfo(np.int64).max)
some_edges = st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60).map(sorted)


@given(some_edges, st.data())
@example([0, 0, 1], None)
@example([5], None)
def test_steps_are_those_of_binary_search(edges, data):
    table = np.array(edges, dtype=np.int64)
    near = [edge + by for edge in edges for by in (-1, 0, 1)] + [-LARGEST, LARGEST]
    if data is not None:
        near += data.draw(st.lists(st.integers(-(10**16), 10**16), max_size=20))
    # Often enough that the slots are worth making.
    instants = np.array(near * (steps._FEW // len(near) + 1), dtype=np.int64)
    assert np.array_equal(Steps(table)(instants), np.searchsorted(table, instants, side="right"))


def test_edges_that_crowd_one_slot_are_searched():
    crowded = np.array([0, *range(10**12, 10**12 + 50), 10**15], dtype=np.int64)
    instants = np.arange(10**12 - 300, 10**12 + 300, dtype=np.int64)
    assert np.array_equal(Steps(crowded)(instants), np.searchsorted(crowded, instants, side="right"))
