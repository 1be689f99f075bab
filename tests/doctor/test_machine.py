"""What a machine has; each state is made by hand."""

from __future__ import annotations

import os
import sys
from collections import namedtuple
from datetime import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla import programs
from living_sla.cache import CACHE_DIR
from living_sla.doctor import machine
from living_sla.doctor.here import Here
from living_sla.doctor.machine import size
from living_sla.model.observation import Severity


def severities(check, here) -> list[str]:
    return [seen.severity.value for seen in check(here)]


@pytest.fixture
def here(tmp_path) -> Here:
    return Here(tmp_path)


def test_names_of_files_that_are_not_utf8_are_a_problem(here, monkeypatch):
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    [seen] = machine.encoding(here)
    assert (seen.severity, seen.remedy) == (Severity.PROBLEM, "export PYTHONUTF8=1")


def test_a_terminal_of_another_encoding_is_a_note(here, monkeypatch):
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(encoding="cp1252"))
    assert severities(machine.encoding, here) == ["note"]
    monkeypatch.setattr(sys, "stdout", None)
    assert severities(machine.encoding, here) == ["ok"]


def test_without_a_browser_and_without_fonts_there_are_notes(here, monkeypatch, tmp_path, tmp_path_factory):
    installed = tmp_path_factory.mktemp("installed")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "_FOLDERS_OF_BROWSERS", ())
    assert severities(machine.browser, here) == ["note"]
    (installed / "chromium").touch(mode=0o755)
    monkeypatch.setattr(programs, "_FOLDERS_OF_BROWSERS", (str(installed),))
    assert severities(machine.browser, here) == ["ok"]
    monkeypatch.setattr(machine, "_FONTS", (str(tmp_path / "fonts"),))
    assert severities(machine.fonts, here) == ["note"]
    (tmp_path / "fonts" / "dejavu").mkdir(parents=True)
    (tmp_path / "fonts" / "dejavu" / "DejaVuSans.TTF").touch()
    assert severities(machine.fonts, here) == ["ok"]


def test_a_browser_inside_the_repository_is_not_one(here, monkeypatch):
    program = here.root / "bin" / "chromium"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(programs, "_FOLDERS_OF_BROWSERS", ())
    assert severities(machine.browser, here) == ["note"]


@pytest.mark.parametrize(
    ("free", "limit", "severity"),
    [(8 << 30, None, "ok"), (8 << 30, 256 << 20, "note"), (100 << 20, 8 << 30, "note"), (None, None, "ok")],
)
def test_what_a_container_may_have_counts_as_well(here, monkeypatch, free, limit, severity):
    monkeypatch.setattr(machine, "_free_memory", lambda: free)
    monkeypatch.setattr(machine, "_limit_of_memory", lambda: limit)
    assert severities(machine.memory, here) == [severity]


def test_a_clock_before_the_release_of_the_time_zones_is_wrong(here, monkeypatch):
    class Early(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(1980, 1, 1, tzinfo=tz)

    monkeypatch.setattr(machine, "datetime", Early)
    [seen] = machine.clock(here)
    assert seen.severity is Severity.PROBLEM
    assert "1980-01-01" in seen.what or "1979-12-31" in seen.what, "by the zone of the machine"


def test_without_temporary_files_nothing_works(here, monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", full)
    [seen] = machine.temporary(here)
    assert (seen.stops, seen.what) == (True, "no temporary file can be written: No space left on device")


def test_the_cache_folder_is_told_and_why_it_is_not_used(tmp_path, monkeypatch):
    project = tmp_path / "project"
    project.mkdir()
    told = {}
    for name, value in (("fine", tmp_path / "cache"), ("relative", "cache"), ("inside", project / "cache")):
        monkeypatch.setenv(CACHE_DIR, str(value))
        [told[name]] = machine.remembered(Here(project))
    assert {name: seen.severity.value for name, seen in told.items()} == {
        "fine": "ok", "relative": "note", "inside": "note",
    }  # fmt: skip
    assert "that is not an absolute path" in told["relative"].what
    assert "lies inside a repository or the project" in told["inside"].what


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_cache_folder_that_others_may_write_is_told(tmp_path, monkeypatch):
    (tmp_path / "cache" / "living-sla").mkdir(parents=True)
    (tmp_path / "cache" / "living-sla").chmod(0o777)
    (tmp_path / "project").mkdir()
    monkeypatch.setenv(CACHE_DIR, str(tmp_path / "cache"))
    [seen] = machine.remembered(Here(tmp_path / "project"))
    assert "others may write to it" in seen.what
    assert seen.remedy == f"export {CACHE_DIR}=/a/folder/of/yours"


def test_nobody_says_where_the_cache_is(here, monkeypatch):
    def homeless():
        raise RuntimeError

    monkeypatch.setattr(machine.cache, "folder_of_user", homeless)
    assert severities(machine.remembered, here) == ["note"]


def test_a_full_disk_beside_the_cache_is_told(here, monkeypatch, tmp_path):
    monkeypatch.setenv(CACHE_DIR, str(tmp_path / "elsewhere"))
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage(1, 1, 0))
    seen = [one for check in (machine.remembered, machine.temporary) for one in check(Here(tmp_path / "project"))]
    assert seen[0].severity is Severity.NOTE


@given(st.integers(0, 1 << 50))
def test_a_size_has_a_number_and_a_unit(number):
    amount, unit = size(number).split(" ")
    assert unit in ("KB", "MB", "GB")
    factor = {"KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}[unit]
    assert abs(float(amount.replace(",", "")) * factor - number) <= max(factor, number * 0.05)
