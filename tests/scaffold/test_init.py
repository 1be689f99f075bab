"""`sla init`: from an export to a page with a figure, and nothing where that fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.sources_file import read_sources
from living_sla.cli.init import command
from living_sla.errors import SlaError
from living_sla.scaffold.project.answers import Answers, TeamAnswer
from living_sla.scaffold.project.declared import usual_source
from living_sla.scaffold.project.files import project_files

ROWS = """\
Lead ID,Handed over,First contact,Company,Country
101,2026-11-02 09:10,2026-11-02 10:00,Fir Ltd,GB
102,2026-11-03 11:00,2026-11-03 14:45,Elm Ltd,GB
103,2026-11-04 16:00,2026-11-05 09:30,Oak Ltd,
104,2026-11-05 10:00,2026-11-06 12:00,Ash Ltd,NL
105,2026-11-06 09:00,,Yew Ltd,NL
106,2026-11-06 16:20,,Bay Ltd,NL
"""
FILES = {
    ".gitattributes", ".gitignore", "README.md", "agreements/lead-handoff.md", "data/exports/.gitkeep",
    "data/sources.yml", "docs/how-this-works.md", "docs/index.md", "mkdocs.yml", "pyproject.toml", "requirements.txt",
}  # fmt: skip
ANSWERS = Answers(
    "Northwind",
    TeamAnswer("Demand Generation", "Ana Ruiz", "ana.ruiz@northwind.example"),
    TeamAnswer("Sales Development", "Ben Okafor", "ben.okafor@northwind.example"),
    "Europe/London",
    "GB",
)


@pytest.fixture
def an_export(tmp_path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def init(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], input=stdin)


def files_of(root: Path) -> set[str]:
    """Everything in the project but the site and git's own files."""
    apart = {".git", "site", ".site-work"}
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.parts[0] not in apart}


def test_an_export_and_no_question_end_on_a_page_with_the_figure(an_export, tmp_path):
    root = tmp_path / "our agreements"
    said = init(an_export, "--yes", "--project", root, "--timezone", "Europe/London", "--country", "none")
    assert said.exit_code == 0, said.output
    # 101 and 102 the same day, 103 within an hour and a half of business time; 104 on the next day. 105 was due at
    # 13:00, before the newest instant of the export, and 106 on Monday.
    assert "2026-11    60.0 % (3 of 5; 1 still open)" in said.stdout
    assert files_of(root) == FILES | {"data/exports/leads.csv"}
    assert (root / "site" / "index.html").is_file()
    assert an_export.read_text(encoding="utf-8") == ROWS
    assert (root / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"


def test_a_project_without_an_export_waits_for_data(tmp_path):
    root = tmp_path / "agreements"
    said = init("--yes", "--project", root, "--crm", "hubspot")
    assert said.exit_code == 0, said.output
    assert "waiting for data" in said.stdout
    assert files_of(root) == FILES


@pytest.mark.parametrize("crm", ["hubspot", "salesforce", "other"])
def test_the_usual_layouts_go_together_with_the_agreement(crm, tmp_path):
    answers = Answers(**{**vars(ANSWERS), "crm": crm})
    texts = project_files(answers, usual_source(answers, date(2026, 11, 28)), date(2026, 11, 28), has_figures=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text(texts["data/sources.yml"])
    declared = read_sources(tmp_path).sources["leads"]
    agreement, notices = parse_agreement(
        texts["agreements/lead-handoff.md"].encode(), path="agreements/lead-handoff.md"
    )
    assert notices == []
    assert {"mql_at", "first_contacted_at"} <= declared.columns.keys()
    assert [one.by for one in agreement.terms.commitments] == ["sales", "marketing"]


def test_a_second_run_changes_nothing(an_export, tmp_path):
    root = tmp_path / "agreements"
    assert init(an_export, "--yes", "--project", root).exit_code == 0
    (root / "README.md").write_text("Ours.\n")
    before = {path: (root / path).read_bytes() for path in files_of(root)}
    again = init(an_export, "--yes", "--project", root, "--company", "Another")
    assert again.exit_code == 0, again.output
    assert "0 new files" in again.stdout
    assert {path: (root / path).read_bytes() for path in files_of(root)} == before


def test_an_export_that_nobody_can_read_leaves_nothing(tmp_path):
    export = tmp_path / "leads.csv"
    export.write_text("Lead ID,Handed over,First contact\n101,2026-11-02 09:10\n")
    root = tmp_path / "agreements"
    said = init(export, "--yes", "--project", root)
    assert isinstance(said.exception, SlaError)
    assert not root.exists()
