"""The City of Boston's service requests of the second half of 2011, against the verdicts that the city published."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from living_sla.cli import attain

pytestmark = pytest.mark.acceptance

# month opened: (with a target and a flag, met, closed late, open and overdue), as in the data's own README
PUBLISHED = {
    "2011-07": (8136, 6293, 1198, 645),
    "2011-08": (9602, 7260, 1934, 408),
    "2011-09": (8994, 6803, 1613, 578),
    "2011-10": (8908, 6968, 1287, 653),
    "2011-11": (6024, 4456, 1043, 525),
    "2011-12": (5448, 3811, 998, 639),
}

AGREEMENT = """\
---
id: requests
title: Service requests
summary: The city answers a request by the date that it names when it takes it in.
effective: 2011-07-01
until: 2011-12-31
parties:
  city: {team: City departments, contact: {name: City Desk, email: city@boston.example}}
  residents: {team: Residents, contact: {name: Residents' Desk, email: residents@boston.example}}
coverage: {timezone: America/New_York}
definitions:
  judged:
    means: A request for which the city published both a target and a verdict.
    where: {target_dt: filled, flag: filled}
commitments:
  - id: in-time
    title: Answered in time
    by: city
    category: hand-off
    measure: {kind: within, source: requests, where: judged, from: open_dt, to: closed_dt, due: target_dt}
    target: at least 80%
    per: month
  - id: still-open
    title: Still open
    by: city
    category: hand-off
    measure:
      kind: within
      source: requests
      where: {all: [judged, {closed_dt: empty}]}
      from: open_dt
      to: closed_dt
      due: target_dt
    target: at least 80%
    per: month
  - id: volume
    title: Requests taken in
    by: residents
    category: goals
    measure: {kind: count, source: requests, where: judged, at: open_dt}
    target: at least 1
    per: month
---
"""

SOURCES = """\
requests:
  path: exports/boston-service-requests-2011H2.csv.gz
  timezone: America/New_York
  key: case_enquiry_id
  as_of: 2023-05-01
  columns:
    case_enquiry_id: {from: case_enquiry_id, type: text}
    open_dt: {from: open_dt, type: instant}
    target_dt: {from: target_dt, type: instant}
    closed_dt: {from: closed_dt, type: instant}
    flag: {from: flag, type: text, values: [ONTIME, OVERDUE]}
"""


@pytest.fixture(scope="module")
def boston(shared_data, tmp_path_factory):
    root = tmp_path_factory.mktemp("boston")
    (root / "agreements").mkdir()
    (root / "data" / "exports").mkdir(parents=True)
    (root / "agreements" / "requests.md").write_text(AGREEMENT, encoding="utf-8")
    (root / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    shutil.copy(shared_data / "boston-service-requests-2011H2.csv.gz", root / "data" / "exports")
    result = CliRunner().invoke(attain.command, ["--format", "json", "--project", str(root)], catch_exceptions=False)
    return json.loads(result.stdout)["attainment"]


def by_month(rows, commitment):
    """The months in which the agreement was in force; after its last day none is judged."""
    mine = (row for row in rows if row["commitment"] == commitment and row["status"] != "not in force")
    return {row["period"]["label"]: row for row in mine}


def test_the_published_table_to_the_last_digit(boston):
    in_time, still_open, volume = (by_month(boston, name) for name in ("in-time", "still-open", "volume"))
    found = {}
    for month, row in in_time.items():
        counts, overdue = row["counts"], still_open[month]["counts"]["missed"]
        found[month] = (volume[month]["value"], counts["met"], counts["missed"] - overdue, overdue)
        assert row["value"] == counts["met"] / (counts["met"] + counts["missed"])
        assert (counts["pending"], counts["excluded"], counts["unusable"]) == (0, 0, 0)
    assert found == PUBLISHED


def test_every_period_is_closed_and_names_its_export(boston):
    row = by_month(boston, "in-time")["2011-07"]
    assert (row["status"], row["lower"], row["upper"]) == ("missed", row["value"], row["value"])
    assert row["period"]["start"] == "2011-07-01T04:00:00+00:00"
    assert row["source"]["rows"] == 58251
    assert row["source"]["files"][0]["path"] == "data/exports/boston-service-requests-2011H2.csv.gz"
