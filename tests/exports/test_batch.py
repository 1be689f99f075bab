"""Columns of a batch: their smallest and largest values, whatever stands in a blank cell."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from living_sla.exports.cells.batch import LAST, Column, replaced

FIRST = int(np.iinfo(np.int64).min)
CELLS = st.lists(st.tuples(st.integers(FIRST, LAST - 1), st.booleans()), max_size=8)


def column_of(cells):
    values = np.array([value for value, _ in cells], dtype=np.int64)
    return Column("integer", values, np.array([filled for _, filled in cells], dtype=np.bool_))


@given(CELLS)
def test_earliest_and_latest_are_those_of_filled_cells(cells):
    shown = [value for value, filled in cells if filled]
    column = column_of(cells)
    assert (column.earliest, column.latest) == ((min(shown), max(shown)) if shown else (LAST, FIRST))


@given(CELLS)
def test_a_blank_cell_is_the_last_of_all(cells):
    column = column_of(cells)
    assert column.or_last.tolist() == [value if filled else LAST for value, filled in cells]


def test_values_are_replaced_in_a_copy_and_only_where_one_is_flagged():
    values = np.array([1, 2, 3])
    assert replaced(values, np.array([False, True, False]), 9).tolist() == [1, 9, 3]
    assert values.tolist() == [1, 2, 3]
    assert replaced(values, np.zeros(3, dtype=np.bool_), 9) is values
