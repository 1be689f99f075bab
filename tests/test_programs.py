"""No program and no module comes from the repository that is looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla import programs


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def project(tmp_path) -> Path:
    """A project below the top of its repository, with a git of its own in many places."""
    project = tmp_path / "repository" / "sales"
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    for folder in ("", "bin", ".venv/bin", "../tools"):
        executable(project / folder / "git")
    return project


def test_a_program_is_found_on_the_machine(project, tmp_path):
    theirs = executable(tmp_path / "bin" / "git")
    assert programs.find("git", project, path=f"/nowhere:{theirs.parent}") == theirs


ENTRIES = ("", ".", "bin", "./bin", "../tools", "{0}", "{0}/bin", "{0}/.venv/bin", "{0}/../tools", "{0}/../sales/bin",
           "{0}/../../link", "{0}/../../bin/../repository/tools")  # fmt: skip


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_entry_of_a_search_path_leads_into_the_repository(project, tmp_path, monkeypatch, entry):
    (tmp_path / "link").symlink_to(project / "bin")
    (tmp_path / "bin").mkdir()
    monkeypatch.chdir(project)
    assert programs.find("git", project, path=entry.format(project)) is None


def test_a_link_outside_to_a_program_inside_is_passed_over(project, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(project / "bin" / "git")
    assert programs.find("git", project, path=str(tmp_path / "bin")) is None


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["", ".", "..", "bin", "~", "//", "/..", "/nowhere", "\x01", " "]), max_size=6))
def test_a_search_path_of_nothing_but_relative_folders_finds_nothing(parts):
    assert programs.find("git", Path.cwd(), path=os.pathsep.join(parts)) is None


def test_a_folder_and_a_file_that_cannot_be_run_are_no_programs(tmp_path):
    (tmp_path / "a" / "git").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "git").write_text("")
    (tmp_path / "b" / "git").chmod(0o644)
    assert programs.find("git", tmp_path / "project", path=f"{tmp_path}/a:{tmp_path}/b") is None


def test_a_project_at_the_root_of_a_container_finds_the_programs_of_the_machine():
    assert programs.find("sh", Path("/")) is not None


def test_what_is_started_later_searches_outside_the_repository_too(project, tmp_path):
    script = (
        "import sys; from living_sla import programs; from pathlib import Path; programs.shield(Path(sys.argv[1]));"
    )
    script += "import os; print(os.environ['PATH']); print(*sys.path, sep=os.pathsep)"
    path = os.pathsep.join(["", ".", "bin", f"{project}/bin", "/usr/bin", f"{project}/../tools"])
    source = str(Path(programs.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", script, str(project)],
        env={"PATH": path, "PYTHONPATH": os.pathsep.join(["", source, "sub"])},
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    searched, modules = done.stdout.splitlines()
    assert searched == "/usr/bin"
    assert source in modules.split(os.pathsep)
    assert not [entry for entry in modules.split(os.pathsep) if entry in ("", str(project), f"{project}/sub")]
