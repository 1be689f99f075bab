"""The token: in one header, to one origin, and nowhere else, whatever happens."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from living_sla import cli
from living_sla.cli import comment as verb
from living_sla.errors import Unreadable
from living_sla.forges import http
from living_sla.forges.token import Token
from tests.forges.forge_server import TOKEN, StandInForge, Trouble, another_host, github, gitlab
from tests.forges.posting import Waits, comment

ECHO = json.dumps({"message": f"Bad credentials: {TOKEN}", "errors": [{"message": f"too long {TOKEN}"}]}).encode()
IN_HEADERS = {"WWW-Authenticate": f'Bearer realm="{TOKEN}"', "X-Request-Id": TOKEN}


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "a\n", "\na", "a\r\nX: y", "a\tb", "a\x00", "é", "７", "x" * 8_193, "a\x7f"]
)
def test_what_would_be_more_than_one_value_of_a_header_is_no_token(text):
    with pytest.raises(Unreadable) as told:
        Token(text)
    assert len(text) < 2 or text not in told.value.message + told.value.hint


@given(st.from_regex(r"[!-~]{8,40}", fullmatch=True))
def test_no_format_shows_a_token(text):
    token = Token(text)
    for shown in (repr(token), str(token), f"{token}", f"{token!r}", "%s" % token, repr([token]), repr({"a": token})):  # noqa: UP031
        assert text not in shown
    for written in (pickle.dumps, copy.copy, json.dumps, vars):
        with pytest.raises(TypeError):
            written(token)
    assert token.in_header("Bearer ") == f"Bearer {text}"


class Case(Struct):
    """Something that goes wrong, or right, and how the command ends."""

    code: int
    arrange: Callable[[StandInForge, StandInForge], None] = lambda forge, there: None
    variables: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ("--post",)
    text: str = ""


def answers(*troubles: Trouble) -> Callable[[StandInForge, StandInForge], None]:
    """A forge that answers so first."""

    def arrange(forge: StandInForge, there: StandInForge) -> None:
        forge.troubles = list(troubles)

    return arrange


def leads_away(status: int) -> Callable[[StandInForge, StandInForge], None]:
    """A forge that leads to another host, and names the token in the address."""

    def arrange(forge: StandInForge, there: StandInForge) -> None:
        forge.troubles = [Trouble(status, {"Location": f"{there.address}/{TOKEN}?{TOKEN}"}, ECHO)]

    return arrange


def next_page_away(forge: StandInForge, there: StandInForge) -> None:
    forge.page_size = 1
    forge.says_next = lambda _: f'<{there.address}/{TOKEN}>; rel="next"'
    forge.add("octo", "one")
    forge.add("octo", "two")


def with_its_name(forge: StandInForge, there: StandInForge) -> None:
    """Comments whose authors, and texts, are the token."""
    forge.add(TOKEN, comment(TOKEN, hour=11))
    forge.add(forge.job, comment(TOKEN, hour=11).replace("T11", "T99"))
    for hour in (7, 8):
        forge.add(forge.job, comment(TOKEN, hour=hour))


def under_its_name(forge: StandInForge, there: StandInForge) -> None:
    forge.job = TOKEN


CASES = {
    "created": Case(0),
    "created under the name of the token": Case(0, under_its_name),
    "updated, beside comments that hold it": Case(0, with_its_name),
    "dry run": Case(0, arguments=("--dry-run",)),
    "dry run of a post": Case(0, arguments=("--post", "--dry-run")),
    "looked at alone": Case(0, arguments=()),
    **{f"answered {status}, told back": Case(3, answers(*[Trouble(status, IN_HEADERS, ECHO)] * 5))
       for status in (401, 403, 404, 409, 410, 500, 502, 503, 504, 511, 204, 304)},
    "too long for GitLab, told back": Case(2, answers(Trouble(400, IN_HEADERS, ECHO))),
    "too long, told back": Case(2, answers(Trouble(422, IN_HEADERS, ECHO))),
    "not taken, told back": Case(3, answers(Trouble(422, IN_HEADERS, TOKEN.encode()))),
    "limited": Case(3, answers(*[Trouble(403, {"Retry-After": "1"}, ECHO)] * 5)),
    "limited for long": Case(3, answers(Trouble(429, {"Retry-After": "9999"}, ECHO))),
    "limited by the token": Case(
        3, answers(*[Trouble(429, {"Retry-After": TOKEN, "RateLimit-Reset": TOKEN}, ECHO)] * 5)),
    "told back as a page": Case(3, answers(Trouble(200, IN_HEADERS, f"<html>{TOKEN}</html>".encode()))),
    "told back as a list": Case(3, answers(Trouble(200, IN_HEADERS, json.dumps([TOKEN]).encode()))),
    "told back as a number": Case(3, answers(Trouble(200, {}, json.dumps([{"id": TOKEN, "body": TOKEN}]).encode()))),
    "told back as a status": Case(3, answers(*[Trouble(raw=f"HTTP/1.0 {TOKEN}\r\n\r\n".encode())] * 5)),
    "told back as a status line": Case(3, answers(*[Trouble(raw=f"{TOKEN}\r\n\r\n".encode())] * 5)),
    "told back as a reason": Case(3, answers(Trouble(raw=f"HTTP/1.0 418 {TOKEN}\r\n\r\n".encode()))),
    "told back as a header": Case(3, answers(*[Trouble(raw=f"HTTP/1.0 200 OK\r\n{TOKEN}\r\n\r\n[".encode())] * 5)),
    "told back as a length": Case(3, answers(*[Trouble(200, {"Content-Length": TOKEN}, ECHO)] * 5)),
    "told back as chunks": Case(
        3, answers(*[Trouble(raw=f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n".encode())] * 5)),
    "cut off": Case(3, answers(*[Trouble(200, {"Content-Length": "9000"}, ECHO)] * 5)),
    "never answered": Case(3, answers(*[Trouble(seconds=1.0)] * 5)),
    "failed on a change": Case(3, answers(*[Trouble(502, {}, ECHO, only="POST")] * 9)),
    "refused on a change": Case(3, answers(Trouble(403, {}, ECHO, only="POST"))),
    "too long on a change": Case(2, answers(Trouble(422, {}, ECHO, only="POST"))),
    **{f"led away by {status}": Case(3, leads_away(status)) for status in (301, 302, 303, 307, 308)},
    "led away by a page": Case(3, next_page_away),
    "led in a circle": Case(3, answers(*[Trouble(302, {"Location": f"/{TOKEN}"})] * 9)),
    "nobody there": Case(3, variables={"API": "http://127.0.0.1:1"}),
    "a host that nobody knows": Case(3, variables={"API": "https://api.forge.invalid"}),
    "http elsewhere": Case(3, variables={"API": "http://api.forge.example"}),
    "an address with the token": Case(3, variables={"API": f"https://{TOKEN}@api.forge.example"}),
    "a repository with the token": Case(3, variables={"REPOSITORY": f"a/{TOKEN}\r\n"}),
    "a number with the token": Case(3, variables={"NUMBER": f"refs/pull/{TOKEN}/merge"}),
    **{f"a token with {odd!a}": Case(3, variables={"TOKEN": odd.replace("T", TOKEN)})
       for odd in ("T\n", "T\r\n", "\nT", "T\r\nX-Evil: T", "T T", " T", "T\t", "T\x00", "é T", "T\u2028")},
    "no token": Case(3, variables={"TOKEN": ""}),
    "the token in the text": Case(2, text=f"one {TOKEN} two"),
    "the token in the text of a dry run": Case(2, text=f"one {TOKEN} two", arguments=("--dry-run",)),
    "an order in the text": Case(2, text=f"/{TOKEN}"),
    "a mark with the token": Case(2, text="MARK"),
}  # fmt: skip


@pytest.fixture
def ends(monkeypatch, tmp_path, capfd, caplog):
    """Everything that one run of the command leaves behind, with its exit code."""
    reports = tmp_path / "reports"
    reports.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(reports))
    monkeypatch.setattr(http, "_SECONDS", 0.5)
    monkeypatch.setattr(verb, "Patience", lambda: Waits().patience())
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    caplog.set_level(logging.DEBUG)
    problems: list[BaseException] = []
    said, unforeseen = cli._said, cli._unforeseen
    monkeypatch.setattr(cli, "_said", lambda fault: (problems.append(fault), said(fault))[1])
    monkeypatch.setattr(
        cli, "_unforeseen", lambda problem, words: (problems.append(problem), unforeseen(problem, words))[1]
    )

    def run(forge: StandInForge, case: Case) -> tuple[int, str]:
        variables = dict(forge.environment)
        names = dict(zip(("TOKEN", "API", "REPOSITORY", "NUMBER"), variables, strict=True))
        variables |= {names[name]: value for name, value in case.variables.items()}
        for name, value in variables.items():
            if "\x00" in value:  # no environment holds it
                value = value.replace("\x00", "\x01")
            monkeypatch.setenv(name, value)
        text = comment(case.text) if case.text != "MARK" else comment().replace("lead-handoff", TOKEN)
        (tmp_path / "comment.md").write_text(text, encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            cli.main(["comment", "--file", str(tmp_path / "comment.md"), *case.arguments])
        out, err = capfd.readouterr()
        left = [out, err, caplog.text, *(file.read_text() for file in reports.iterdir())]
        return ended.value.code, "\n".join([*left, *map(everything_of, problems)])

    return run


def everything_of(problem: BaseException | None) -> str:
    """What an exception says, in each way that it can, and all that led to it."""
    if problem is None:
        return ""
    own = [
        repr(problem),
        str(problem),
        repr(problem.args),
        repr(vars(problem)),
        repr(getattr(problem, "__notes__", "")),
    ]
    return "\n".join([*own, everything_of(problem.__cause__), everything_of(problem.__context__)])


@pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_nothing_shows_the_token_and_no_other_host_gets_it(ends, forge_of, case):
    with another_host() as there, forge_of() as forge:
        case.arrange(forge, there)
        code, left = ends(forge, case)
        assert code == case.code, left
        assert TOKEN not in left
        assert TOKEN[8:-8] not in left
        assert "Traceback" not in left
        assert there.asked == []
        if case.arguments != ("--post",):
            assert forge.asked == []


@pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])
def test_an_error_that_nobody_foresaw_shows_no_token(ends, forge_of, monkeypatch):
    for name in ("_answered", "_opener"):

        def raises(*given: object, **named: object) -> None:
            raise RuntimeError(f"{TOKEN} {given}")

        with monkeypatch.context() as broken, forge_of() as forge:
            broken.setattr(http, name, raises)
            code, left = ends(forge, Case(3))
            assert code == 3
            said = left.partition("RuntimeError(")[0]  # the exception itself is made to hold it
            assert "SLA-F130" in said
            assert TOKEN not in said


def test_every_kind_of_end_is_among_the_cases():
    assert {case.code for case in CASES.values()} == {0, 2, 3}
