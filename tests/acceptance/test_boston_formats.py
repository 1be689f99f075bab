"""The same requests of Boston through every kind of file: the same figures, to the last digit."""

from __future__ import annotations

import csv
import gzip
import json

import pytest
from click.testing import CliRunner

from living_sla.cli import attain
from tests.acceptance.formats import FORMATS
from tests.acceptance.test_boston import AGREEMENT, PUBLISHED, SOURCES, by_month

pytestmark = pytest.mark.acceptance

KINDS = {
    "case_enquiry_id": "text",
    "open_dt": "instant",
    "target_dt": "instant",
    "closed_dt": "instant",
    "flag": "text",
}


@pytest.fixture(scope="module")
def requests(shared_data):
    with gzip.open(shared_data / "boston-service-requests-2011H2.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FORMATS)
def test_the_published_figures_come_out_of_every_format(requests, tmp_path, name):
    form = FORMATS[name]
    (tmp_path / "agreements").mkdir()
    (tmp_path / "data" / "exports").mkdir(parents=True)
    (tmp_path / "agreements" / "requests.md").write_text(AGREEMENT, encoding="utf-8")
    sources = SOURCES.replace("boston-service-requests-2011H2.csv.gz", "requests.csv")
    (tmp_path / "data" / "sources.yml").write_text(form.source(sources), encoding="utf-8")
    form.write(tmp_path / "data" / "exports" / f"requests{form.ending}", requests, KINDS)
    arguments = ["requests/in-time", "--format", "json", "--project", str(tmp_path)]
    result = CliRunner().invoke(attain.command, arguments, catch_exceptions=False)
    rows = by_month(json.loads(result.stdout)["attainment"], "in-time")
    assert {month: (row["counts"]["met"], row["counts"]["missed"]) for month, row in rows.items()} == {
        month: (met, late + overdue) for month, (_, met, late, overdue) in PUBLISHED.items()
    }
    assert {row["source"]["rows"] for row in rows.values()} == {58_251}
