"""`sla init` on the demonstration's exports comes to the figures of the demonstration's own declarations."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from living_sla.cli.init import command
from living_sla.report import build
from tests.factories.small_sites import REPOSITORY

EXPORTS = REPOSITORY / "data" / "exports"


def counts(root: Path, commitment: str) -> dict[str, tuple[int, int, int, int]]:
    """Met, missed, pending and unusable records of each month."""
    [standing] = [
        standing
        for agreement in build(root).agreements
        for standing in agreement.commitments
        if standing.commitment.id == commitment
    ]
    return {
        row.period.label: (row.counts.met, row.counts.missed, row.counts.pending, row.counts.unusable)
        for row in standing.series
    }


def our_own(folder: Path, agreement: str, columns: tuple[str, str], made: Path) -> Path:
    """This repository's sources and its agreement, held to the hours, days and limit of the one that was made."""
    shutil.copytree(REPOSITORY / "data", folder / "data")
    (folder / "agreements").mkdir()
    terms, written = (
        yaml.load(re.split(r"^---$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1], yaml.BaseLoader)
        for path in (REPOSITORY / "agreements" / f"{agreement}.md", made / "agreements" / "lead-handoff.md")
    )
    first, second = written["commitments"]
    source = {"lead-handoff": "leads", "amer-inbound": "salesforce-leads"}[agreement]
    measure = {"kind": "within", "source": source, "from": columns[0], "to": columns[1], "limit": "4 business hours"}
    assert measure["limit"] == first["measure"]["limit"]
    supply = {"kind": "count", "source": source, "at": columns[0]}
    alone = {key: value for key, value in terms.items() if key not in {"journey", "experiment", "capacity"}}
    kept = {
        "commitments": [{**first, "measure": measure}, {**second, "measure": supply, "target": "at least 1"}],
        "coverage": written["coverage"],
        "effective": written["effective"],
        "definitions": {},
        "exceptions": [],
        "contingency": written["contingency"],
    }
    text = yaml.safe_dump({**alone, **kept}, sort_keys=False)
    (folder / "agreements" / f"{agreement}.md").write_text(f"---\n{text}---\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("export", "zone", "country", "agreement", "columns"),
    [
        (
            "hubspot-contacts-2026-10-21.csv", "Europe/London", "GB-ENG", "lead-handoff",
            ("mql_at", "first_contacted_at"),
        ),
        (
            "salesforce-leads-report-2026-10-21.csv", "America/New_York", "US", "amer-inbound",
            ("created_at", "first_activity_at"),
        ),
    ],
)  # fmt: skip
def test_figures_are_those_of_the_same_terms_on_declared_columns(export, zone, country, agreement, columns, tmp_path):
    made = tmp_path / "made"
    where = ("--project", str(made), "--timezone", zone, "--country", country)
    said = CliRunner().invoke(command, [str(EXPORTS / export), "--yes", *where])
    assert said.exit_code == 0, said.output
    assert (made / "site" / "index.html").is_file()
    figures = counts(made, "first-contact")
    assert len(figures) == 13
    assert figures == counts(our_own(tmp_path / "ours", agreement, columns, made), "first-contact")
