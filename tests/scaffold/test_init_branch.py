"""The default branch of the repository: `sla init` writes it into workflows and settings, and nothing else of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.cli.first_answers import answers_of
from living_sla.errors import Unreadable
from living_sla.history.git.new_repository import default_branch
from living_sla.model.forge import ForgeKind
from living_sla.scaffold.project.answers import checked_branch
from living_sla.scaffold.project.declared import usual_source
from living_sla.scaffold.project.files import project_files
from tests.scaffold.test_init import ANSWERS, DAY

WORKFLOWS = (".github/workflows/check.yml", ".github/workflows/publish.yml")


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=Ana", "-c", "user.email=ana@company.example")
    subprocess.run(["git", *named, "-C", str(folder), *arguments], check=True, capture_output=True)


def files_on(branch: str, forge: str = "github") -> dict[str, str]:
    answers = replace(ANSWERS, branch=branch, forge=ForgeKind(forge), repository=f"https://{forge}.com/northwind/slas")
    return project_files(answers, usual_source(answers, DAY), DAY, has_figures=False)


@pytest.mark.parametrize("branch", ["trunk", "release/1.x", "2026", "1.0", "true", "on", "domain", "main"])
def test_workflows_are_for_the_branch_and_name_no_other(branch):
    texts = files_on(branch)
    check, publish = (yaml.load(texts[path], Loader=yaml.BaseLoader) for path in WORKFLOWS)
    typed = [yaml.safe_load(texts[path]) for path in WORKFLOWS]
    assert check["on"]["pull_request"]["branches"] == publish["on"]["push"]["branches"] == [branch]
    assert [one[True][event]["branches"] for one, event in zip(typed, ("pull_request", "push"), strict=True)] == (
        [[branch]] * 2
    )
    assert publish["jobs"]["build"]["if"] == f"github.ref == 'refs/heads/{branch}'"
    assert [job["env"] for job in check["jobs"].values()] == [{"SLA_TRUSTED_REF": f"origin/{branch}"}] * 2
    assert f"--data-urlencode base={branch} " in texts[".github/workflows/comment.yml"]
    assert f'"::error::{branch} is not protected' in texts[WORKFLOWS[1]]
    told = "".join(text for path, text in texts.items() if path.startswith(".github/")).replace(
        "living-sla/blob/main/docs", ""
    )
    assert branch in ("main", "domain") or "main" not in told
    assert (f'forge_branch = "{branch}"' in texts["pyproject.toml"]) is (branch != "main")


def test_gitlab_knows_its_branch_itself():
    assert files_on("trunk", "gitlab")[".gitlab-ci.yml"] == files_on("main", "gitlab")[".gitlab-ci.yml"]


@settings(max_examples=100)
@given(st.text(st.sampled_from("aZ0._/-'\"$`{}[]*?!#&|<>:, \n~^\\é@") | st.characters(), min_size=1, max_size=12))
@example("${{ github.token }}")
@example("a']; run: curl")
@example("main`id`")
@example("a\n")
@example("-rf")
@example("a..b")
@example("x*")
def test_a_name_is_harmless_or_refused_with_a_sentence(name):
    try:
        branch = checked_branch(name)
    except Unreadable:
        return
    assert branch == name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-")
    assert yaml.safe_load(files_on(name)[WORKFLOWS[0]])[True]["pull_request"]["branches"] == [name]


def test_an_odd_branch_is_told_and_main_is_taken(tmp_path, capsys):
    git(tmp_path, "init", "--quiet", "--initial-branch=a'$(id)${{x}}")
    said = {"forge": "github", "timezone": "UTC", "country": "", "crm": "other"}
    answers = answers_of(tmp_path / "slas", said, keeps_exports=False)
    assert answers.branch == "main"
    assert capsys.readouterr().err == (
        "warning: the name of the default branch cannot stand in a workflow\n"
        "  hint: the workflows were written for main: rename the branch, or write its name into them\n"
    )


def test_the_default_branch_is_that_of_the_remote_then_the_usual_one_then_the_one_at_work(tmp_path):
    repository = tmp_path / "repository"
    git(tmp_path, "init", "--quiet", "--initial-branch=draft", "repository")
    assert default_branch(repository / "not" / "there") == "draft"
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "First")
    git(repository, "branch", "master")
    assert default_branch(repository) == "master"
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert default_branch(repository) == "main"
    git(repository, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/team/trunk")
    git(repository, "update-ref", "refs/remotes/origin/team/trunk", "HEAD")
    assert default_branch(repository) == "team/trunk"


def test_without_a_repository_it_is_the_one_that_the_users_git_begins_with(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (home / ".gitconfig").write_text("[init]\n\tdefaultBranch = trunk\n")
    assert default_branch(tmp_path / "new") == "trunk"
