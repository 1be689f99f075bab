"""What was told already: each key once, in any order of runs, by two runs at once, and never by a guess."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import SlaError
from living_sla.told import SCHEMA, told_before

KEYS = [f"{number:032x}" for number in range(8)]


def run(path: Path, crossed) -> list[str]:
    """One run: it tells what is new."""
    with told_before(path) as told:
        new = [key for key in crossed if key not in told]
        if new:
            told.remember(new)
        return new


@given(st.lists(st.lists(st.sampled_from(KEYS), unique=True, max_size=5), max_size=8))
@settings(max_examples=30, deadline=None)
def test_each_threshold_is_told_exactly_once_over_any_sequence_of_runs(runs):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state" / "digest.json"
        told = [key for crossed in runs for key in run(path, crossed)]
        assert sorted(told) == sorted({key for crossed in runs for key in crossed})


def test_the_file_is_private_and_left_out_of_git(tmp_path):
    path = tmp_path / ".sla-state" / "digest.json"
    run(path, KEYS)
    assert (path.parent / ".gitignore").read_text() == "*\n"
    if os.name == "posix":
        assert [stat.S_IMODE(found.stat().st_mode) for found in (path.parent, path)] == [0o700, 0o600]
    assert json.loads(path.read_text()) == {"schema": SCHEMA, "told": KEYS}


def test_two_runs_at_once_tell_each_threshold_once(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.test_told import run, KEYS\n"
        "print(len([key for key in KEYS for _ in run(Path(sys.argv[1]), [key])]))"
    )
    path = str(tmp_path / "state" / "digest.json")
    # The folder is named: a command that ran in this process before keeps Python from looking where it is started.
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    pipes: dict = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    runs = [subprocess.Popen([sys.executable, "-c", code, path], env=environment, **pipes) for _ in range(2)]
    said = [each.communicate(timeout=60) for each in runs]
    assert [err for _, err in said] == ["", ""]
    assert sum(int(out) for out, _ in said) == len(KEYS)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b'{"schema": "living-sla/digest-state/1"}', b"\xff\xfe", b"[" * 100_000,
        b'{"schema": "living-sla/digest-state/2", "told": []}',
        b'{"schema": "living-sla/digest-state/1", "told": ["x"]}',
        b'{"schema": "living-sla/digest-state/1", "told": [1]}',
        b'{"schema": "living-sla/digest-state/1", "told": [], "more": 1}',
        b" " * 1_000_001,
    ],
    ids=range(12),
)  # fmt: skip
def test_a_file_that_is_not_what_was_written_is_a_fault_and_stays_as_it_is(tmp_path, content):
    path = tmp_path / "digest.json"
    path.write_bytes(content)
    with pytest.raises(SlaError, match="SLA-F150 this is not what sla digest --crossed wrote"):
        run(path, KEYS)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["", ".", "..", "none/.."])
def test_what_is_the_name_of_a_folder_is_a_fault(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SlaError, match="SLA-F150 this is not the name of a file"):
        run(Path(name), KEYS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
@pytest.mark.parametrize("what", ["link", "folder", "pipe", "lock", "parent"])
def test_a_link_or_whatever_is_no_file_is_never_followed(tmp_path, what):
    folder, outside = tmp_path / "state", tmp_path / "outside"
    path = folder / "digest.json"
    outside.mkdir()
    if what == "parent":
        folder.symlink_to(outside)
    else:
        folder.mkdir()
    if what == "link":
        path.symlink_to(outside / "digest.json")
    elif what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "lock":
        path.with_name("digest.json.lock").symlink_to(outside / "lock")
    with pytest.raises(SlaError, match="SLA-F150"):
        run(path, KEYS)
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_the_environments_fault(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir(mode=0o500)
    with pytest.raises(SlaError, match="SLA-F150 cannot be read or written"):
        run(folder / "digest.json", KEYS)
