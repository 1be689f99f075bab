"""Hostile pull requests: nothing runs, nothing leaks, nothing opens the gate, and the comment is text."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime

import pytest

from living_sla.cli import main
from living_sla.errors import Place
from living_sla.forges.body import comment_body
from living_sla.model.proposals.mark import read_mark
from tests.factories.git_folders import GitFolder
from tests.factories.once import made_once
from tests.history.hostile import executable
from tests.proposals.forge_rendering import marks, more_than_text, orders
from tests.proposals.hostile import BRANCHES, PERSON, PHONE, SECRET, TOKEN, base_project

LEAKS = (PERSON, PHONE, SECRET, TOKEN, "root:x:0", "L202,")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    return made_once(tmp_path_factory, "hostile", base_project)


@pytest.fixture
def folder(made, tmp_path, monkeypatch):
    """A copy of the clone, beside a secret and a program that tells when it runs."""
    shutil.copytree(made / "clone", tmp_path / "project", symlinks=True)
    (tmp_path / "secret").write_text(f"Id,Name\n{SECRET},{SECRET}\n")
    executable(tmp_path / "program", f"touch {tmp_path / 'ran'}")
    for name in ("GITHUB_TOKEN", "GITLAB_TOKEN"):
        monkeypatch.setenv(name, TOKEN)
    return GitFolder(tmp_path / "project", 30)


def _is_asked_all(branch):
    """Whether a branch meets every verb: each sixth one, and all with SLA_EXAMPLES; the others meet two."""
    return "SLA_EXAMPLES" in os.environ or BRANCHES.index(branch) % 6 == 0


def told(capsys, *arguments):
    """The code with which a verb ends, and what it prints on both streams."""
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments)])
    out, err = capsys.readouterr()
    return ended.value.code or 0, out, err


@pytest.mark.parametrize("branch", BRANCHES, ids=lambda branch: branch.name)
def test_a_hostile_pull_request(branch, folder, tmp_path, capsys, monkeypatch):
    branch.does(folder)
    for name, value in branch.environment.items():
        monkeypatch.setenv(name, value.replace("PROGRAM", str(tmp_path / "program")))
    monkeypatch.chdir(folder.root)
    base = [part.replace("PROGRAM", str(tmp_path / "program")) for part in branch.base]
    everything = ""
    for verb in ("check", "changes", "impact", "gate", "comment") if _is_asked_all(branch) else ("gate", "comment"):
        code, out, err = told(capsys, verb, *(base if verb != "check" else ()))
        assert code in (0, 1, 2, 3), (verb, code)
        assert "Traceback" not in out + err
        assert "SLA-F130" not in out + err, (verb, out + err)
        assert not [leak for leak in LEAKS if leak in out + err], (verb, out + err)
        assert not orders(out + err), (verb, orders(out + err))
        everything += out + err
        if verb == "gate":
            assert code, out
            assert code > 1 or "marketing is " in out or "error [" in out, out
        if verb == "comment" and out:
            judge_comment(out)
    assert re.search(branch.told, everything), everything
    assert not (tmp_path / "ran").exists()


def judge_comment(text):
    assert read_mark(text)
    assert marks(text) == 1
    assert not more_than_text(text)
    assert comment_body(text, Place("comment"), now=datetime.now(UTC)).text == text


@pytest.mark.parametrize("name", ["a hook of the generator", "python tags and a site_dir elsewhere",
                                  "code of templates on a page"])  # fmt: skip
def test_no_site_is_built_of_a_hostile_pull_request(name, folder, tmp_path, capsys, monkeypatch):
    [branch] = [each for each in BRANCHES if each.name == name]
    branch.does(folder)
    monkeypatch.chdir(folder.root)
    code, out, err = told(capsys, "build")
    assert code == 2, out + err
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "x").exists()
    assert not (folder.root / "site").exists()
