"""The jobs of both forges, run as a forge runs them: a clone of all branches, a head that is on none, `CI=true`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import AGREEMENT, write_project
from tests.scaffold.forges import Step, checked_out, github_steps, gitlab_steps, programs_in, run

WHERE = "https://northwind.example/agreements"
EXPRESSIONS = {"github.ref_protected": "true", "steps.pages.outputs.base_url": WHERE}
GITLAB = {"CI_DEFAULT_BRANCH": "main", "CI_PAGES_URL": WHERE}
BRANCH = "proposal"


@pytest.fixture(scope="module")
def origin(tmp_path_factory) -> GitFolder:
    """A repository with the small project on `main`, and a branch that proposes another target."""
    folder = tmp_path_factory.mktemp("origin") / "agreements"
    write_project(folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(f"site_url: !ENV [SLA_SITE_URL]\n{settings}", encoding="utf-8")
    (folder / "requirements.txt").write_text("living-sla\n", encoding="utf-8")
    (folder / ".gitignore").write_text("/site/\n/public/\n", encoding="utf-8")
    made = GitFolder.made(folder)
    made.commit(message="Agree on the hand-off")
    made.git("checkout", "--quiet", "-b", BRANCH)
    made.commit({"agreements/lead-handoff.md": AGREEMENT.replace("at least 90%", "at least 95%")}, "Answer sooner")
    made.git("checkout", "--quiet", "main")
    return made


@pytest.fixture(scope="module")
def programs(tmp_path_factory) -> Path:
    return programs_in(tmp_path_factory.mktemp("programs"))


@pytest.fixture
def clone(origin, tmp_path):
    return lambda branch: checked_out(origin, branch, tmp_path / "clone")


def on_github(tmp_path, event: str, **said: object) -> dict[str, str]:
    (tmp_path / "event.json").write_text(json.dumps(said))
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}


@pytest.mark.parametrize(
    ("event", "said"),
    [("push", {"repository": {"default_branch": "main"}}), ("schedule", {"schedule": "30 4 * * 1-5"})],
    ids=["push", "schedule"],
)
def test_github_publishes_main_under_the_address_of_its_pages(clone, programs, tmp_path, event, said):
    folder = clone("main")
    steps = github_steps("publish.yml", "build", EXPRESSIONS)
    done = run(steps, folder.root, programs=programs, told=on_github(tmp_path, event, **said))
    assert done.returncode == 0, done.stderr
    assert f'<link rel="canonical" href="{WHERE}/">' in (folder.root / "site/index.html").read_text("utf-8")


def test_gitlab_publishes_the_default_branch_under_the_address_of_its_pages(clone, programs):
    folder = clone("main")
    done = run(gitlab_steps("pages", GITLAB), folder.root, programs=programs, told={"GITLAB_CI": "true"} | GITLAB)
    assert done.returncode == 0, done.stderr
    assert f'<link rel="canonical" href="{WHERE}/">' in (folder.root / "public/index.html").read_text("utf-8")


def test_github_publishes_nothing_from_a_branch_that_nobody_protects(clone, programs, tmp_path):
    folder = clone("main")
    steps = github_steps("publish.yml", "build", EXPRESSIONS | {"github.ref_protected": "false"})
    done = run(steps, folder.root, programs=programs, told=on_github(tmp_path, "push"))
    assert (done.returncode, done.stdout.partition(":: ")[0].strip()[:9]) == (1, "::error::")
    assert not (folder.root / "site").exists()


def checks(tmp_path) -> dict[str, tuple[list[Step], dict[str, str]]]:
    github = on_github(tmp_path, "pull_request", repository={"default_branch": "main"}) | {"GITHUB_BASE_REF": "main"}
    gitlab = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"} | GITLAB
    return {
        "github": (github_steps("check.yml", "check", EXPRESSIONS), github),
        "gitlab": (gitlab_steps("check", GITLAB), gitlab),
    }


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_proposal_is_built_with_what_main_believes(clone, programs, tmp_path, forge):
    folder = clone(BRANCH)
    settings = (folder.root / "mkdocs.yml").read_text(encoding="utf-8")
    folder.commit({"mkdocs.yml": f"{settings}\nhooks: [own.py]\n", "own.py": "raise SystemExit('it ran')\n"})
    steps, told = checks(tmp_path)[forge]
    done = run(steps, folder.root, programs=programs, told=told)
    assert done.returncode == 0, done.stderr
    assert "it ran" not in done.stdout + done.stderr
    assert "hooks" in done.stderr  # what is not used is told
    assert "at least 95\xa0%" in (folder.root / "site/agreements/lead-handoff/index.html").read_text("utf-8")


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_proposal_that_cannot_be_used_fails_its_check(clone, programs, tmp_path, forge):
    folder = clone(BRANCH)
    folder.commit({"agreements/lead-handoff.md": AGREEMENT.replace("at least 90%", "at least 950%")})
    steps, told = checks(tmp_path)[forge]
    done = run(steps, folder.root, programs=programs, told=told)
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "agreements/lead-handoff.md")
    assert not (folder.root / "site").exists()
