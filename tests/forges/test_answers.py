"""Answers that a forge does not give: each is told in words, none is believed, and none is waited for without end."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from living_sla.errors import Fault, SlaError
from living_sla.forges import answers, http
from living_sla.forges.address import read_web_address
from living_sla.forges.answers import Spelling, comment_of, parsed
from living_sla.forges.http import Answer
from tests.forges.forge_server import Trouble, another_host, github, gitlab
from tests.forges.posting import comment, posted

FORGES = pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])
HTML = b"<!DOCTYPE html><html><title>Sign in to the network</title></html>"
ONE = {"id": 1, "body": "text", "user": {"login": "octo"}, "author": {"username": "octo"}}
JSON_ANSWERS = {
    "a web page": HTML,
    "nothing": b"",
    "cut off": b'[{"id": 1, "bo',
    "no UTF-8": b'["\xff"]',
    "UTF-16": '[{"id": 1}]'.encode("utf-16"),
    "nested": b"[" * 200_000,
    "a number of 10,000 digits": b'[{"id": ' + b"9" * 10_000 + b"}]",
    "an object": b'{"message": "hello"}',
    "a text": b'"hello"',
    "null": b"null",
    "no comment in it": b"[1]",
    "a list in it": b"[[]]",
    "a number that is true": json.dumps([ONE | {"id": True}]).encode(),
    "a number that is a text": json.dumps([ONE | {"id": "1/../2"}]).encode(),
    "a number below 1": json.dumps([ONE | {"id": 0}]).encode(),
    "a number that is a fraction": json.dumps([ONE | {"id": 1.0}]).encode(),
    "no number": b'[{"body": "text"}]',
    "a body that is a list": json.dumps([ONE | {"body": ["text"]}]).encode(),
    "an author that is a text": json.dumps([ONE | {"user": "octo", "author": "octo"}]).encode(),
    "an author without a name": json.dumps([ONE | {"user": {}, "author": {}}]).encode(),
    "packed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
}


def odd(forge, text: str | None = None) -> str:
    """What is told of an answer that no forge gives."""
    with pytest.raises(SlaError) as told:
        posted(forge, text or comment())
    assert told.value.code is Fault.FORGE_ODD
    assert told.value.exit_code == 3
    return told.value.message


@FORGES
@pytest.mark.parametrize("content", JSON_ANSWERS.values(), ids=JSON_ANSWERS)
def test_a_list_that_is_none_is_told_and_nothing_is_changed(forge_of, content):
    with forge_of(page_size=1) as forge:
        forge.add(forge.job, comment(hour=8))
        forge.troubles = [Trouble(200, {"Content-Type": "application/json"}, content)]
        odd(forge)
        assert forge.changes == []


@FORGES
@pytest.mark.parametrize("status", [200, 201])
def test_an_answer_to_a_change_that_is_no_comment_is_told(forge_of, status):
    with forge_of() as forge:
        forge.troubles = [Trouble(status, {}, HTML, only="POST")]
        assert odd(forge).endswith("answered with something that is not JSON")


@FORGES
@pytest.mark.parametrize("status", [204, 206, 304, 400, 402, 405, 406, 409, 415, 418, 451, 501, 599])
def test_a_status_that_nobody_documented_is_told(forge_of, status):
    with forge_of() as forge:
        forge.troubles = [Trouble(status, body=b"")]
        assert odd(forge).endswith(f"answered with the status {status}")


@FORGES
def test_an_answer_is_read_up_to_a_size_and_no_further(forge_of, monkeypatch):
    monkeypatch.setattr(http, "_LARGEST", 1024 * 1024)
    with forge_of() as forge:
        forge.troubles = [Trouble(200, body=b"[" + b" " * 1024 * 1024 + b"]")]
        assert odd(forge).endswith("answered more than 1 MB")


@FORGES
@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(200, body=b"[]", seconds=1.5),
        Trouble(raw=b"HTTP/1.0 200 OK\r\nX: " + b"y" * 40, seconds=0.05, drips=True),
        Trouble(raw=b"HTTP/1.0 200 OK\r\n\r\n" + b" " * 40, seconds=0.05, drips=True),
    ],
    ids=["late", "headers byte by byte", "a body byte by byte"],
)
def test_an_answer_is_waited_for_up_to_a_time_and_no_longer(forge_of, monkeypatch, trouble):
    monkeypatch.setattr(http, "_SECONDS", 0.3)
    monkeypatch.setattr(http, "_ATTEMPTS", 1)
    with forge_of() as forge:
        forge.troubles = [trouble]
        with pytest.raises(SlaError, match="no whole answer came within 0 s") as told:
            posted(forge, comment())
        assert told.value.code is Fault.FORGE_SILENT


@FORGES
@pytest.mark.parametrize(
    "raw",
    [
        b"hello\r\n\r\n",
        b"HTTP/1.0 banana\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n[]",
        b"HTTP/1.0 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]",
        b"\x15\x03\x01\x00\x02\x02\x46",
    ],
    ids=["a greeting", "a status that is a word", "200 headers", "a long header", "broken chunks", "an alert of TLS"],
)
def test_what_is_not_http_is_told(forge_of, raw):
    with forge_of() as forge:
        forge.troubles = [Trouble(raw=raw) for _ in range(5)]
        with pytest.raises(SlaError, match="the connection broke, or what came is not HTTP"):
            posted(forge, comment())
        assert forge.changes == []


@FORGES
def test_an_answer_that_is_cut_off_is_told(forge_of):
    with forge_of() as forge:
        forge.troubles = [Trouble(200, {"Content-Length": "1000"}, b'[{"id": 1}') for _ in range(5)]
        with pytest.raises(SlaError):
            posted(forge, comment())
        assert forge.changes == []


@FORGES
def test_pages_without_an_end_are_told(forge_of, monkeypatch):
    monkeypatch.setattr(answers, "MOST_PAGES", 5)
    with forge_of(page_size=1) as forge:
        for number in range(9):
            forge.add("octo", str(number))
        assert odd(forge).endswith("answered with pages without an end: more than 5")


def test_a_page_that_names_itself_as_the_next_one_is_told():
    with github(page_size=1, says_next=lambda there: f'<{there.replace("page=2", "page=1")}>; rel="next"') as forge:
        forge.add("octo", "one")
        forge.add("octo", "two")
        assert "pages without an end" in odd(forge)


@FORGES
def test_a_next_page_at_another_host_is_never_asked_for(forge_of):
    with another_host() as there, forge_of(page_size=1) as forge:
        port = forge.address.rpartition(":")[2]
        for elsewhere in (
            there.address,
            f"https://127.0.0.1:{port}",
            f"http://localhost:{port}",
            f"http://127.0.0.2:{port}",
            f"http://127.0.0.1:{port}@{there.address.removeprefix('http://')}",
            f"//{there.address.removeprefix('http://')}",
            "file:///etc/passwd",
            "ftp://127.0.0.1",
        ):
            forge.rows.clear()
            forge.add("octo", "one")
            forge.add("octo", "two")
            forge.says_next = lambda _, elsewhere=elsewhere: f'<{elsewhere}/next?page=2>; rel="next"'
            assert odd(forge).endswith("answered with a next page at another host, port or scheme")
        assert there.asked == []
        assert forge.changes == []


@pytest.mark.parametrize(
    ("link", "is_followed"),
    [
        ('<{}>; rel="next"', True),
        ("<{}>; rel=next", True),
        ('<{}&x=1>; rel="prev", <{}>; rel="next"', True),
        ('<{}>; title="a, b"; rel="last next"', True),
        ('<{}>; rel="prev"', False),
        ('<{}>; rel="nextish"', False),
        ('<{}>; rev="next"', False),
        ('<{}>; title="rel=next"', False),
        ("next", False),
    ],
)
def test_a_link_is_read_as_its_standard_says(link, is_followed):
    with github(page_size=1, says_next=lambda there: link.replace("{}", there)) as forge:
        forge.add("octo", "one")
        forge.add("github-actions[bot]", comment(hour=8))
        posted(forge, comment())
        assert [asked.method for asked in forge.changes] == ["PATCH" if is_followed else "POST"]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=4),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["id", "body", "user", "login"]), inner, max_size=4)))  # fmt: skip
def test_any_json_is_a_comment_or_a_fault(found):
    address = read_web_address("https://api.forge.example")
    answer = Answer(address, 200, {}, json.dumps(found).encode())
    with suppress(SlaError):  # nothing else is raised
        assert comment_of("GitHub", parsed("GitHub", answer), Spelling("user", "login")).number > 0
