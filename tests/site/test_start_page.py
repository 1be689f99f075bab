"""The page for beginners says what happens: its files are written, its commands are run, its outputs are compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from living_sla.cli import main
from tests.factories.small_sites import REPOSITORY

PAGE = (REPOSITORY / "docs" / "start.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([^`]+)`\n\n```[a-z]+\n(.*?\n)```$", PAGE, re.MULTILINE | re.DOTALL))
RUNS = re.findall(r"^```\n\$ sla (.*?)\n(.*?\n)```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def a_project(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("start") / "our-agreements"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def said(arguments: list[str], capsys) -> str:
    """What a command says, messages before results, as both come on a terminal."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    captured = capsys.readouterr()
    return captured.err + captured.out


def test_the_page_has_the_files_and_the_runs_that_are_tried_here():
    assert list(FILES) == [
        "data/exports/leads.csv", "data/sources.yml", "agreements/lead-handoff.md", "mkdocs.yml", "docs/index.md",
    ]  # fmt: skip
    assert [command.split()[0] for command, _ in RUNS] == ["check", "attain", "explain", "build"]


@pytest.mark.parametrize(("command", "output"), RUNS, ids=[command for command, _ in RUNS])
def test_every_command_says_what_the_page_says(a_project, monkeypatch, capsys, command, output):
    monkeypatch.chdir(a_project)
    assert said(shlex.split(command), capsys) == output
