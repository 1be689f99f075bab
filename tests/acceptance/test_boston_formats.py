"""The same requests of Boston through every kind of file: the same figures, to the last digit."""

from __future__ import annotations

import csv
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from living_sla.cli import attain
from tests.acceptance.test_boston import AGREEMENT, PUBLISHED, SOURCES

pytestmark = pytest.mark.acceptance

COLUMNS = ("case_enquiry_id", "open_dt", "target_dt", "closed_dt", "flag")


@pytest.fixture(scope="module")
def requests(shared_data):
    with gzip.open(shared_data / "boston-service-requests-2011H2.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [{name: row[name] for name in COLUMNS} for row in csv.DictReader(file)]


def write_semicolons(path, rows):
    with open(path, "w", encoding="utf-16", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def write_json_lines(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps({name: cell or None for name, cell in row.items()}) + "\n" for row in rows)


def write_parquet(path, rows):
    arrays = {name: pa.array([row[name] or None for row in rows]) for name in COLUMNS}
    instants = {name: arrays[name].cast(pa.timestamp("us")) for name in COLUMNS if name.endswith("_dt")}
    pq.write_table(pa.table({**arrays, **instants}), path, row_group_size=10_000)


FORMATS = {
    "leads.csv": (write_semicolons, 'delimiter: ";"\n  encoding: utf-16\n  '),
    "leads.jsonl": (write_json_lines, ""),
    "leads.parquet": (write_parquet, ""),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_published_figures_come_out_of_every_format(requests, tmp_path, name):
    write, declared = FORMATS[name]
    (tmp_path / "agreements").mkdir()
    (tmp_path / "data" / "exports").mkdir(parents=True)
    (tmp_path / "agreements" / "requests.md").write_text(AGREEMENT, encoding="utf-8")
    sources = SOURCES.replace("path: exports/boston-service-requests-2011H2.csv.gz", f"path: exports/{name}")
    (tmp_path / "data" / "sources.yml").write_text(
        sources.replace("key: case_enquiry_id", f"{declared}key: case_enquiry_id"), encoding="utf-8"
    )
    write(tmp_path / "data" / "exports" / name, requests)
    arguments = ["requests/in-time", "--format", "json", "--project", str(tmp_path)]
    result = CliRunner().invoke(attain.command, arguments, catch_exceptions=False)
    rows = json.loads(result.stdout)["attainment"]
    assert {row["period"]["label"]: (row["counts"]["met"], row["counts"]["missed"]) for row in rows} == {
        month: (met, late + overdue) for month, (_, met, late, overdue) in PUBLISHED.items()
    }
