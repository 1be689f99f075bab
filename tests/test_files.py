"""The one way in which a file of people is opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from living_sla.errors import Faults, Place
from living_sla.files import MAX_FILE_BYTES, bytes_of, bytes_of_outside, is_there
from living_sla.settings import read_settings

WHERE = Place("pyproject.toml")


def refused(path: Path, root: Path) -> str:
    with pytest.raises(Faults) as found:
        bytes_of(path, root)
    return str(found.value).partition("\n")[0]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "pyproject.toml"


def test_a_regular_file_is_read_up_to_its_limit(path, tmp_path):
    path.write_bytes(b"x" * MAX_FILE_BYTES)
    assert bytes_of(path, tmp_path) == bytes_of_outside(path, WHERE) == b"x" * MAX_FILE_BYTES
    path.write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    assert refused(path, tmp_path) == "pyproject.toml: SLA-F017 larger than 256 KB"


def make_link(path: Path) -> None:
    path.with_name("other").write_text("")
    path.symlink_to("other")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "SLA-F051 not a regular file"),
        (os.mkdir, "SLA-F051 not a regular file"),
        (make_link, "SLA-F051 a link"),
        (lambda path: path.symlink_to("/dev/zero"), "SLA-F051 a link"),
        (lambda path: path.symlink_to("gone"), "SLA-F051 a link"),
        (lambda path: path.symlink_to(path.name), "SLA-F051 a link"),
    ],
)
def test_whatever_else_stands_there_is_told_and_not_waited_for(path, tmp_path, make, said):
    make(path)
    assert is_there(path, tmp_path)
    assert refused(path, tmp_path) == f"pyproject.toml: {said}"
    with pytest.raises(Faults):
        read_settings(tmp_path)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/random", "/dev/tty", "/dev/stdin", "/", "/proc/self/mem"])
def test_a_setting_may_name_no_device(device):
    with pytest.raises(Faults) as found:
        bytes_of_outside(Path(device), WHERE)
    assert str(found.value).startswith("pyproject.toml: SLA-F")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "gone/file", "~nobody-of-this-name/keys", "\udcff" * 40])
def test_a_name_that_leads_nowhere_is_told(tmp_path, name):
    with pytest.raises(Faults) as found:
        bytes_of_outside(tmp_path / name if name[0] != "~" else Path(name), WHERE)
    assert str(found.value).startswith("pyproject.toml: SLA-F097 cannot be read: ")


def test_a_file_outside_may_be_reached_through_links(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "signers").write_bytes(b"here")
    (tmp_path / "folder").symlink_to("kept")
    (tmp_path / "link").symlink_to("folder/signers")
    assert bytes_of_outside(tmp_path / "link", WHERE) == b"here"
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("/dev/zero")
    with pytest.raises(Faults, match="not a regular file"):
        bytes_of_outside(tmp_path / "link", WHERE)


def test_a_pipe_that_takes_the_place_of_the_file_is_not_waited_for(path, tmp_path, monkeypatch):
    """What was looked at and what is opened may be two things."""
    path.write_bytes(b"x")
    lstat = Path.lstat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "lstat", lambda _: lstat)
    assert refused(path, tmp_path) == "pyproject.toml: SLA-F051 not a regular file"


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="needs files that the system makes up")
def test_a_file_that_says_it_is_empty_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr("living_sla.files.MAX_FILE_BYTES", 100)
    with pytest.raises(Faults, match="SLA-F017"):
        bytes_of_outside(Path(f"/proc/{os.getpid()}/smaps"), WHERE)
