"""The command as a process, in places where little is there; and its two forms."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from living_sla.model.observation import Checkup, note, ok, problem
from living_sla.words.checkup import checkup_lines
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import CANARY, write_project

SLA = [sys.executable, "-c", "from living_sla.cli import main; main()", "doctor"]


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SLA, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False)


def findings(root: Path, **environment: str) -> tuple[int, dict[str, list[dict]]]:
    done = run(root, "--format", "json", **environment)
    assert done.stderr == ""
    document = json.loads(done.stdout)
    assert (document["schema"], document["exit_code"]) == ("sla-doctor/1", done.returncode)
    by_subject: dict[str, list[dict]] = {}
    for finding in document["findings"]:
        assert finding["state"] == "ok" or finding["remedy"], finding
        by_subject.setdefault(finding["subject"], []).append(finding)
    return done.returncode, by_subject


def test_outside_a_project_nothing_is_in_the_way(tmp_path):
    code, found = findings(tmp_path, **os.environ)
    assert code == 0 or not shutil.which("git")
    assert found["agreements"][0]["remedy"].startswith("sla init")


def test_without_a_path_a_home_or_anything_else_git_is_missing_and_the_rest_is_told(tmp_path):
    root = write_project(tmp_path / "sla")
    code, found = findings(root)
    assert code == 3
    assert [one["stops"] for one in found["git"]] == [True]
    assert {one["state"] for one in found["agreements"]} == {"ok"}
    assert run(root).returncode == 3


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_everything_broken_at_once_is_lines_and_no_traceback(tmp_path):
    folder = GitFolder.made(tmp_path / "sla")
    folder.commit({"README.md": "x"})
    for name in ("agreements/a.md", "data/sources.yml", "mkdocs.yml", "pyproject.toml", ".gitattributes"):
        folder.write(name, b"\xff\x00[{: \n---\n")
    (folder.root / ".git" / "HEAD").write_text("nowhere")
    code, found = findings(folder.root, **os.environ)
    assert code == 3
    for subject in ("repository", "settings", "agreements", "site", "sources"):
        assert found[subject][0]["state"] == "problem", subject
    assert "Traceback" not in run(folder.root, **os.environ).stdout


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_nothing_that_is_private_is_printed(tmp_path):
    home = tmp_path / "home" / "zoe.private"
    folder = GitFolder(write_project(home / "sla"))
    folder.git("init", "--quiet", "--initial-branch=main")
    folder.git("config", "user.email", "zoe.private@northwind.example")
    folder.git("remote", "add", "origin", "https://zoe:glpat-secretsecret@gitlab.northwind.example/sales/private.git")
    folder.commit()
    environment = {**os.environ, "HOME": str(home), "SLA_CACHE_DIR": str(home / "c")}
    private = ("zoe", "secret", "sales/", "@northwind", CANARY, str(tmp_path))
    for arguments in ((), ("--format", "json")):
        said = run(folder.root, *arguments, **environment).stdout
        assert not re.findall("|".join(map(re.escape, private)), said)
        assert "~/c/living-sla" in said
        assert "gitlab.northwind.example" in said


def test_a_folder_that_is_gone_is_one_message(tmp_path):
    (tmp_path / "gone").mkdir()
    code = "import os; os.rmdir(os.getcwd()); from living_sla.cli import main; main(['doctor'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "gone", capture_output=True, text=True, check=False
    )
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("encoding", "shape"), [("utf-8", "✗ problem"), ("ascii", "! problem"), ("no-such", "! problem")]
)
def test_a_line_has_a_word_and_a_shape_that_the_terminal_can_show(encoding, shape):
    checkup = Checkup((("machine", (ok("a", "fine"), problem("b", "not so", "fix it"))), ("data", ())))
    lines = [line for line, _ in checkup_lines(checkup, encoding=encoding)]
    assert lines[0] == "machine"
    assert shape in lines[2]
    assert lines[3].split() == ["do:", "fix", "it"]
    assert lines[4] == "1 problem, 0 notes: results are not what they could be"


def test_a_remedy_is_not_broken_inside_a_word():
    long = "/a" * 70
    checkup = Checkup((("machine", (note("a", "b", f"rm {long}"),)),))
    assert any(line.strip().endswith(long) for line, _ in checkup_lines(checkup))


def test_colours_are_for_terminals(tmp_path):
    assert "\x1b" not in run(tmp_path, **os.environ).stdout
