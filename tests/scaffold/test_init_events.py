"""A log of calls or tasks is not taken for a file of leads without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from living_sla.scaffold.guess import look
from living_sla.scaffold.project.plan import looks_like_events

EXPORTS = Path(__file__).parents[2] / "data" / "exports"


def told(folder: Path, header: str, *rows: str) -> str:
    path = folder / "export.csv"
    path.write_text("".join(f"{line}\n" for line in (header, *rows)), encoding="utf-8")
    return looks_like_events(look(path))


@pytest.mark.parametrize(
    "header", ["Lead ID", "WhoId", "who_id", "Contact Id", "Associated Contact IDs", "lead record id", "Prospect-ID"]
)
def test_a_lead_that_comes_again_and_again_makes_a_file_of_events(header, tmp_path):
    rows = [f"T{number},L{number % 4},2026-11-0{number}" for number in range(1, 10)]
    assert told(tmp_path, f"Activity,{header},Date", *rows) == (
        f"{header} has 4 different cells in 9 rows: "
        "this looks like a file of calls or tasks, and figures count its rows as leads"
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Lead ID,Company ID,Handed over", "L{0},C{1},2026-11-0{0}"),  # every lead once, a company with several
        ("Record ID,Contact owner ID,Handed over", "L{0},C{1},2026-11-0{0}"),
        ("Record ID,Lead ID source,Handed over", "L{0},C{1},2026-11-0{0}"),
    ],
)
def test_what_leads_share_is_not_their_number(header, row, tmp_path):
    assert told(tmp_path, header, *(row.format(number, number % 3) for number in range(1, 10))) == ""


def test_some_leads_twice_are_still_a_list_of_leads(tmp_path):
    rows = [f"L{number},2026-11-02T{number % 24:02}:00Z" for number in (*range(1, 20), 1)]
    assert told(tmp_path, "Lead ID,Handed over", *rows) == ""


@pytest.mark.parametrize(
    ("name", "is_log"),
    [("salesforce-tasks-report", True), ("salesforce-leads-report", False), ("hubspot-contacts", False)],
)
def test_of_the_exports_of_the_demonstration_the_tasks_are_a_log(name, is_log):
    [path] = EXPORTS.glob(f"{name}-*.csv")
    assert bool(looks_like_events(look(path))) is is_log
