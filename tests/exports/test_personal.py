"""The cells of personal columns, in every format: as they are written, for one question alone."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from living_sla.agreements.reader import load_sources
from living_sla.exports.file import File
from living_sla.exports.personal import personal_cells
from tests.factories import people
from tests.factories.people import HEADER, PERSONAL, Table

ROWS = [list(HEADER), *people.people()]


def cells(root: Path, name: str, content: bytes) -> dict[str, set[str]]:
    people.write_project(root, name, content)
    source = load_sources(root).sources["leads"]
    found: dict[str, set[str]] = {}
    for header, some in personal_cells([File(root / "data/exports" / name, f"data/exports/{name}")], source):
        found.setdefault(header, set()).update(filter(None, some))
    return found


FORMATS: dict[str, Callable[[Table], bytes]] = {
    "leads.csv": people.as_csv,
    "leads.csv.gz": lambda rows: gzip.compress(people.as_csv(rows)),
    "leads.jsonl": people.as_json_lines,
    "leads.parquet": people.as_typed_parquet,
    "leads.xlsx": people.as_workbook,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_cell_of_every_personal_column_is_read(tmp_path, name):
    """All but the last column, which the source declares as "Notes" and which is called otherwise."""
    found = cells(tmp_path, name, FORMATS[name](ROWS))
    assert found == {header: {row[HEADER.index(header)] for row in ROWS[1:]} for header in PERSONAL[:-1]}


def test_a_header_counts_whatever_its_capitals_and_the_spaces_around_it(tmp_path):
    rows = [[*HEADER[:7], " NAME ", *HEADER[8:]], *ROWS[1:]]
    assert cells(tmp_path, "leads.csv", people.as_csv(rows))[" NAME "] == {row[7] for row in ROWS[1:]}


def test_a_column_that_occurs_twice_is_read_twice(tmp_path):
    rows = [[*row, f"again {number}"] for number, row in enumerate(ROWS)]
    rows[0][-1] = "Name"
    assert "again 7" in cells(tmp_path, "leads.csv", people.as_csv(rows))["Name"]


def test_lists_and_objects_of_json_are_looked_into(tmp_path):
    line = {"Lead ID": "1", "Email": [{"work": "vq@people.example"}, ["b@people.example"]], "Phone": 770090123}
    content = (json.dumps(line) + "\n").encode()
    found = cells(tmp_path, "leads.jsonl", content)
    assert found == {"Email": {"vq@people.example", "b@people.example"}, "Phone": {"770090123"}}


def test_numbers_and_dates_of_parquet_are_read_as_a_csv_would_spell_them(tmp_path):
    rows = ROWS[:3]
    born = pa.array(["1931-01-01", "1931-01-07"]).cast(pa.date32())
    found = cells(tmp_path, "leads.parquet", people.as_typed_parquet(rows, Phone=pa.array([44, 45]), Birth=born))
    assert (found["Phone"], found["Birth"]) == ({"44", "45"}, {"1931-01-01", "1931-01-07"})
