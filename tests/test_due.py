"""`sla due`: what waits for somebody."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from living_sla.cli import due

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path):
    for folder in ("agreements", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "agreements" / "event-leads.md").unlink()
    (tmp_path / "agreements" / "amer-inbound.md").unlink()
    return tmp_path


def say(project, *arguments):
    return CliRunner().invoke(due.command, ["--project", str(project), *arguments], catch_exceptions=False)


def test_a_review_a_stale_export_and_an_end_are_told(project):
    agreement = project / "agreements" / "lead-handoff.md"
    soon = (datetime.now(UTC) + timedelta(days=5)).date()
    text = agreement.read_text(encoding="utf-8")
    text = text.replace("next: 2027-01-12", "next: 2026-01-12").replace(
        "effective: 2025-05-01", f"effective: 2025-05-01\nuntil: {soon}"
    )
    agreement.write_text(text, encoding="utf-8")
    sources = project / "data" / "sources.yml"
    sources.write_text(
        sources.read_text(encoding="utf-8").replace("warn: 3650 days", "warn: 1 day", 1),
        encoding="utf-8",
    )
    result = say(project, "--fail-on", "any")
    assert result.stdout.splitlines()[:3] == [
        "stale      export leads: as of 2026-10-21 16:45 UTC",
        "2026-01-12  review of lead-handoff, which has passed",
        f"{soon}  lead-handoff ends",
    ]


def test_nothing_due_says_so(project):
    assert say(project, "--within", "0").stdout == "nothing is due within 0 days\n"


def test_open_actions_of_reviews_are_told(demo_project):
    told = say(demo_project, "--within", "0").stdout
    assert "2026-10-30  Run the campaign of the summer: Ana Ruiz, action summer-campaign of 2026-Q2" in told
    assert "holiday" not in told, "it was done"
