"""What the jobs of GitLab do with a proposal and a review, as runners run them; the forge is on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from living_sla.model.proposals.mark import read_mark
from tests.forges.forge_server import TOKEN, StandInForge, Trouble, gitlab
from tests.forges.posting import HEAD, comment
from tests.proposals.proposing import SIGNED, edited, project
from tests.scaffold.forges import checked_out, gitlab_steps, programs_in, run, skip_without

DEFAULT = {"CI_DEFAULT_BRANCH": "main"}
PROJECT = "/projects/4711"


@pytest.fixture(scope="module")
def programs(tmp_path_factory) -> Path:
    return programs_in(tmp_path_factory.mktemp("programs"))


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    made = project(tmp_path_factory.mktemp("origin") / "agreements.git", SIGNED)
    made.commit({"requirements.txt": "living-sla\n"}, "Name the release")
    made.git("branch", "--force", "main")
    edited(made, ("at least 90%", "at least 60%"))
    made.commit(message="Ease it")
    return made


def test_the_gate_of_a_merge_request_leaves_three_files_and_stays_shut(origin, programs, tmp_path):
    folder = checked_out(origin, "proposal", tmp_path / "clone")
    head = folder.git("rev-parse", "HEAD").strip()
    folder.git("checkout", "--quiet", "--detach", "origin/main")
    named = ("-c", "user.name=Ana Ruiz", "-c", "user.email=ana.ruiz@northwind.example")
    folder.git(*named, "merge", "--quiet", "--no-ff", "--message", "Merged results", head)
    told = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head} | DEFAULT
    done = run(gitlab_steps("gate", DEFAULT), folder.root, programs=programs, told=told)
    assert (done.returncode, done.stderr) == (1, "")
    left = folder.root / "proposal"
    mark = read_mark((left / "comment.md").read_text(encoding="utf-8"))
    assert mark is not None
    assert mark.head == head
    assert json.loads((left / "proposal.json").read_text(encoding="utf-8"))["head"]["edited"] is False
    assert ElementTree.parse(left / "junit.xml").getroot().tag == "testsuites"


# ---------------------------------------------------------------- posted


def forge_with(text: str | None, **said: object) -> dict[str, object]:
    """What GitLab tells of merge request 7 and the job that left a text."""
    asked = {"iid": 7, "sha": HEAD, "target_branch": "main"} | said
    found: dict[str, object] = {
        f"{PROJECT}/merge_requests": [{"iid": 3, "sha": HEAD, "target_branch": "release"}, asked],
        f"{PROJECT}/merge_requests/7/pipelines": [{"id": 91, "project_id": said.get("pipeline_of", 4711)}],
        f"{PROJECT}/pipelines/91/jobs": [
            {"id": 500, "name": "check", "status": "success"},
            {"id": 501, "name": "gate", "status": said.get("status", "failed")},
        ],
    }
    if text is not None:
        found[f"{PROJECT}/jobs/501/artifacts/proposal/comment.md"] = text.encode()
    return found


@pytest.fixture
def post(programs, tmp_path):
    skip_without("curl")
    (tmp_path / "requirements.txt").write_text("living-sla\n")

    def posted(forge: StandInForge):
        told = {name: text for name, text in forge.environment.items() if name != "CI_MERGE_REQUEST_IID"}
        done = run(gitlab_steps("comment", DEFAULT), tmp_path, programs=programs, told=told | DEFAULT)
        assert TOKEN not in done.stdout + done.stderr
        return done

    return posted


def test_the_text_of_a_gate_is_posted_on_its_merge_request_once(post):
    with gitlab(answers=forge_with(comment())) as forge:
        for _ in range(2):
            done = post(forge)
            assert done.returncode == 0, done.stderr
        assert (forge.bodies(forge.job), len(forge.changes)) == ([comment()], 1)


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        (comment(), {"sha": "f" * 40}, 0),
        (comment(), {"pipeline_of": 4712}, 0),
        (comment(), {"status": "running"}, 0),
        (comment(), {"target_branch": "release"}, 0),
        (comment("/merge"), {}, 1),
        (comment("x" * 70_000), {}, 1),
        ("x" * 1_100_000, {}, 1),
        (comment().replace(HEAD, "e" * 40) + f"; head={HEAD}; \n", {}, 0),
        (None, {}, 1),
    ],
    ids=[
        "newer commits",
        "a fork",
        "running",
        "another target",
        "an order",
        "long",
        "a bomb",
        "another mark",
        "no file",
    ],
)
def test_nothing_else_is_posted(post, text, said, code):
    with gitlab(answers=forge_with(text, **said)) as forge:
        done = post(forge)
        assert (done.returncode, forge.changes) == (code, []), done.stderr


def test_a_forge_that_fails_fails_the_job(post):
    with gitlab(answers=forge_with(comment()), troubles=[Trouble(status=502)]) as forge:
        assert post(forge).returncode != 0
        assert forge.changes == []


# ---------------------------------------------------------------- by hand


@pytest.fixture(scope="module")
def a_quarter(tmp_path_factory):
    """A repository whose second quarter can be frozen."""
    made = project(tmp_path_factory.mktemp("quarter") / "agreements.git")
    made.commit({"requirements.txt": "living-sla\n"}, "Name the release")
    made.git("branch", "--force", "main")
    return made


def frozen(origin, programs, folder, review: str):
    clone = checked_out(origin, "main", folder)
    told = DEFAULT | {
        "GITLAB_CI": "true", "CI_PIPELINE_ID": "42", "CI_SERVER_URL": "https://gitlab.example", "SLA_REVIEW": review,
        "CI_PROJECT_URL": str(origin.root).removesuffix(".git"), "GITLAB_TOKEN": TOKEN,
        "GITLAB_USER_NAME": 'A $(touch x) "; touch x', "GITLAB_USER_EMAIL": "ana.ruiz@northwind.example",
    }  # fmt: skip
    return clone, run(gitlab_steps("snapshot", DEFAULT), clone.root, programs=programs, told=told)


def test_a_review_is_frozen_onto_a_branch_of_its_own(a_quarter, programs, tmp_path):
    clone, done = frozen(a_quarter, programs, tmp_path / "clone", "2026-Q2")
    assert done.returncode == 0, done.stderr
    added = a_quarter.git("diff", "--name-only", "main", "review-2026-Q2-42").split()
    assert "docs/reviews/2026-Q2/SHA256SUMS" in added
    assert all(path.startswith("docs/reviews/2026-Q2/") for path in added)
    assert TOKEN not in done.stdout + done.stderr
    assert not (clone.root / "x").exists()


@pytest.mark.parametrize("review", ["$(touch x)", '"; touch x; "', "2026-Q2\ntouch x", "--early"])
def test_a_period_that_is_none_freezes_and_runs_nothing(a_quarter, programs, tmp_path, review):
    clone, done = frozen(a_quarter, programs, tmp_path / "clone", review)
    assert (done.returncode, done.stdout) == (2, "a period is letters, digits and hyphens\n")
    assert clone.git("status", "--porcelain") == ""
