"""`sla sources guess`: what a file says of itself, and what is left to a person."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from living_sla.cli.sources import command
from living_sla.errors import SlaError
from living_sla.exports.guess import guess
from living_sla.model.source import Source
from tests.exports.exported import opened, put, rows_of

HEADER = "Record ID;Company Name;Owner;E-Mail;Created;Due;Score;Won\n"


def lead(number, day=3):
    person = f"Ann {number};ann{number}@customer.example"
    return f"{number:04};Pumps;{person};{day:02}/04/2026 14:05;15 Apr, 2026;{number};yes\n"


def guessed(path):
    """The entry as the site would read it."""
    ((name, entry),) = yaml.load(guess(path), Loader=yaml.BaseLoader).items()
    return name, entry


def test_an_entry_says_what_fits_every_row_and_marks_what_is_to_be_decided(tmp_path):
    path = put(tmp_path, HEADER + lead(1) + lead(2, 4))
    result = CliRunner().invoke(command, ["guess", str(path)], catch_exceptions=False)
    assert (
        result.stdout
        == """\
# Guessed from 2 rows of leads.csv.
leads:
  path: exports/leads.csv  # decide: where below data/ it will be; * for what changes
  delimiter: ";"
  timezone: UTC  # decide: whose clock wrote the instants that name no offset?
  key: record_id  # decide: or created, score
  as_of: {newest_of: [created]}  # decide: which of these always moves on?
  columns:
    record_id: {from: Record ID, type: text}
    company_name: {from: Company Name, type: text}
    created: {from: Created, type: instant, format: "%d/%m/%Y %H:%M"}  # decide: or "%m/%d/%Y %H:%M": all fit
    due: {from: Due, type: date, format: "%d %b, %Y"}
    score: {from: Score, type: integer}
    won: {from: Won, type: boolean}
  personal: [Owner, E-Mail]  # decide: are these all columns about people?
"""
    )


def test_one_row_can_decide_which_order_of_day_and_month_is_meant(tmp_path):
    path = put(tmp_path, HEADER + lead(1) + lead(2, 13))
    assert 'format: "%d/%m/%Y %H:%M"}\n' in guess(path)


def test_no_cell_is_ever_printed(tmp_path):
    text = guess(put(tmp_path, HEADER + lead(1) + lead(2)))
    assert not any(cell in text for cell in ("Ann", "customer.example", "Pumps", "0001", "03/04"))


def test_the_entry_reads_the_file_it_was_guessed_from(tmp_path):
    path = put(tmp_path, (HEADER + lead(1) + lead(2)).replace("Pumps", "Müller").encode("windows-1252"))
    name, entry = guessed(path)
    assert (name, entry["encoding"]) == ("leads", "windows-1252")
    rows = rows_of(opened(tmp_path, Source.model_validate(entry)))
    assert [(row["record_id"], row["company_name"], row["score"]) for row in rows] == [
        ("0001", "Müller", 1),
        ("0002", "Müller", 2),
    ]


def test_parquet_and_json_lines_are_guessed_too(tmp_path):
    path = put(tmp_path, b"", "leads.parquet")
    columns = {"id": [1, 2], "at": pa.array([0, 1], pa.timestamp("ms")), "share": [0.5, None], "ok": [True, False]}
    pq.write_table(pa.table(columns), path)
    entry = guessed(path)[1]
    assert {name: spec["type"] for name, spec in entry["columns"].items()} == {
        "id": "text",
        "at": "instant",
        "share": "number",
        "ok": "boolean",
    }
    path = put(tmp_path, '{"id": "1", "score": 0.5}\n{"id": "2", "score": null}\n', "leads.jsonl")
    assert guessed(path)[1]["columns"]["score"] == {"from": "score", "type": "number"}


@pytest.mark.parametrize("text", ["1,ann@customer.example\n2,ben@customer.example\n", "id,id\n1,2\n", "id,\n1,2\n"])
def test_a_first_line_that_is_no_header_is_refused_and_not_shown(text, tmp_path):
    path = put(tmp_path, text)
    with pytest.raises(SlaError) as found:
        guess(path)
    assert str(found.value) == (
        "leads.csv:1: SLA-F037 the first line is no header\n"
        "  hint: every column needs a name of its own; is there a title above the header?"
    )


def test_moments_and_numbers_of_people_are_not_taken_for_people(tmp_path):
    path = put(tmp_path, "id,first_contacted_at,Contact ID,Deal Name,contact\n1,2026-08-03 14:05,7,Pumps,Ann\n")
    assert guessed(path)[1]["personal"] == ["contact"]
