"""Sums are exact, whoever cuts the values into batches, and whatever they are."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.measures.records import Groups
from living_sla.measures.values import Sums, exact_totals

FLOATS = st.floats(-1e15, 1e15) | st.sampled_from([0.1, 1 / 3, 5e-324, -0.0, 2.0**-53, 1e15, -1e15])


@given(st.lists(st.tuples(st.integers(0, 3), FLOATS), max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_numbers_with_a_point_add_up_exactly_wherever_batches_end(rows, first, second):
    names = ("a", "b", "c", "d")
    sums = Sums()
    ends = sorted({0, first, second, len(rows)})
    for low, high in pairwise(ends):
        part = rows[low:high]
        segments = np.array([segment for segment, _ in part], dtype=np.int64)
        groups = Groups(np.zeros(len(part), dtype=np.int64), segments, names)
        sums.add(groups, np.array([value for _, value in part], dtype=np.float64), np.arange(len(part)))
    for number, name in enumerate(names):
        mine = [Fraction(value) for segment, value in rows if segment == number]
        assert sums.of(0, (name,)) == (len(mine), sum(mine, Fraction()))


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20))
def test_whole_numbers_add_up_exactly(values):
    cells, filled = np.zeros(len(values), dtype=np.int64), np.array([0] if values else [], dtype=np.int64)
    assert list(exact_totals(cells, np.array(values, dtype=np.int64), filled)) == ([sum(values)] if values else [])


def test_a_cell_without_a_number_of_some_size_is_none_the_less_told():
    cells = np.array([0, 2, 1])
    found = list(exact_totals(cells, np.array([1e15, 0.5, 2.0**-40]), np.array([0, 1, 2])))
    assert found == [Fraction(10**15), Fraction(1, 2**40), Fraction(1, 2)]


@pytest.mark.parametrize("values", [[], [0.0]])
def test_nothing_adds_up_to_nothing(values):
    cells = np.zeros(len(values), dtype=np.int64)
    assert list(exact_totals(cells, np.array(values, dtype=np.float64), cells)) == [Fraction()] * len(values)
