"""Fault 97: a project without agreements, or whose agreements cannot be read."""

from __future__ import annotations

import errno
import os

import pytest

from living_sla.cli import main
from tests.factories.agreements import AGREEMENT, project_faults, write_project


@pytest.fixture
def unreadable(monkeypatch):
    """Makes a folder unreadable; taking its rights away would not hide it from an administrator."""

    def make(folder):
        scandir = os.scandir

        def refusing(path="."):
            if os.fspath(path) == str(folder):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)

    return make


def test_097_a_folder_without_agreements_is_no_project(tmp_path):
    write_project(tmp_path, {})
    assert project_faults(tmp_path) == [
        "agreements/: SLA-F097 there is no such folder\n"
        "  hint: `sla init` makes a project here; --project names another folder"
    ]
    (tmp_path / "agreements").write_text("a file")
    assert [fault.split("\n")[0] for fault in project_faults(tmp_path)] == [
        "agreements/: SLA-F097 there is no such folder"
    ]


def test_097_an_agreements_folder_with_nothing_but_signoffs_has_no_agreement(tmp_path):
    write_project(tmp_path, {"signoffs/lead-handoff/notes.md": "no agreement"})
    assert project_faults(tmp_path) == [
        "agreements/: SLA-F097 there is no agreement\n"
        "  hint: write a first one, for example agreements/lead-handoff.md, or name another folder with --project"
    ]


def test_097_what_else_is_wrong_is_told_as_well(tmp_path):
    write_project(tmp_path, {}, sources="leads: [")
    faults = project_faults(tmp_path)
    assert [fault.partition(":")[0] for fault in faults] == ["agreements/", "data/sources.yml"]


@pytest.mark.parametrize("folder", ["agreements", "agreements/emea"])
def test_097_agreements_that_cannot_be_seen_do_not_count_as_absent(tmp_path, unreadable, folder):
    write_project(tmp_path, {"lead-handoff.md": AGREEMENT, "emea/other.md": AGREEMENT})
    unreadable(tmp_path / folder)
    assert project_faults(tmp_path) == [
        f"{folder}/: SLA-F097 the folder cannot be read: Permission denied\n"
        "  hint: give the user who runs sla the right to read it"
    ]


def test_097_a_check_exits_with_2_where_nothing_is_and_3_where_nothing_can_be_read(tmp_path, unreadable, capsys):
    with pytest.raises(SystemExit) as nothing:
        main(["check", "--project", str(tmp_path)])
    assert nothing.value.code == 2
    write_project(tmp_path)
    unreadable(tmp_path / "agreements")
    with pytest.raises(SystemExit) as hidden:
        main(["check", "--project", str(tmp_path)])
    assert hidden.value.code == 3
    assert "no faults" not in capsys.readouterr().out
