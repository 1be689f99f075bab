"""The README shows an agreement of twelve lines, and what it says of it is what the product says."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from living_sla.cli import attain, check
from tests.factories.readme_project import ROOT, shown_agreement, write_shown_project

README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return write_shown_project(tmp_path_factory.mktemp("readme") / "project")


def run(command, project, *arguments):
    return CliRunner().invoke(command, ["--project", str(project), *arguments])


def test_it_has_twelve_lines():
    assert len(shown_agreement().splitlines()) == 12


def test_it_has_no_fault(shown):
    found = run(check.command, shown)
    assert (found.exit_code, found.stdout.partition(",")[0]) == (0, "1 agreement with 1 commitment")


def test_the_readme_says_its_sentence_and_a_figure(shown):
    lines = run(attain.command, shown, "lead-handoff").stdout.splitlines()
    said = lines[0].partition("  ")[2]
    assert said.startswith("Each month, ")
    assert said in " ".join(README.split())
    september = next(line.split() for line in lines if line.startswith("  2026-09 "))
    assert f"In September 2026 it was {september[1]} %" in README
