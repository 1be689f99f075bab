"""The hidden first line of a comment: written one way, and read to the letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.proposals.mark import CommentMark, mark_of, read_mark

AT = datetime(2026, 11, 29, 4, 5, 6, tzinfo=UTC)
HEAD = "0123456789abcdef0123456789abcdef01234567"
LINE = f"<!-- living-sla: agreement=lead-handoff; head={HEAD}; at=2026-11-29T04:05:06Z -->"


def test_a_mark_is_one_line_of_three_fields():
    assert mark_of(["lead-handoff"], HEAD, AT).line == LINE


@pytest.mark.parametrize("rest", ["", "\n", "\r\n", "\n**Sales** owes more.", "\r\n\r\ntext"])
def test_a_mark_is_read_from_the_first_line(rest):
    assert read_mark(LINE + rest) == CommentMark(("lead-handoff",), HEAD, AT)


def test_a_proposal_without_changes_names_no_agreement_and_a_folder_without_commits_no_head():
    mark = mark_of([], None, AT)
    assert mark.line == "<!-- living-sla: agreement=; head=; at=2026-11-29T04:05:06Z -->"
    assert read_mark(mark.line) == mark


def test_an_instant_of_another_zone_is_told_in_utc_and_to_the_second():
    at = datetime(2026, 11, 29, 6, 5, 6, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert mark_of(["lead-handoff"], HEAD, at).line == LINE


@pytest.mark.parametrize(
    "line",
    [
        "",
        " " + LINE,
        "\n" + LINE,
        "\ufeff" + LINE,
        LINE + " ",
        LINE + "\r",
        LINE.replace("lead-handoff", "Lead-Handoff"),
        LINE.replace("lead-handoff", "a,,b"),
        LINE.replace("lead-handoff", "a, b"),
        LINE.replace("lead-handoff", "a -->"),
        LINE.replace(HEAD, HEAD[:39]),
        LINE.replace(HEAD, HEAD.upper()),
        LINE.replace(HEAD, HEAD + "0"),
        LINE.replace("11-29", "02-30"),
        LINE.replace("T04", "T24"),
        LINE.replace("06Z", "60Z"),
        LINE.replace("06Z", "06+00:00"),
        LINE.replace("2026", "２０２６"),
        LINE.replace("; at", ";at"),
        LINE.replace("; head", "; by=me; head"),
        LINE.replace("<!--", "<!-- <!--"),
        LINE[: LINE.index("; at")] + " -->",
    ],
)
def test_what_is_not_a_mark_to_the_letter_is_none(line):
    # A line end that belongs to the line is one: `LINE + "\r"` is how some forges hand it out.
    assert (read_mark(line + "\ntext") is None) == (line != LINE + "\r")


@given(
    st.lists(st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True), max_size=4),
    st.sampled_from(["", HEAD, HEAD + HEAD[:24]]),
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
)
def test_every_mark_is_read_back_as_it_was_written(agreements, head, at):
    mark = mark_of(agreements, head, at)
    assert read_mark(f"{mark.line}\ntext") == mark


@given(st.text(max_size=120), st.integers(0, len(LINE)), st.integers(0, len(LINE)))
def test_any_text_is_a_mark_or_none(text, begin, end):
    for tried in (text, LINE[:begin] + text + LINE[end:]):
        mark = read_mark(tried)
        assert mark is None or tried.partition("\n")[0].removesuffix("\r") == mark.line
