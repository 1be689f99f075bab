"""`sla snapshot` as somebody types it: what it prints, its exit codes, and what is left of it when it is killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from living_sla.reviews.folder.layout import FOLDER, WORKSHOP
from tests.factories.git_folders import GitFolder
from tests.reviews.frozen_projects import AGREEMENT, EXPORT, HEADER, NOW, PATH, ROWS, SOURCES, project

KILLS = int(os.environ.get("SLA_KILLS", "4"))
COMMAND = (sys.executable, "-c", "from living_sla.cli import main; main()", "snapshot")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> GitFolder:
    return project(tmp_path_factory.mktemp("made") / "project")


@pytest.fixture
def own(made, tmp_path) -> GitFolder:
    shutil.copytree(made.root, tmp_path / "project", symlinks=True)
    return GitFolder(tmp_path / "project", made.commits)


def started(own: GitFolder, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    return subprocess.Popen([*COMMAND, *arguments], cwd=own.root, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def said(own: GitFolder, *arguments: str) -> tuple[int, str, str]:
    """The exit code, and what is printed on both streams."""
    run = started(own, *arguments)
    out, err = run.communicate(timeout=120)
    return run.returncode, out, err


def test_it_says_what_it_wrote_the_seal_and_what_comes_next(own):
    code, out, err = said(own, "2026-Q3")
    assert (code, err) == (0, "")
    first, seal, *rest = out.splitlines()
    assert first == ("docs/reviews/2026-Q3/ holds 2 commitments of 1 agreement, as of 2026-10-15 16:00 UTC, in 9 files")
    assert len(seal.removeprefix("Seal: ")) == 12
    assert rest == [
        "",
        "It is anchored when it is on the main line; then write the minutes:",
        "  git add --force docs/reviews/2026-Q3 && "
        "git commit -m 'Freeze the review of 2026-Q3' -- docs/reviews/2026-Q3",
        "  sla minutes 2026-Q3",
    ]
    subprocess.run(
        ["sh", "-c", rest[2]], cwd=own.root, check=True, env={**os.environ, **own.written_by("A <a@b.example>", None)}
    )
    assert own.git("status", "--porcelain") == ""
    code, out, _ = said(own, "2026-Q3", "--restates", "2026-Q3", "--why", "One lead twice.")
    assert (code, out.splitlines()[2]) == (0, "It restates 2026-Q3, which stays as it is.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2026-Q5",), "Invalid value for 'PERIOD': \"2026-Q5\" is not the name of a review; write a month, a quarter"),
        (("q3",), "is not the name of a review"),
        (("../x",), "is not the name of a review"),
        (("2026-Q3.1",), "is not the name of a review"),
        (("2026-Q3.2",), "a correction gets its number by itself: sla snapshot 2026-Q3 --restates REVIEW --why TEXT"),
        (("2026-Q3", "--restates", "2026-Q3"), "--restates needs a reason, which stands in the record: --why TEXT"),
        (("2026-Q3", "--restates", "2026-Q3", "--why", "  "), "--restates needs a reason"),
        (("2026-Q3", "--restates", "2026-Q2", "--why", "x"), "2026-Q2 is the review of another period than 2026-Q3."),
        (("2026-Q3", "--why", "x"), "--why goes with --restates REVIEW."),
        (("2026-Q3", "--restates", "2026-Q3", "--why", "a\nb"), "it holds U+000A"),
        ((), "Missing argument 'PERIOD'"),
    ],
)
def test_what_it_cannot_be_asked_is_said_before_anything_is_read(own, arguments, words):
    """In this process: nothing is read, so nothing can be left behind."""
    from click.testing import CliRunner  # late: only this test needs it

    from living_sla.cli.snapshot import command  # late: as the verb itself

    answer = CliRunner().invoke(command, [*arguments, "--project", str(own.root)])
    assert answer.exit_code == 2
    assert words in answer.output
    assert not (own.root / FOLDER).exists()


def test_exit_codes_tell_content_from_environment(own, tmp_path):
    assert said(own, "2026-Q4")[0] == 2
    shutil.copytree(own.root, tmp_path / "elsewhere", ignore=shutil.ignore_patterns(".git"))
    assert said(GitFolder(tmp_path / "elsewhere"), "2026-Q3")[0] == 3


def test_a_person_in_a_title_a_label_or_a_reason_is_refused_and_not_quoted(own):
    """Whether in the terms, in the declaration of a source, or typed."""
    title = AGREEMENT.replace("title: First contact", "title: First contact of Greta Sandoval 72")
    own.commit({PATH: title})
    codes = [said(own, "2026-Q3")]
    own.commit(
        {
            PATH: AGREEMENT,
            "data/sources.yml": SOURCES.replace("  columns:", '  exported_by: "+44 20 7946 7002"\n  columns:'),
        }
    )
    codes.append(said(own, "2026-Q3"))
    own.commit({"data/sources.yml": SOURCES})
    assert said(own, "2026-Q3")[0] == 0
    own.commit(message="Freeze")
    codes.append(said(own, "2026-Q3", "--restates", "2026-Q3", "--why", "Asked by greta@private.example"))
    for code, out, err in codes:
        assert (code, out) == (2, "")
        assert "SLA-F090" in err
        assert not any(value in err for value in ("Sandoval", "7946", "greta"))
    assert os.listdir(own.root / FOLDER) == ["2026-Q3"]


def test_two_commands_at_once_one_wins_and_the_other_says_so(own):
    runs = [started(own, "2026-Q3") for _ in range(2)]
    ended = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    codes = sorted(code for *_, code in ended)
    assert codes in ([0, 2], [0, 3])
    [err] = [err for _, err, code in ended if code]
    assert "SLA-F087 another run is freezing a review" in err or "is there already" in err
    assert os.listdir(own.root / FOLDER) == ["2026-Q3"]


@pytest.mark.skipif(os.name != "posix", reason="kills are those of POSIX")
def test_a_killed_command_leaves_a_whole_review_or_none(own):
    """Half of the kills come at any time of a run, half while the review is being written."""
    begun = time.monotonic()
    assert said(own, "2026-Q3")[0] == 0
    whole = time.monotonic() - begun
    folder, workshop = own.root / FOLDER / "2026-Q3", own.root / FOLDER / WORKSHOP
    expected = held(folder)
    shutil.rmtree(own.root / FOLDER)
    chance, left, there = random.Random(KILLS), 0, 0
    for number in range(KILLS):
        run = started(own, "2026-Q3")
        if number % 2:
            time.sleep(chance.uniform(0, 1.1 * whole))
        else:
            while run.poll() is None and not os.path.lexists(workshop):
                pass
            time.sleep(chance.uniform(0, 0.03))
        run.send_signal(signal.SIGKILL)
        run.communicate(timeout=60)
        left += os.path.lexists(workshop)
        if os.path.lexists(folder):
            there += 1
            assert held(folder) == expected, f"kill {number} left a part of a review"
            shutil.rmtree(folder)
    assert said(own, "2026-Q3")[0] == 0
    assert held(folder) == expected
    assert os.listdir(own.root / FOLDER) == ["2026-Q3"]
    print(f"{KILLS} killed: {there} had written the review, {left} left a folder that was swept")


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_project_below_the_top_of_its_repository_can_be_frozen(tmp_path):
    made = GitFolder.made(tmp_path / "firm", "--template=")
    below = "sales/sla"
    files = {PATH: AGREEMENT, "data/sources.yml": SOURCES, EXPORT: HEADER + ROWS}
    made.commit({f"{below}/{path}": content for path, content in files.items()}, "Everything")
    own = GitFolder(made.root / below)
    assert said(own, "2026-Q3")[::2] == (0, "")
    assert (own.root / FOLDER / "2026-Q3" / "snapshot.json").exists()
    own.write("data/sources.yml", SOURCES + "# x\n")
    shutil.rmtree(own.root / FOLDER)
    assert "data/sources.yml: SLA-F160 is not what is committed" in said(own, "2026-Q3")[2]
