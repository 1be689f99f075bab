"""What the workflows do with a proposal, run as GitHub runs them: told to people and programs, posted, kept shut."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from living_sla.model.proposals.mark import read_mark
from tests.factories.git_folders import GitFolder
from tests.forges.forge_server import JOB, TOKEN, StandInForge, Trouble, github
from tests.forges.posting import HEAD, comment
from tests.proposals.proposing import SIGNED, edited, project
from tests.scaffold.forges import checked_out, github_steps, programs_in, run, skip_without

HOSTILE = ("$(touch${IFS}x)", '";touch${IFS}x;"', "`touch${IFS}x`", "'||touch${IFS}x||'", "-rf", "a&state=closed#b")
"""Names that git takes for a branch, each of which would leave a file behind where a shell read it."""
BRANCH = HOSTILE[0]


@pytest.fixture(scope="module")
def programs(tmp_path_factory) -> Path:
    return programs_in(tmp_path_factory.mktemp("programs"))


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """Terms that both parties sign, and a branch with an ugly name that eases them."""
    made = project(tmp_path_factory.mktemp("origin"), SIGNED)
    made.commit({"requirements.txt": "living-sla\n"}, "Name the release")
    made.git("branch", "--force", "main")
    edited(made, ("at least 90%", "at least 60%"))
    made.commit(message='Ease it\n\n::error::$(touch x) "; rm -rf . #')
    made.git("branch", "--", BRANCH)
    return made


@pytest.fixture
def temporary(tmp_path) -> Path:
    folder = tmp_path / "runner"
    folder.mkdir()
    return folder


def told(temporary: Path) -> dict[str, str]:
    """What the runner says of a pull request."""
    event = temporary / "event.json"
    event.write_text(json.dumps({"repository": {"default_branch": "main"}}))
    return {
        "GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event), "GITHUB_HEAD_REF": BRANCH, "RUNNER_TEMP": str(temporary),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
    }  # fmt: skip


def test_the_gate_of_a_proposal_leaves_three_files_and_stays_shut(origin, programs, temporary, tmp_path):
    folder = checked_out(origin, BRANCH, tmp_path / "clone")
    before = sorted(folder.root.rglob("*"))
    done = run(github_steps("check.yml", "gate", {}), folder.root, programs=programs, told=told(temporary))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::notice title=Signatures::lead-handoff: the signature of ")
    left = temporary / "proposal"
    assert sorted(path.name for path in left.iterdir()) == ["comment.md", "junit.xml", "proposal.json"]
    text = (left / "comment.md").read_text(encoding="utf-8")
    mark = read_mark(text)
    assert mark is not None
    assert mark.head == folder.git("rev-parse", "HEAD").strip()
    proposal = json.loads((left / "proposal.json").read_text(encoding="utf-8"))
    assert (proposal["schema"], proposal["gate"]["open"]) == ("sla-proposal/1", False)
    assert ElementTree.parse(left / "junit.xml").getroot().tag == "testsuites"
    assert [path for path in folder.root.rglob("*") if path not in before and ".git" not in path.parts] == []


def test_a_proposal_that_cannot_be_looked_at_still_leaves_its_comment(origin, programs, temporary, tmp_path):
    folder = checked_out(origin, BRANCH, tmp_path / "clone")
    edited(folder, ("at least 60%", "at least 950%"))
    folder.commit()
    done = run(github_steps("check.yml", "gate", {}), folder.root, programs=programs, told=told(temporary))
    assert done.returncode == 2
    assert [path.name for path in (temporary / "proposal").iterdir()] == ["comment.md"]
    assert (temporary / "summary.md").read_bytes() == (temporary / "proposal/comment.md").read_bytes()


@pytest.mark.parametrize(("branch", "code"), [("one-sided", 1), ("typo", 0)])
def test_proposals_of_the_demonstration_meet_the_gate(demo_project, programs, temporary, tmp_path, branch, code):
    folder = checked_out(GitFolder(demo_project), branch, tmp_path / "clone")
    folder.write("requirements.txt", "living-sla\n")
    steps = [
        # Its keys are on a branch of their own, so that a reader finds them.
        replace(step, variables={**step.variables, "SLA_TRUSTED_REF": "origin/trusted"})
        for step in github_steps("check.yml", "gate", {})
    ]
    done = run(steps, folder.root, programs=programs, told=told(temporary))
    assert (done.returncode, bool(done.stdout.strip())) == (code, code == 1), done.stderr


# ---------------------------------------------------------------- posted


def pull(number: int = 7, sha: str = HEAD, label: str = "northwind:proposal", **more: object) -> dict:
    return {"number": number, "state": "open", "head": {"sha": sha, "label": label}, "base": {"ref": "main"}} | more


@pytest.fixture
def post(programs, temporary, tmp_path):
    skip_without("curl", "jq")
    """Run the job that comments, in a folder where nothing is, for what the artefact holds."""
    artefact = temporary / "proposal"
    artefact.mkdir()
    empty = tmp_path / "empty"
    empty.mkdir()

    def posted(forge: StandInForge, text: str, *, owner: str = "northwind", branch: str = "proposal"):
        (artefact / "comment.md").write_text(text, encoding="utf-8")
        event = "github.event.workflow_run."
        steps = github_steps("comment.yml", "comment", {
            "github.token": TOKEN, f"{event}head_sha": HEAD, f"{event}head_branch": branch,
            f"{event}head_repository.owner.login": owner,
        })  # fmt: skip
        # What the runner says is about main: the job was started by another run.
        said = forge.environment | {"GITHUB_REF": "refs/heads/main", "RUNNER_TEMP": str(temporary)}
        said.pop("GITHUB_TOKEN")
        done = run(steps, empty, programs=programs, told=said)
        assert list(empty.iterdir()) == []
        assert TOKEN not in done.stdout + done.stderr
        return done

    return posted


def test_the_comment_goes_to_the_pull_request_whose_head_was_checked(post):
    with github(pulls=[pull(6, label="other:proposal"), pull(5, base={"ref": "release"}), pull()]) as forge:
        done = post(forge, comment())
        assert done.returncode == 0, done.stderr
        assert forge.bodies(JOB) == [comment()]


@pytest.mark.parametrize("branch", HOSTILE)
def test_the_name_of_a_branch_is_only_a_name(post, branch):
    with github(pulls=[pull(label=f"ada:{branch}")]) as forge:
        done = post(forge, comment(), owner="ada", branch=branch)
        assert (done.returncode, len(forge.bodies(JOB))) == (0, 1), done.stderr


@pytest.mark.parametrize(
    "found",
    [[], [pull(sha="f" * 40)], [pull(state="closed")], [pull(base={"ref": "release"})], [pull(label="ada:proposal")]],
    ids=["none", "newer commits", "closed", "another base", "another owner"],
)
def test_where_no_pull_request_is_at_that_commit_nothing_is_posted(post, found):
    with github(pulls=found) as forge:
        done = post(forge, comment())
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("::notice::no open pull request ")
        assert forge.changes == []


@pytest.mark.parametrize(
    "text",
    [
        comment().replace(HEAD, "e" * 40),
        comment().replace(f"head={HEAD}", "head="),
        comment().replace(HEAD, "e" * 40) + f"; head={HEAD}; \n",
        "hello\n" + comment(),
        comment("/merge"),
        comment("x" * 70_000),
        "",
    ],
    ids=["another commit", "no commit", "the commit elsewhere", "no mark", "an order", "too long", "empty"],
)
def test_a_text_that_is_not_the_comment_of_that_commit_is_refused(post, text):
    with github(pulls=[pull()]) as forge:
        assert post(forge, text).returncode in (1, 2)
        assert forge.asked == []


def test_a_forge_that_refuses_to_tell_fails_the_job(post):
    with github(pulls=[pull()], troubles=[Trouble(status=502)]) as forge:
        assert post(forge, comment()).returncode != 0
        assert forge.changes == []


# ---------------------------------------------------------------- by hand, and every Monday


@pytest.fixture(scope="module")
def a_quarter(tmp_path_factory):
    """A repository whose third quarter can be frozen."""
    made = project(tmp_path_factory.mktemp("quarter") / "agreements")
    made.commit({"requirements.txt": "living-sla\n"}, "Name the release")
    made.git("branch", "--force", "main")
    return made


def frozen(origin, programs, folder, review: str):
    clone = checked_out(origin, "main", folder)
    steps = github_steps("snapshot.yml", "snapshot", {"inputs.review": review, "github.token": TOKEN})
    server = "https://github.example"
    told = {"GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": "northwind/agreements", "GITHUB_RUN_ID": "42"}
    return clone, run(steps, clone.root, programs=programs, told=told | {"SLA_TRUSTED_REF": "origin/main"})


def test_a_review_is_frozen_onto_a_branch_of_its_own(a_quarter, programs, tmp_path):
    clone, done = frozen(a_quarter, programs, tmp_path / "clone", "2026-Q2")
    assert done.returncode == 0, done.stderr
    assert "northwind/agreements/compare/review-2026-Q2-42?expand=1" in done.stdout
    added = a_quarter.git("diff", "--name-only", "main", "review-2026-Q2-42").split()
    assert "docs/reviews/2026-Q2/SHA256SUMS" in added
    assert all(path.startswith("docs/reviews/2026-Q2/") for path in added)
    assert TOKEN not in done.stdout + done.stderr + (clone.root / ".git/config").read_text()


@pytest.mark.parametrize(
    "review", ["$(touch x)", '"; touch x; "', "2026-Q2\ntouch x", "--early", "", "../2026", "2026 Q2"]
)
def test_a_period_that_is_none_freezes_and_runs_nothing(a_quarter, programs, tmp_path, review):
    clone, done = frozen(a_quarter, programs, tmp_path / "clone", review)
    assert (done.returncode, done.stdout) == (2, "::error::a period is letters, digits and hyphens\n")
    assert clone.git("status", "--porcelain") == ""


def test_the_digest_stands_on_the_page_of_its_run(a_quarter, programs, temporary, tmp_path):
    clone = checked_out(a_quarter, "main", tmp_path / "clone")
    told = {"GITHUB_STEP_SUMMARY": str(temporary / "summary.md"), "SLA_TRUSTED_REF": "origin/main"}
    done = run(github_steps("digest.yml", "digest", {}), clone.root, programs=programs, told=told)
    assert done.returncode == 0, done.stderr
    lines = (temporary / "summary.md").read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1], len(lines) > 3) == ("````text", "````", True)
