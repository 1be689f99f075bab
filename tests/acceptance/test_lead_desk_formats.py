"""The lead desk of a Dutch bank through every kind of file: the figures of its CSV, and of a count by hand.

The log says how often each lead was taken up, but dates only the first time. So that a second export can be followed,
`touches` dates the others too: half a day after one another, which nobody claims to be what happened at the bank.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from living_sla.cli import attain
from tests.acceptance.formats import FORMATS
from tests.acceptance.test_lead_desk import AGREEMENT, SOURCES, records

pytestmark = pytest.mark.acceptance

ATTEMPTS = """\
  - id: taken-up-in-time
    title: Taken up twice within two days
    by: desk
    category: hand-off
    measure:
      kind: attempts
      source: leads
      from: handoff
      events: {source: touches, key: case, at: touched_at}
      times: 2
      limit: 48 hours
    target: at least 10%
    per: month
---
"""
TOUCHES = """\
touches:
  path: exports/touches.csv
  timezone: Europe/Amsterdam
  key: id
  as_of: 2012-03-14
  columns:
    id: {from: id, type: text}
    case: {from: case, type: text}
    touched_at: {from: touched_at, type: instant}
"""
LEADS = {"case": "text", "handoff": "instant", "first_touch": "instant", "attempts": "integer", "resource": "text"}
TOUCH = {"id": "text", "case": "text", "touched_at": "instant"}
APART = timedelta(hours=12)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def leads(shared_data):
    return list(records(shared_data))


@pytest.fixture(scope="module")
def touches(leads):
    return [
        {"id": f"{lead['case']}-{number}", "case": lead["case"], "touched_at": f"{at(lead, number):%F %T.%f}"[:-3]}
        for lead in leads
        for number in range(int(lead["attempts"]))
    ]


def at(lead, number):
    return datetime.fromisoformat(lead["first_touch"]) + number * APART


@pytest.fixture(scope="module")
def attained(leads, touches, tmp_path_factory):
    """Every row of the JSON, without its source, by the name of the format."""
    remembered = {}

    def of(name):
        if name not in remembered:
            root, form = tmp_path_factory.mktemp(name), FORMATS[name]
            (root / "agreements").mkdir()
            (root / "data" / "exports").mkdir(parents=True)
            agreement = AGREEMENT.removesuffix("---\n") + ATTEMPTS
            (root / "agreements" / "lead-desk.md").write_text(agreement, encoding="utf-8")
            sources = form.source(SOURCES.replace("bank-lead-desk-2011-2012", "leads") + TOUCHES)
            (root / "data" / "sources.yml").write_text(sources, encoding="utf-8")
            form.write(root / "data" / "exports" / f"leads{form.ending}", leads, LEADS)
            form.write(root / "data" / "exports" / f"touches{form.ending}", touches, TOUCH)
            arguments = ["--format", "json", "--project", str(root)]
            text = CliRunner().invoke(attain.command, arguments, catch_exceptions=False).stdout
            remembered[name] = [row | {"source": row["source"]["rows"]} for row in json.loads(text)["attainment"]]
        return remembered[name]

    return of


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "packed"])
def test_every_format_gives_the_figures_of_csv(attained, name):
    assert attained(name) == attained("packed")
    assert {row["commitment"] for row in attained(name)} == {
        "slow-tenth", "taken-up-twice", "first-touch", "taken-up-in-time",
    }  # fmt: skip


def test_attempts_month_by_month_equal_a_count_by_hand(attained, leads):
    expected = {}
    for lead in leads:
        start = datetime.fromisoformat(lead["handoff"]).replace(tzinfo=AMSTERDAM)
        within = sum(
            timedelta() <= real(at(lead, number)) - real(start) <= timedelta(hours=48)
            for number in range(int(lead["attempts"]))
        )
        met, missed = expected.setdefault(lead["handoff"][:7], [0, 0])
        expected[lead["handoff"][:7]] = [met + (within >= 2), missed + (within < 2)]
    rows = [row for row in attained("packed") if row["commitment"] == "taken-up-in-time"]
    found = {row["period"]["label"]: [row["counts"]["met"], row["counts"]["missed"]] for row in rows}
    assert {month: counts for month, counts in found.items() if counts != [0, 0]} == expected


def real(wall):
    """The instant, in UTC: differences of local times lie where the clocks change between them."""
    return wall.replace(tzinfo=AMSTERDAM).astimezone(ZoneInfo("UTC"))
