"""`sla comment`: what it says, and how it ends."""

from __future__ import annotations

import json

import pytest

from living_sla import cli
from living_sla.cli import comment as verb
from tests.forges.forge_server import JOB, TOKEN, Trouble, github, gitlab
from tests.forges.posting import Waits, comment

FORGES = pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])


@pytest.fixture
def sla(monkeypatch, tmp_path, capsys):
    """Runs the command in a folder with a comment; its exit code, what it printed, and what it told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(verb, "Patience", lambda: Waits().patience())
    (tmp_path / "comment.md").write_text(comment(), encoding="utf-8")

    def run(*arguments: str, forge=None, **variables: str) -> tuple[int, str, str]:
        for name, value in ((forge.environment if forge else {}) | variables).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            cli.main(["comment", "--file", "comment.md", *arguments])
        return ended.value.code, *capsys.readouterr()

    return run


def test_without_post_the_file_is_looked_at_and_nobody_asked(sla):
    said = f"comment.md can be posted: {len(comment())} characters, made 2024-05-06T09:00:00+00:00\n"
    assert sla() == (0, said, "")


@FORGES
def test_a_comment_is_created_then_the_same_then_updated_then_newer(sla, forge_of, tmp_path):
    with forge_of() as forge:
        assert sla("--post", forge=forge) == (0, "comment 1000 was created\n", "")
        same = "comment 1000 says the same already: nothing was sent\n"
        assert sla("--post", forge=forge) == (0, same, "")
        (tmp_path / "comment.md").write_text(comment("other", hour=10), encoding="utf-8")
        assert sla("--post", forge=forge) == (0, "comment 1000 was updated\n", "")
        (tmp_path / "comment.md").write_text(comment("older", hour=8), encoding="utf-8")
        newer = "comment 1000 was made later than this one, and stays: nothing was sent\n"
        assert sla("--post", forge=forge) == (0, newer, "")
        assert forge.bodies() == [comment("other", hour=10)]


def test_what_else_was_found_is_told_on_standard_error(sla):
    with github() as forge:
        forge.add("octo", comment(hour=11))
        for hour in (6, 7, 8):
            forge.add(JOB, comment(hour=hour))
        forge.add(JOB, comment().replace("head=", "heads="))
        assert sla("--post", forge=forge) == (
            0,
            "comment 1003 was updated\n",
            "comment 1000 of another author has the mark of Living SLA, and was left alone\n"
            "comment 1001, 1002 is an older one of the same author, and was left alone: delete it by hand\n"
            "comment 1004 of the same author has a mark that somebody changed, and was left alone\n",
        )


def test_a_name_that_is_not_the_one_looked_for_is_told(sla):
    with github(job="anna") as forge:
        code, out, err = sla("--post", forge=forge)
        assert (code, out) == (0, "comment 1000 was created\n")
        assert err.endswith("name it with --author next time\n")
        assert sla("--post", "--author", "anna")[1].startswith("comment 1000 says the same already")


def test_a_dry_run_shows_the_requests_without_the_token_and_asks_nobody(sla):
    with github() as forge:
        code, out, err = sla("--dry-run", forge=forge)
        of = f"{forge.address}/repos/northwind/agreements/issues"
        assert (code, err) == (0, "")
        assert out.splitlines()[:3] == [
            f"GET {of}/7/comments?per_page=100",
            f"POST {of}/7/comments where none there is ours, with the token, which is not shown",
            f"PATCH {of}/comments/NUMBER where comment NUMBER is ours, not newer and not the same",
        ]
        assert json.loads(out.splitlines()[3]) == {"body": comment()}
        assert forge.asked == []


def test_a_dry_run_on_gitlab_needs_no_token(sla):
    code, out, _ = sla(
        "--dry-run",
        "--ci-api-v4-url",
        "https://gitlab.example/api/v4",
        "--ci-project-id",
        "1",
        "--ci-merge-request-iid",
        "2",
    )
    notes = "https://gitlab.example/api/v4/projects/1/merge_requests/2/notes"
    assert code == 0
    assert out.splitlines()[0] == f"GET {notes}?order_by=created_at&sort=asc&per_page=50"
    assert out.splitlines()[1].startswith(f"POST {notes} ")
    assert out.splitlines()[2].startswith(f"PUT {notes}/NUMBER ")


@pytest.mark.parametrize("line", ["::add-mask::x", "  ::error::x", "##[add-path]x", "a ##[error]x", "###[group]x"])
def test_no_command_of_a_runner_gets_into_a_log(sla, tmp_path, line):
    (tmp_path / "comment.md").write_text(comment(line), encoding="utf-8")
    with github() as forge:
        code, out, err = sla("--dry-run", forge=forge)
    assert code == 2
    assert "##[" not in out + err
    assert not any(shown.lstrip().startswith("::") for shown in out.splitlines())
    assert line not in sla()[1]


def test_a_token_is_no_option(sla):
    for option in ("--token", "--github-token", "--gitlab-token"):
        code, _, err = sla("--post", option, TOKEN)
        assert code == 2
        assert TOKEN not in err


@FORGES
@pytest.mark.parametrize(
    ("trouble", "code", "says"),
    [
        (Trouble(401), 3, "SLA-F171 {} does not know the token (401)"),
        (Trouble(403), 3, "SLA-F171 {} does not let the token do it (403)"),
        (Trouble(404), 3, "SLA-F171 {} knows no such pull request or comment for this token (404)"),
        (Trouble(410), 3, "SLA-F171 {} knows no such pull request or comment for this token (410)"),
        (Trouble(422), 3, "SLA-F171 {} does not take the comment (422)"),
        (Trouble(422, body=b'{"message": "Body is too long (maximum is 65536 characters)"}'), 2,
         "SLA-F174 {} does not take a comment that long (422)"),
        (Trouble(400, body=b'{"message": {"note": ["is too long"]}}'), 2,
         "SLA-F174 {} does not take a comment that long (400)"),
        (Trouble(413), 2, "SLA-F174 {} does not take a comment that long (413)"),
        (Trouble(429, {"Retry-After": "600"}), 3,
         "SLA-F172 {} takes no more requests for now: it asks to wait 10 minutes"),
        (Trouble(200, body=b"<html>"), 3, "SLA-F173 {} answered with something that is not JSON"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_forge_refuses_is_told_in_words(sla, forge_of, trouble, code, says, method):
    trouble.only = method
    with forge_of() as forge:
        forge.troubles = [trouble]
        ended, out, err = sla("--post", forge=forge)
    assert (ended, out) == (code, "")
    first, _, rest = err.partition("\n")
    assert first == says.format("GitHub" if forge_of is github else "GitLab")
    assert rest.startswith("  hint: ")


@FORGES
def test_a_wrong_token_and_a_wrong_number_are_told(sla, forge_of):
    with forge_of() as forge:
        name = "GITHUB_TOKEN" if forge.kind == "github" else "GITLAB_TOKEN"
        assert "(401)" in sla("--post", forge=forge, **{name: "another"})[2]
        number = {"GITHUB_REF": "refs/pull/8/merge"} if forge.kind == "github" else {"CI_MERGE_REQUEST_IID": "8"}
        assert "(404)" in sla("--post", forge=forge, **number)[2]
        assert forge.changes == []


def test_outside_of_a_pull_request_it_says_how_to_name_one(sla):
    code, out, err = sla("--post")
    assert (code, out) == (3, "")
    assert err == (
        "SLA-F170 no pull request is named\n  hint: run it in a job of a pull request, or name one: "
        "--github-ref refs/pull/7/merge or --ci-merge-request-iid 7\n"
    )


def test_the_stand_in_refuses_a_comment_above_the_limit_as_github_does():
    """So that the test of 422 above is about an answer that GitHub gives."""
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    with github() as forge:
        content = json.dumps({"body": "x" * 65_537}).encode()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        of = f"{forge.address}/repos/northwind/agreements/issues/7/comments"
        with pytest.raises(HTTPError) as told, urlopen(Request(of, data=content, headers=headers)):
            pass
        assert told.value.code == 422
        assert b"too long" in told.value.read()
        told.value.close()
