"""Instants that Arrow reads for us, from the second piece of a file on, are read as a cell alone is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from living_sla.errors import Faults, Place, Unreadable
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.export import open_export
from living_sla.exports.formats import csv_table, text_file
from living_sla.model.agreement.source import ColumnSpec, Source
from living_sla.model.time.zones import micros

SPEC = ColumnSpec.model_validate({"from": "at", "type": "instant"})
GOOD = "2026-01-05T10:00:00Z"


def read(tmp_path, cells, first=GOOD):
    """The instants of a CSV whose first piece holds only plain ones; and whether it was refused."""
    path = tmp_path / "data" / "leads.csv"
    path.parent.mkdir(exist_ok=True)
    rows = [first] * csv_table.PIECE + list(cells)
    path.write_text("id,at\n" + "".join(f"{number},{cell}\n" for number, cell in enumerate(rows)), encoding="utf-8")
    source = Source.model_validate(
        {
            "path": "leads.csv",
            "key": "id",
            "timezone": "UTC",
            "as_of": "2026-02-01",
            "columns": {"id": {"from": "id", "type": "text"}, "at": {"from": "at", "type": "instant"}},
        }
    )
    export = open_export("leads", source, root=tmp_path, wanted={"at"}, place=Place("data/sources.yml"))
    columns = [batch.columns["at"] for batch in export.batches()]
    values = np.concatenate([np.where(column.filled, column.values, -1) for column in columns])
    return values[len(rows) - len(cells) :].tolist()


@pytest.fixture
def small_pieces(monkeypatch):
    in_small_pieces(monkeypatch)


def in_small_pieces(monkeypatch):
    """Let a record be a batch, so that Arrow is asked for instants as soon as the first ones were read."""
    monkeypatch.setattr(csv_table, "PIECE", 64)
    monkeypatch.setattr(text_file, "BLOCK", 64)


DIGITS = st.sampled_from(
    [
        GOOD,
        "2026-01-05 10:00:00.25+02:00",
        "2026-01-05T10Z",
        "2026-01-05T10:00-0330",
        "1990-01-01T00:00+0100",
        "",
        "2026-01-05T10:00",
    ]
)
MUTATED = st.tuples(DIGITS, st.integers(0, 30), st.sampled_from([*"0123456789:.-+TZ tz", ""])).map(
    lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] + 1 :]
)


@settings(max_examples=100)
@given(cell=MUTATED)
@example(cell="2026-01-05T10Z")
@example(cell="2026-01-05T10:00:00+02")
@example(cell="0026-01-05T10:00:00Z")
@example(cell="2026-01-05T24:00:00Z")
@example(cell="1990-01-01T00:00:00+02:00")
@example(cell="1989-12-31T23:00:00-05:00")
@example(cell="2099-12-31T23:00:00-05:00")
@example(cell="2100-01-01T00:00:00+02:00")
def test_a_cell_is_read_alike_wherever_it_stands(tmp_path_factory, cell):
    """One that stands late in a file, where Arrow reads it, and alone; one without an offset spoils the column."""
    assume(not re.search("[+-](1[6-9]|2[0-3]):?([0-5][0-9])?$", cell))  # Arrow takes offsets that exist nowhere
    monkeypatch = pytest.MonkeyPatch()
    in_small_pieces(monkeypatch)
    try:
        alone = read_cell(cell, SPEC, timezone_key="UTC")
        expected = [-1 if alone is None else micros(alone)]
    except Unreadable:
        expected = None
    naive = expected not in (None, [-1]) and not any(mark in cell[10:] for mark in "Z+-")
    try:
        found = read(tmp_path_factory.mktemp("late"), [cell])
    except Faults:
        found = None
    finally:
        monkeypatch.undo()
    assert found == (None if naive else expected)


def test_other_spellings_after_the_first_piece_are_read_by_us(tmp_path, small_pieces):
    assert read(tmp_path, ["2026-01-05 10:00:00 UTC", GOOD, ""]) == [
        micros(datetime(2026, 1, 5, 10, tzinfo=UTC))
    ] * 2 + [-1]


def test_a_damaged_cell_after_the_first_piece_is_told_with_its_line(tmp_path, small_pieces):
    with pytest.raises(Faults) as refused:
        read(tmp_path, ["2026-02-30T10:00:00Z"])
    [fault] = refused.value.faults
    assert fault.where == Place("data/leads.csv", csv_table.PIECE + 2, None) or fault.where.line == csv_table.PIECE + 2
