"""Workflows that a new project gets: few rights, fixed pins, the whole history, and one way to publish."""

from __future__ import annotations

import json
import re

import pytest

from tests.scaffold.forges import FORGES, GITHUB, GITLAB, read_yaml

RIGHTS = {
    ("check.yml", "check"): {"contents": "read"},
    ("check.yml", "gate"): {"contents": "read"},
    ("comment.yml", "comment"): {"actions": "read", "pull-requests": "write"},
    ("digest.yml", "digest"): {"contents": "read"},
    ("snapshot.yml", "snapshot"): {"contents": "write"},
    ("publish.yml", "build"): {"contents": "read", "pages": "read"},
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
HISTORY = {"fetch-depth": "0", "persist-credentials": "false"}


def jobs():
    return {(path.name, name): job for path in GITHUB for name, job in read_yaml(path)["jobs"].items()}


def text_of(path) -> str:
    """The lines that do something."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def test_a_job_has_the_rights_that_it_needs_and_no_workflow_hands_out_any():
    assert {name: job["permissions"] for name, job in jobs().items()} == RIGHTS
    assert [read_yaml(path)["permissions"] for path in GITHUB] == [{}] * len(GITHUB)


@pytest.mark.parametrize("path", [*GITHUB, GITLAB], ids=lambda path: path.name)
def test_nothing_needs_a_secret(path):
    assert "secrets" not in text_of(path)


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.name)
def test_an_action_is_named_by_its_whole_commit_with_the_version_beside_it(path):
    used = [line.strip(" -") for line in text_of(path).splitlines() if "uses:" in line]
    assert used
    assert [
        line for line in used if not re.fullmatch(r"uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []


def test_one_action_has_one_version():
    used = [line.strip(" -") for path in GITHUB for line in text_of(path).splitlines() if "uses:" in line]
    assert len(set(used)) == len({line.partition("@")[0] for line in used})


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.name)
def test_no_expression_reaches_a_shell(path):
    assert [
        step for job in read_yaml(path)["jobs"].values() for step in job["steps"] if "${{" in step.get("run", "")
    ] == []


def test_who_runs_the_product_has_the_whole_history_and_leaves_no_key_behind():
    for job in jobs().values():
        uses = [step for step in job["steps"] if "actions/checkout@" in step.get("uses", "")]
        installs = [step for step in job["steps"] if step.get("run") == "pip install -r requirements.txt"]
        assert [HISTORY.items() <= step["with"].items() for step in uses] == [True] * len(installs)
    assert read_yaml(GITLAB)["variables"] == {"GIT_DEPTH": "0"}


def test_the_branch_that_is_published_is_the_protected_one():
    publish = read_yaml(FORGES / "github/.github/workflows/publish.yml")
    assert publish["on"].keys() == {"push", "schedule", "workflow_dispatch"}
    assert publish["on"]["push"] == {"branches": ["main"]}
    assert publish["jobs"]["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert publish["jobs"]["build"]["steps"][0]["env"] == {"PROTECTED": "${{ github.ref_protected }}"}
    assert publish["jobs"]["deploy"]["needs"] == "build"
    assert publish["jobs"]["deploy"]["environment"]["name"] == "github-pages"
    assert read_yaml(GITLAB)["pages"]["rules"] == [
        {"if": "$SLA_JOB || $SLA_REVIEW", "when": "never"},
        {"if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_COMMIT_REF_PROTECTED == "true"'},
    ]


def test_a_proposal_is_checked_and_not_published():
    check = read_yaml(FORGES / "github/.github/workflows/check.yml")
    assert check["on"] == {"pull_request": {"branches": ["main"]}}
    assert [job["env"] for job in check["jobs"].values()] == [{"SLA_TRUSTED_REF": "origin/main"}] * 2
    [checkout] = [step["with"] for step in check["jobs"]["gate"]["steps"] if "checkout@" in step.get("uses", "")]
    assert checkout["ref"] == "${{ github.event.pull_request.head.sha }}"  # what is signed
    for job in ("check", "gate"):
        proposed = read_yaml(GITLAB)[job]
        assert proposed["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
        assert proposed["variables"] == {"SLA_TRUSTED_REF": "origin/$CI_DEFAULT_BRANCH"}
        assert "TOKEN" not in str(proposed)
        assert "public" not in str(proposed)


def test_on_gitlab_a_token_is_used_by_jobs_of_the_protected_branch_alone():
    jobs = {name: job for name, job in read_yaml(GITLAB).items() if "TOKEN" in str(job)}
    assert jobs.keys() == {"comment", "snapshot"}
    for job in jobs.values():
        [rule] = job["rules"]
        assert rule["if"].endswith('$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_COMMIT_REF_PROTECTED == "true"')
        assert "merge_request_event" not in rule["if"]
        assert "||" not in rule["if"]
        assert job["variables"] == {"GIT_STRATEGY": "clone"}


def test_who_may_write_on_a_pull_request_checks_out_nothing_and_knows_it_from_the_forge():
    comment = read_yaml(FORGES / "github/.github/workflows/comment.yml")
    assert comment["on"] == {"workflow_run": {"workflows": ["check"], "types": ["completed"]}}
    assert comment["defaults"] == {"run": {"shell": "bash"}}
    [job] = comment["jobs"].values()
    assert job["if"].startswith("github.event.workflow_run.event == 'pull_request' && ")
    assert [step for step in job["steps"] if "checkout" in str(step) or "requirements" in str(step)] == []
    holders = [step for step in job["steps"] if "GITHUB_TOKEN" in step.get("env", {})]
    assert len(holders) == 1


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.name)
def test_no_workflow_runs_for_a_stranger_with_rights(path):
    assert "pull_request_target" not in text_of(path)


def test_what_a_person_types_reaches_a_script_as_a_variable_and_only_main_is_frozen():
    snapshot = read_yaml(FORGES / "github/.github/workflows/snapshot.yml")
    assert snapshot["on"].keys() == {"workflow_dispatch"}
    assert snapshot["jobs"]["snapshot"]["if"] == "github.ref == 'refs/heads/main'"
    assert [
        step["env"]["REVIEW"] for step in snapshot["jobs"]["snapshot"]["steps"] if "REVIEW" in step.get("run", "")
    ] == ["${{ inputs.review }}"] * 2


def test_the_ruleset_asks_for_both_checks_of_github_itself_and_keeps_signed_commits():
    ruleset = json.loads((FORGES / "github/.github/rulesets/agreements.json").read_text(encoding="utf-8"))
    rules = {rule["type"]: rule.get("parameters", {}) for rule in ruleset["rules"]}
    checks = read_yaml(FORGES / "github/.github/workflows/check.yml")["jobs"].values()
    assert [one["context"] for one in rules["required_status_checks"]["required_status_checks"]] == [
        job["name"] for job in checks
    ]
    # Anybody who may write can say that a check of any name has passed, but not as GitHub Actions.
    assert {one["integration_id"] for one in rules["required_status_checks"]["required_status_checks"]} == {15368}
    assert rules["pull_request"]["require_code_owner_review"]
    assert rules["pull_request"]["allowed_merge_methods"] == ["merge"]
    assert ruleset["bypass_actors"] == []


def test_publishing_is_never_stopped_half_way_and_checks_make_room():
    publish, check = (read_yaml(FORGES / f"github/.github/workflows/{name}.yml") for name in ("publish", "check"))
    assert publish["concurrency"] == {"group": "publish", "cancel-in-progress": "false"}
    assert check["concurrency"] == {"group": "check-${{ github.ref }}", "cancel-in-progress": "true"}
    gitlab = read_yaml(GITLAB)
    assert (gitlab["pages"]["interruptible"], gitlab["check"]["interruptible"]) == ("false", "true")
    assert gitlab["pages"]["resource_group"] == "pages"


def test_every_job_ends_by_itself():
    assert all(int(job["timeout-minutes"]) <= 20 for job in jobs().values())
    assert read_yaml(GITLAB)["default"]["timeout"] == "20 minutes"


def test_both_forges_install_what_the_project_names_and_run_the_same_verbs():
    def verbs(lines: list[str]) -> list[str]:
        return [line.replace(" --site-dir public", "") for line in lines if re.match(r"pip|sla", line)]

    gitlab = read_yaml(GITLAB)
    before = gitlab["default"]["before_script"]
    assert before == ["pip install -r requirements.txt"]
    for name, job in ((("check.yml", "check"), "check"), (("publish.yml", "build"), "pages")):
        scripts = [step["run"] for step in jobs()[name]["steps"] if "run" in step]
        assert verbs(scripts) == verbs(before + gitlab[job]["script"])


@pytest.mark.parametrize("path", [FORGES / "github/.github/workflows/publish.yml", GITLAB], ids=lambda path: path.name)
def test_the_place_where_exports_are_fetched_is_marked_before_the_build(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("# Exports: ") == 1
    assert text.index("pip install") < text.index("# Exports: ") < text.rindex("sla build")
