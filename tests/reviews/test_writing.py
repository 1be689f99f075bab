"""A review is in its place whole, or not at all: whatever is killed, refused, full, in the way or at work beside."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import pytest

from living_sla.errors import EnvironmentFault, SlaError
from living_sla.reviews.folder.layout import FOLDER, WORKSHOP
from living_sla.reviews.freezing import writing
from tests.reviews.kills import FILES, REVIEW, Counted, held

TREE = Path(__file__).parents[2]
BARE = {**os.environ, "PYTHONPATH": str(TREE)}
"""A command that ran in this process before keeps Python from looking where it is started."""
KILLS = int(os.environ.get("SLA_KILLS", "40"))


def reviews(root: Path) -> list[str]:
    return sorted(os.listdir(root / FOLDER)) if (root / FOLDER).exists() else []


def test_a_review_is_written_byte_for_byte_and_nothing_else_stays(tmp_path):
    writing.written(tmp_path, REVIEW, FILES)
    assert reviews(tmp_path) == [REVIEW]
    assert held(tmp_path / FOLDER / REVIEW) == FILES


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_the_umask_decides_nothing(tmp_path, umask):
    before = os.umask(umask)
    try:
        writing.written(tmp_path, REVIEW, FILES)
    finally:
        os.umask(before)
    modes = {
        path.is_dir(): stat.S_IMODE(path.lstat().st_mode) for path in (tmp_path / FOLDER / REVIEW, *tmp_path.rglob("*"))
    }
    assert modes == {True: 0o755, False: 0o644}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are those of POSIX")
def test_a_killed_run_leaves_a_whole_review_or_none_and_the_next_one_sweeps(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.reviews.kills", str(tmp_path), str(KILLS)],
        capture_output=True, text=True, timeout=500, cwd=TREE, env=BARE,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{KILLS} killed")


def calls_of_one_run(tmp_path, monkeypatch) -> int:
    counted = Counted(0, None)
    monkeypatch.setattr(writing, "os", counted)
    writing.written(tmp_path / "counted", REVIEW, FILES)
    return counted.calls


def test_whichever_call_of_the_system_fails_once_the_review_is_whole_or_not_there(tmp_path, monkeypatch):
    def refuse(_name):
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    (tmp_path / "counted").mkdir()
    calls = calls_of_one_run(tmp_path, monkeypatch)
    said, shown = [], []
    for at in range(1, calls + 1):
        root = tmp_path / str(at)
        root.mkdir()
        monkeypatch.setattr(writing, "os", Counted(at, refuse))
        try:
            writing.written(root, REVIEW, FILES)
        except EnvironmentFault as fault:
            said.append((fault.exit_code, str(fault.code), "is there" in fault.message))
            shown.append((root / FOLDER / REVIEW).exists())
        monkeypatch.setattr(writing, "os", Counted(0, None))
        if (root / FOLDER / REVIEW).exists():
            assert held(root / FOLDER / REVIEW) == FILES
            writing.sweep(root)
        else:
            writing.written(root, REVIEW, FILES)
        assert reviews(root) == [REVIEW]
    assert said == [(3, "SLA-F087", there) for there in shown]
    assert len(said) > 60  # all but those that sweep after the rename


def test_a_disk_that_takes_a_byte_at_a_time_loses_none(tmp_path, monkeypatch):
    class Slow(Counted):
        def __getattr__(self, name):
            if name == "write":
                return lambda descriptor, content: os.write(descriptor, content[:1000])
            return super().__getattr__(name)

    monkeypatch.setattr(writing, "os", Slow(0, None))
    writing.written(tmp_path, REVIEW, FILES)
    assert held(tmp_path / FOLDER / REVIEW) == FILES


def test_a_limit_on_the_size_of_files_stops_it_with_nothing_left(tmp_path):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    code = (
        "import sys; from pathlib import Path; from tests.reviews.kills import *\n"
        "writing.written(Path(sys.argv[1]), REVIEW, FILES)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], preexec_fn=limit, capture_output=True, text=True,
                          cwd=TREE, env=BARE, timeout=60)  # fmt: skip
    assert "the review cannot be written: File too large" in done.stderr
    assert reviews(tmp_path) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount")
def test_a_small_full_disk_stops_it_with_nothing_left(tmp_path):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not possible here")
    try:
        with pytest.raises(EnvironmentFault, match="SLA-F087 the review cannot be written: No space left on device"):
            writing.written(tmp_path, REVIEW, FILES)
        assert reviews(tmp_path) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_two_runs_at_once_one_wins_and_the_other_says_so(tmp_path):
    with writing._workshop(tmp_path, writing.Place("docs/reviews/2026-Q3")):
        with pytest.raises(EnvironmentFault) as refused:
            writing.written(tmp_path, REVIEW, FILES)
        with pytest.raises(EnvironmentFault, match="another run is freezing"):
            writing.sweep(tmp_path)
    assert str(refused.value) == (
        "docs/reviews/2026-Q3: SLA-F087 another run is freezing a review\n"
        "  hint: wait until it has finished, and look what it wrote"
    )
    writing.written(tmp_path, REVIEW, FILES)
    assert reviews(tmp_path) == [REVIEW]


def test_of_many_runs_started_at_once_exactly_one_writes(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.reviews.kills import *\n"
        "from living_sla.errors import SlaError\n"
        "sys.stdin.read()\n"
        "try: writing.written(Path(sys.argv[1]), REVIEW, FILES); print('written')\n"
        "except SlaError as fault: print(fault.code)"
    )
    pipes: dict = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": TREE, "env": BARE}
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], **pipes) for _ in range(4)]
    for run in runs:
        run.stdin.close()
    said = sorted(run.stdout.read().strip() for run in runs)
    for run in runs:
        run.stdout.close()
        run.wait(timeout=60)
    assert said.count("written") == 1
    assert set(said) <= {"written", "SLA-F087", "SLA-F088"}
    assert held(tmp_path / FOLDER / REVIEW) == FILES
    assert reviews(tmp_path) == [REVIEW]


@pytest.mark.parametrize("name", ["2026-Q3", "2026-q3", "2026-Q3.", "2026-Q3 ", "２０２６-Q3"])
@pytest.mark.parametrize("kind", ["a folder", "an empty folder", "a file", "a link"])
def test_whatever_is_there_in_any_spelling_stays_as_it_is(tmp_path, name, kind):
    there = tmp_path / FOLDER / name
    there.parent.mkdir(parents=True)
    if kind == "a link":
        there.symlink_to(tmp_path / "nowhere")
    elif kind == "a file":
        there.write_text("mine")
    else:
        there.mkdir()
        if kind == "a folder":
            (there / "snapshot.json").write_text("{}")
    with pytest.raises(SlaError) as refused:
        writing.written(tmp_path, REVIEW, FILES)
    assert (refused.value.exit_code, refused.value.code) == (2, "SLA-F088")
    what = "this review" if name == REVIEW and kind.endswith("folder") else f"a {kind.split()[-1]}"
    assert str(refused.value).startswith(f"docs/reviews/{name}: SLA-F088 {what} ")
    assert os.listdir(tmp_path / FOLDER) == [name]


@pytest.mark.parametrize("where", ["docs", "docs/reviews", "docs/reviews/.freezing"])
@pytest.mark.parametrize("kind", ["a link", "a file"])
def test_a_link_or_a_file_in_the_way_is_refused_and_not_followed(tmp_path, where, kind):
    root, outside = tmp_path / "project", tmp_path / "outside"
    outside.mkdir()
    (root / where).parent.mkdir(parents=True)
    if kind == "a link":
        (root / where).symlink_to(outside)
    else:
        (root / where).write_text("mine")
    with pytest.raises(SlaError) as refused:
        writing.written(root, REVIEW, FILES)
    assert str(refused.value).startswith(f"{where}: SLA-F087 {kind} where a folder belongs")
    assert not any(outside.iterdir())


def test_what_was_left_is_removed_and_not_what_a_link_in_it_leads_to(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "precious.txt").write_text("x")
    left = tmp_path / FOLDER / WORKSHOP
    (left / "review" / "terms").mkdir(parents=True)
    (left / "review" / "link").symlink_to(mine)
    (left / "link").symlink_to(mine)
    writing.sweep(tmp_path)
    assert reviews(tmp_path) == []
    assert (mine / "precious.txt").read_text() == "x"
