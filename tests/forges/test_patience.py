"""Waiting: what a forge asks for in its headers, and no longer than three minutes in all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import EnvironmentFault
from living_sla.forges.patience import wait_of
from living_sla.model.proposals.posting import PostingOutcome
from tests.forges.forge_server import Trouble, github, gitlab
from tests.forges.posting import NOW, Waits, comment, posted

AT = int(NOW.timestamp())
FORGES = pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])
LIMITED = b'{"message": "You have exceeded a secondary rate limit. Please wait a few minutes."}'


@pytest.mark.parametrize(
    ("status", "headers", "body", "seconds"),
    [
        (403, {"Retry-After": "7"}, b"", 7),
        (429, {"Retry-After": "7"}, b"", 7),
        (429, {"Retry-After": "0"}, b"", 0),
        (429, {"Retry-After": "Mon, 06 May 2024 12:00:09 GMT"}, b"", 9),
        (429, {"Retry-After": "Sun, 29 Nov 2020 12:00:00 GMT"}, b"", 0),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(AT + 20)}, b"", 21),
        (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": str(AT + 20)}, b"", 21),
        (429, {"RateLimit-Reset": str(AT - 20)}, b"", 1),
        (429, {"RateLimit-Reset": "30"}, b"", 30),
        (429, {"X-RateLimit-Remaining": "4990", "X-RateLimit-Reset": str(AT + 3_000)}, b"", 60),
        (403, {}, LIMITED, 60),
        (429, {}, b"", 60),
        (503, {"Retry-After": "3"}, b"", 3),
        (502, {}, b"<html>", 1),
        (500, {}, b"", 1),
        (403, {}, b'{"message": "Resource not accessible by integration"}', None),
        (403, {"X-RateLimit-Remaining": "4990", "X-RateLimit-Reset": str(AT + 3_000)}, b"", None),
        (501, {}, b"", None),
        (404, {"Retry-After": "7"}, b"", None),
        (200, {"X-RateLimit-Remaining": "0"}, b"", None),
        *[(429, {"Retry-After": odd}, b"", 60) for odd in ("-1", "1e9", "nan", "٣", "soon", "9" * 40, "1.5", "")],
        *[(429, {"RateLimit-Reset": odd}, b"", 60) for odd in ("-1", "nan", "٣", "9" * 13)],
    ],
)
def test_a_forge_says_in_its_headers_how_long_to_wait(status, headers, body, seconds):
    assert wait_of(status, headers, body, attempt=0, now=AT) == seconds


def test_without_a_header_each_wait_is_twice_the_last_one():
    assert [wait_of(502, {}, b"", attempt=attempt, now=AT) for attempt in range(4)] == [1, 2, 4, 8]
    assert [wait_of(429, {}, b"", attempt=attempt, now=AT) for attempt in range(3)] == [60, 120, 240]


@given(st.integers(100, 599), st.text(max_size=40), st.text(max_size=40), st.binary(max_size=40))
def test_whatever_the_headers_say_a_wait_is_a_number_of_seconds_or_none(status, after, reset, body):
    headers = {"Retry-After": after, "X-RateLimit-Reset": reset, "RateLimit-Reset": reset}
    found = wait_of(status, headers, body, attempt=3, now=AT)
    assert found is None or 0 <= found < 1e13


@FORGES
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [403, 429])
def test_a_rate_limit_is_waited_for_as_long_as_asked(forge_of, method, status):
    waits = Waits()
    with forge_of() as forge:
        forge.troubles = [Trouble(status, {"Retry-After": "7"}, LIMITED, only=method)]
        assert posted(forge, comment(), waits=waits).outcome is PostingOutcome.CREATED
        assert len(forge.bodies()) == 1
    assert waits.seconds == [7]


@FORGES
def test_a_change_that_was_limited_is_sent_again(forge_of):
    waits = Waits()
    with forge_of() as forge:
        forge.add(forge.job, comment(hour=8))
        method = "PATCH" if forge.kind == "github" else "PUT"
        forge.troubles = [Trouble(429, {"Retry-After": "5"}, only=method), Trouble(502, only=method)]
        assert posted(forge, comment(), waits=waits).outcome is PostingOutcome.UPDATED
    assert waits.seconds == [5, 2]


@FORGES
def test_a_forge_in_trouble_is_asked_five_times(forge_of):
    waits = Waits()
    with forge_of() as forge:
        forge.troubles = [Trouble(503)] * 10
        with pytest.raises(EnvironmentFault, match="is in trouble: it answers 503 each time"):
            posted(forge, comment(), waits=waits)
        assert len(forge.asked) == 5
    assert waits.seconds == [1, 2, 4, 8]


@FORGES
@pytest.mark.parametrize(
    ("asked", "told"),
    [("3600", "60 minutes"), ("180", "3 minutes"), ("181", "4 minutes"), ("99999999999", "more than a day")],
)
def test_nobody_waits_longer_than_three_minutes(forge_of, asked, told):
    waits = Waits()
    with forge_of() as forge:
        forge.troubles = [Trouble(429, {"Retry-After": asked})]
        with pytest.raises(EnvironmentFault, match=f"it asks to wait {told}"):
            posted(forge, comment(), waits=waits)
        assert len(forge.asked) == 1
    assert waits.seconds == []


def test_the_three_minutes_are_for_all_requests_together():
    waits = Waits()
    with github(page_size=1) as forge:
        for number in range(10):
            forge.add("octo", str(number))
        forge.troubles = [Trouble(429, {"Retry-After": "50"}) for _ in range(9)]
        with pytest.raises(EnvironmentFault, match="it asks to wait 1 minute"):
            posted(forge, comment(), waits=waits)
    assert waits.seconds == [50, 50, 50]


def test_a_forge_that_never_says_whether_it_made_a_comment_is_given_up():
    with github() as forge:
        forge.troubles = [Trouble(502, only="POST") for _ in range(10)]
        with pytest.raises(EnvironmentFault, match="did not say whether the comment was made"):
            posted(forge, comment())
        assert [asked.method for asked in forge.asked] == ["GET", "POST"] * 3
