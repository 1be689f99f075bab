"""One figure, three doors: what the report says, what the terminal prints and what a count by hand finds."""

from __future__ import annotations

import json
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import asdict

from living_sla import report
from living_sla.cli import attain
from tests.demo.hand_count import count_first_contacts, count_qualified
from tests.pages import whole

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def printed():
    arguments = ["lead-handoff", "--format", "json", "--project", str(ROOT)]
    result = CliRunner().invoke(attain.command, arguments, catch_exceptions=False)
    return json.loads(result.stdout)["attainment"]


@pytest.mark.parametrize("month", ["2025-08", "2025-10", "2026-03", "2026-08", "2026-10"])
def test_first_contacts_equal_a_count_by_hand(printed, month):
    by_hand = count_first_contacts(month)
    rows = [row for row in printed if row["commitment"] == "first-contact" and row["period"]["label"] == month]
    found = {row["segment"]: Counter({k: v for k, v in row["counts"].items() if v}) for row in rows}
    whole = found.pop(None)
    assert found == by_hand
    assert whole == sum(by_hand.values(), Counter())


@pytest.mark.parametrize("month", ["2025-10", "2026-10"])
def test_volumes_equal_a_count_by_hand(printed, month):
    [row] = [row for row in printed if row["commitment"] == "mql-volume" and row["period"]["label"] == month]
    assert row["value"] == count_qualified(month)


def test_the_report_holds_what_the_terminal_prints(printed):
    standings = report.build(ROOT, only="lead-handoff").agreements[0].commitments
    told = {(s.commitment.id, a.period.label): a.counts for s in standings for a in s.series}
    said = {(r["commitment"], r["period"]["label"]): r["counts"] for r in printed if r["segment"] is None}
    assert {key: asdict(counts) for key, counts in told.items()} == said


def test_a_replay_of_an_earlier_moment_sees_nothing_of_what_came_later():
    """On 15 September at noon in London, September holds what had begun by then, and nothing ended later."""
    arguments = [
        "lead-handoff/first-contact",
        "--format",
        "json",
        "--project",
        str(ROOT),
        "--as-of",
        "2026-09-15T11:00Z",
    ]
    rows = json.loads(CliRunner().invoke(attain.command, arguments, catch_exceptions=False).stdout)["attainment"]
    last = [row for row in rows if row["segment"] is None][-1]
    assert (last["period"]["label"], last["as_of"]) == ("2026-09", "2026-09-15T11:00:00+00:00")
    assert last["status"] in ("on track", "at risk")
    assert sum(last["counts"].values()) < 403


def test_the_page_of_a_commitment_says_what_the_count_by_hand_finds():
    september = sum(count_first_contacts("2026-09").values(), Counter())
    met, judged = september["met"], september["met"] + september["missed"]
    text = page_of("first-contact")
    assert f"({met} of {judged})" in text
    assert f"{100 * met / judged:.1f} %" in text


def test_the_page_of_a_volume_says_what_the_count_by_hand_finds():
    assert f">{count_qualified('2026-09')}<" in page_of("mql-volume")


def page_of(commitment: str) -> str:
    found = report.build(ROOT, only="lead-handoff")
    [standing] = found.agreements
    [part] = [part for part in standing.commitments if part.id == commitment]
    return unescape(whole.commitment(part, standing, found)).replace("\u00a0", " ")
