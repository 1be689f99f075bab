"""The repository: each state that git can be in, with the command that leads out of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from living_sla.doctor import line_ends, repository
from living_sla.doctor.here import Here
from living_sla.history.git.process import GitFailed
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.model.observation import Observation, Severity
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import AGREEMENT, SOURCES

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

SETTINGS = '[tool.living_sla]\nkeyring = "keys"\n'


@pytest.fixture
def folder(tmp_path) -> GitFolder:
    made = GitFolder.made(tmp_path / "sla")
    made.commit({"agreements/lead-handoff.md": AGREEMENT, "data/sources.yml": SOURCES})
    return made


def seen(check, root: Path, **variables: str) -> list[Observation]:
    return list(check(Here(root.resolve(), variables)))


def not_ok(check, root: Path, **variables: str) -> list[tuple[str, str]]:
    return [(one.what, one.remedy) for one in seen(check, root, **variables) if one.severity is not Severity.OK]


def test_git_is_looked_for_outside_the_repository(folder, monkeypatch):
    folder.write("bin/git", "#!/bin/sh\nexit 0\n")
    (folder.root / "bin" / "git").chmod(0o755)
    for path in ("", ".", "bin", str(folder.root / "bin")):
        monkeypatch.setenv("PATH", path)
        [found] = seen(repository.git, folder.root)
        assert found.stops
        assert "one inside the repository is never used" in found.what
        assert not seen(repository.whole, folder.root)  # it is told once


@pytest.mark.parametrize(
    ("said", "severity"),
    [("2.39.5", "ok"), ("2.31.0 (Apple Git-1)", "ok"), ("2.45.1.windows.1", "ok"), ("2.30.9", "problem"),
     ("1.8", "problem"), ("", "problem")],
)  # fmt: skip
def test_a_git_that_is_too_old_is_told(folder, monkeypatch, said, severity):
    monkeypatch.setattr(repository.process, "run", lambda *_: f"git version {said}\n".encode())
    [found] = seen(repository.git, folder.root)
    assert found.severity.value == severity


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_a_remedy_and_only_absence_and_gaps_leave_something_to_work_with(folder, trouble):
    here = Here(folder.root)
    here.__dict__["repository"] = HistoryFault(trouble, "so it is", "do this")
    [found] = repository.whole(here)
    assert found.remedy == "do this"
    absent = trouble in (Trouble.NO_REPOSITORY, Trouble.EMPTY)
    assert found.severity is (Severity.NOTE if absent else Severity.PROBLEM)
    assert found.stops is not (absent or trouble in (Trouble.SHALLOW, Trouble.PARTIAL, Trouble.SPARSE))
    assert found.subject == ("owner" if trouble is Trouble.FOREIGN else "repository")


def test_a_folder_that_is_no_project_is_told_how_to_become_one(tmp_path):
    assert not_ok(repository.whole, tmp_path) == [
        ("this folder is no project yet", "sla init, or sla demo FOLDER for one to look at")
    ]


@pytest.mark.parametrize(
    ("variables", "remedy"),
    [
        ({}, "git fetch --unshallow"),
        ({"CI": "true"}, "git fetch --unshallow"),
        ({"CI": "true", "GITHUB_ACTIONS": "true"}, "fetch-depth: 0, below with: of the checkout step"),
        ({"CI": "true", "GITLAB_CI": "true"}, 'GIT_DEPTH: "0", below variables: of the job'),
    ],
)
def test_a_shallow_clone_is_a_problem_with_the_remedy_of_the_machine_it_is_on(folder, tmp_path, variables, remedy):
    folder.commit({"README.md": "more"})
    folder.git("clone", "--quiet", "--depth", "1", f"file://{folder.root}", str(tmp_path / "clone"))
    shallow, narrow = not_ok(repository.whole, tmp_path / "clone", **variables)
    assert shallow == (
        "the clone is shallow and holds 1 commit of the main line: terms are told as drafts", remedy
    )  # fmt: skip
    assert narrow[1] == "git remote set-branches origin '*'; git fetch origin"
    folder.git("-C", str(tmp_path / "clone"), "fetch", "--quiet", "--unshallow")
    folder.git("-C", str(tmp_path / "clone"), "remote", "set-branches", "origin", "*")
    assert not_ok(repository.whole, tmp_path / "clone") == []


def test_a_partial_clone_and_a_sparse_checkout_are_told(folder, tmp_path):
    folder.git("config", "uploadpack.allowFilter", "true")
    folder.git("clone", "--quiet", "--filter=blob:none", f"file://{folder.root}", str(tmp_path / "clone"))
    folder.git("-C", str(tmp_path / "clone"), "config", "core.sparseCheckout", "true")
    remedies = [remedy for _, remedy in not_ok(repository.whole, tmp_path / "clone")]
    assert "git sparse-checkout disable" in remedies
    assert any("--refetch" in remedy for remedy in remedies)


@pytest.mark.parametrize("state", ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"])
def test_work_that_is_half_done_is_told(folder, state):
    assert not_ok(repository.work_tree, folder.root) == []
    (folder.root / ".git" / state).mkdir()
    [(what, remedy)] = not_ok(repository.work_tree, folder.root)
    assert "is not finished" in what
    assert "--abort" in remedy


def test_an_agreement_that_is_not_committed_is_named(folder):
    folder.write("agreements/lead-handoff.md", AGREEMENT.replace("at least 30", "at least 40"))
    [(what, remedy)] = not_ok(repository.work_tree, folder.root)
    assert what.startswith("not committed: lead-handoff;")
    assert remedy == "git add agreements; git commit"


def test_the_trusted_ref_is_told_with_who_says_so(folder):
    [found] = seen(repository.trusted, folder.root)
    assert found.what.startswith("main at ")
    assert found.what.endswith(", the default branch")
    [found] = seen(repository.trusted, folder.root, SLA_TRUSTED_REF="main")
    assert found.what.endswith(", named by SLA_TRUSTED_REF")


def test_what_the_trusted_ref_does_not_hold_is_told(folder):
    folder.git("switch", "--quiet", "--create", "proposal")
    folder.commit({"mkdocs.yml": "site_name: x\n", "pyproject.toml": "\n"})
    assert [what for what, _ in not_ok(repository.trusted, folder.root)] == [
        "main has no mkdocs.yml, and this folder has", "main has no pyproject.toml, and this folder has",
    ]  # fmt: skip


def test_without_a_trusted_ref_it_depends_on_what_is_asked_of_it(folder):
    folder.git("branch", "--move", "one")
    folder.git("branch", "two")
    [(_, remedy)] = not_ok(repository.trusted, folder.root)
    assert remedy == "export SLA_TRUSTED_REF=origin/main"
    folder.write("pyproject.toml", SETTINGS)
    [found] = seen(repository.trusted, folder.root)
    assert found.severity is Severity.PROBLEM


@pytest.mark.parametrize(
    ("address", "kind", "host"),
    [
        ("https://ana:secret@github.com/northwind/sla.git", "github", "github.com"),
        ("git@gitlab.northwind.test:sales/sla.git", "gitlab", "gitlab.northwind.test"),
        ("ssh://git@git.northwind.test:2222/sales/sla", "", "git.northwind.test"),
        ("work:sla", "", "work"),
        ("/srv/git/sla.git", "", ""),
        ("../sla", "", ""),
        ("file:///srv/git/sla.git", "", ""),
        (r"C:\repositories\sla", "", ""),
        ("", "", ""),
    ],
)
def test_the_forge_is_guessed_from_the_host_of_the_remote_and_nothing_else_of_it_is_told(folder, address, kind, host):
    assert repository._forge(address) == (kind, host)
    if address:
        folder.git("remote", "add", "origin", address)
    told = " ".join(f"{what} {remedy}" for what, remedy in not_ok(repository.remote, folder.root))
    assert told
    assert not {"ana", "secret", "northwind/sla", "sales", "srv"} & {*told.replace("/", " ").split()}
    assert host in told


@pytest.mark.parametrize(
    ("attributes", "autocrlf", "committed", "severity"),
    [
        ("data/exports/* -text\n", "true", True, "ok"),
        ("# data/exports/* -text\n", "true", True, "problem"),
        ("*.png binary\n", "true", True, "problem"),
        ("*.csv binary\n", "true", True, "ok"),
        ("* -text\n", "true", True, "ok"),
        ("* text=auto\n", "true", True, "problem"),
        ("/data/** -text\n* text=auto\n", "true", True, "problem"),
        ("* text=auto\n/data/** -text\n", "true", True, "ok"),
        ("docs/* -text\n", "true", True, "problem"),
        (None, "true", True, "problem"),
        (None, "input", True, "problem"),
        (None, "false", True, "note"),
        (None, "true", False, "ok"),
    ],
)
def test_the_bytes_of_exports_are_kept_or_that_is_told(folder, attributes, autocrlf, committed, severity):
    folder.git("config", "core.autocrlf", "false")
    files = {".gitattributes": attributes} if attributes else {}
    folder.commit({**files, **({"data/exports/leads.csv": "a\r\n"} if committed else {}), "x": "y"})
    folder.git("config", "core.autocrlf", autocrlf)
    [found] = seen(line_ends.line_ends, folder.root)
    assert found.severity.value == severity


def test_a_commit_from_the_future_says_that_a_clock_is_wrong(folder):
    assert not_ok(repository.clock, folder.root) == []
    folder.commit({"x": "y"}, at="2090-01-01T00:00:00+00:00")
    [(what, _)] = not_ok(repository.clock, folder.root)
    assert "2090-01-01" in what


def test_the_build_machine_is_told_and_what_it_looks_at(folder):
    [found] = seen(repository.machine, folder.root, CI="true", GITHUB_ACTIONS="true", GITHUB_BASE_REF="main")
    assert found.what == "GitHub Actions, a request to change main"
    [found] = seen(repository.machine, folder.root)
    assert found.what == "this is not one"


def test_git_is_asked_once_for_its_settings_and_their_absence_is_no_error(folder, monkeypatch):
    here = Here(folder.root)
    assert here.git_setting("core.bare") == "false"

    def fails(*_):
        raise GitFailed("config", b"fatal: bad config line 1")

    monkeypatch.setattr("living_sla.history.git.process.run", fails)
    assert here.git_setting("core.bare") == "false"
    assert Here(folder.root).git_settings == {}


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_gitattributes_that_is_no_file_is_not_waited_for(folder):
    folder.commit({"data/exports/leads.csv": "a\r\n"})
    os.mkfifo(folder.root / ".gitattributes")
    with pytest.raises(Exception, match="not a regular file"):
        seen(line_ends.line_ends, folder.root)
