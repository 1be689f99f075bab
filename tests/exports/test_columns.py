"""Numbers and dates that come many times over are spelled out once a word, and come to what each cell alone does."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.exports.cells.columns import ColumnReader, Damaged
from living_sla.exports.formats import csv_table
from living_sla.model.agreement.source import ColumnSpec, Marks
from tests.factories.exports import opened, put, refused, rows_of, source_of

HEADER = "Record ID,Email,MQL at,Score,Region\n"
SPECS = {
    "integer": (ColumnSpec.model_validate({"from": "a", "type": "integer", "empty": ["-"]}), ["7", "-12", "007", "-"]),
    "number": (ColumnSpec.model_validate({"from": "a", "type": "number"}), ["7.25", "1e3", "-0.5", "0"]),
    "money": (
        ColumnSpec.model_validate({"from": "a", "type": "money", "currency": "EUR"}),
        ["7.25", "12.3456", "1.23456"],
    ),
    "percent": (ColumnSpec.model_validate({"from": "a", "type": "percent"}), ["0.5", "12%", "3"]),
    "date": (ColumnSpec.model_validate({"from": "a", "type": "date"}), ["2026-01-31", "2026-02-30", "2026-03-01"]),
}
CELLS = st.sampled_from(sorted(SPECS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(st.sampled_from([None, "", *SPECS[kind][1]]), max_size=12))
)


def read(kind, array):
    """The filled values by position, or `Damaged` where the column is refused."""
    try:
        column = ColumnReader(SPECS[kind][0], Marks(), None).read(array)
    except Damaged:
        return Damaged
    assert len(column.values) == len(array)
    return {int(at): column.values[at].item() for at in np.flatnonzero(column.filled)}


@settings(max_examples=300)
@given(CELLS)
def test_a_column_says_the_same_word_by_word_as_cell_by_cell(drawn):
    kind, cells = drawn
    array = pa.array(cells, pa.string())
    assert read(kind, array.dictionary_encode()) == read(kind, array)


def test_a_column_repeats_itself_when_it_has_sixteen_times_more_cells_than_values():
    for values, expected in ((6, True), (7, False)):
        reader = ColumnReader(SPECS["integer"][0], Marks(), None)
        reader.read(pa.array([str(number % values) for number in range(100)]))
        assert reader.repeats_itself is expected


@pytest.fixture
def repeated(monkeypatch):
    """A first piece of forty records with the same score, after which the score is read word by word."""
    monkeypatch.setattr(csv_table, "PIECE", 300)
    return [f"{number},,,5,EMEA\n" for number in range(40)]


def test_scores_after_a_first_piece_of_equal_ones_are_read_as_they_stand(tmp_path, repeated):
    put(tmp_path, HEADER + "".join(repeated) + "a,,,,EMEA\nb,,,61,EMEA\nc,,,-7,EMEA\n")
    assert [row["score"] for row in rows_of(opened(tmp_path, source_of()))[40:]] == [None, 61, -7]


def test_a_damaged_score_after_a_first_piece_of_equal_ones_is_refused(tmp_path, repeated):
    put(tmp_path, HEADER + "".join(repeated) + "a,,,6O,EMEA\n")
    assert refused(tmp_path, source_of()) == (
        'data/exports/leads.csv:42:4: SLA-F041 a text of 2 characters is not a whole number, in column "Score"\n'
        "  hint: write digits only, for example 400"
    )
