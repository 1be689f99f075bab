"""What is posted: a text of bounded size with its mark, that nobody has to fear."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.forges.answers import LONGEST
from living_sla.forges.body import comment_body, comment_file
from living_sla.forges.post import refuse_token
from living_sla.forges.token import Token
from living_sla.model.proposals.mark import mark_of, read_mark
from living_sla.words.layout import in_markdown
from tests.forges.forge_server import TOKEN
from tests.forges.posting import NOW, comment
from tests.words.test_in_markdown import FRAGMENTS

WHERE = Place("comment.md")


def refused(text: str) -> SlaError:
    """What is told of a text that is not posted."""
    with pytest.raises(SlaError) as told:
        comment_body(text, WHERE, now=NOW)
    assert told.value.code is Fault.UNPOSTABLE_COMMENT
    assert told.value.exit_code == 2
    return told.value


def test_a_comment_is_its_text_and_its_mark():
    found = comment_body(comment(), WHERE, now=NOW)
    assert found.text == comment()
    assert found.mark == mark_of(["lead-handoff"], found.mark.head, NOW.replace(hour=9))


def test_line_ends_become_those_of_unix():
    assert comment_body(comment().replace("\n", "\r\n"), WHERE, now=NOW).text == comment()


def test_the_longest_comment_passes_and_one_letter_more_does_not():
    longest = comment("😀" * LONGEST)[:LONGEST]
    assert comment_body(longest, WHERE, now=NOW).text == longest
    assert str(refused(longest + "x")) == (
        "comment.md: SLA-F174 it has 60,001 characters, and a comment at most 60,000\n"
        "  hint: cut whole sections from its end, and name them"
    )


@pytest.mark.parametrize(
    "text", ["", "\n", "text", "\n" + comment(), "\ufeff" + comment(), comment()[1:], " " + comment()]
)
def test_a_text_without_its_mark_is_refused(text):
    assert str(refused(text)).startswith("comment.md:1: SLA-F174 its first line is not the mark of a comment")


def test_a_mark_from_the_future_is_refused_but_a_clock_may_be_ahead():
    for ahead, passes in ((0, True), (60, True), (61, False), (525_600, False)):
        text = mark_of([], None, NOW + timedelta(minutes=ahead)).line
        if passes:
            comment_body(text, WHERE, now=NOW)
        else:
            assert "an instant that is still to come" in refused(text).message


@pytest.mark.parametrize(
    "line",
    [
        "/merge",
        "/close",
        "/approve",
        "/assign @anna",
        "  /merge",
        "\t/lgtm",
        "> /merge",
        ">> /merge",
        "> > /MERGE",
        "/x",
    ],
)
def test_a_line_that_a_forge_would_obey_is_refused(line):
    told = refused(comment(f"first\n\n{line}\nlast"))
    assert told.where == Place("comment.md", 4)
    assert line not in str(told)


@pytest.mark.parametrize("line", ["</details>", "a /merge", "`/merge`", "- /merge", "//", "/ 5", "1/2", "| /merge |"])
def test_a_slash_elsewhere_is_text(line):
    comment_body(comment(line), WHERE, now=NOW)


@pytest.mark.parametrize(
    "letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\r", "\u202e", "\u2066", "\u2028", "\x0b", "\x0c"]
)
def test_a_character_that_acts_is_refused_by_its_name(letter):
    told = refused(comment(f"one{letter}two"))
    assert f"U+{ord(letter):04X}" in told.message
    assert told.where == Place("comment.md", 2)


def test_letters_of_any_language_pass():
    comment_body(comment("Übergabe, 引き渡し, عربي, 👩‍💻, a\u00a0b, 95\u202f%\ttab"), WHERE, now=NOW)


@given(st.text(max_size=200))
def test_any_text_is_posted_to_the_letter_or_refused(text):
    tried = comment().partition("\n")[0] + "\n" + text
    with suppress(SlaError):  # nothing else is raised
        assert comment_body(tried, WHERE, now=NOW).text == tried.replace("\r\n", "\n")


def test_a_comment_that_holds_the_token_is_refused():
    found = comment_body(comment(f"curl -H 'Authorization: Bearer {TOKEN}'"), WHERE, now=NOW)
    with pytest.raises(SlaError) as told:
        refuse_token(Token(TOKEN), found, WHERE)
    assert TOKEN not in str(told.value)
    refuse_token(Token(TOKEN), comment_body(comment(), WHERE, now=NOW), WHERE)


# ---------------------------------------------------------------- files


def test_a_file_is_read_whole(tmp_path):
    file = tmp_path / "comment.md"
    file.write_text(comment(), encoding="utf-8")
    assert comment_file(file, now=NOW).text == comment()


@pytest.mark.parametrize("content", [b"\xff\xfe", "é".encode("latin-1"), "x".encode("utf-16"), b"\xed\xa0\x80"])
def test_a_file_that_is_not_utf_8_is_refused_at_its_line(tmp_path, content):
    file = tmp_path / "comment.md"
    file.write_bytes(comment().encode() + content)
    with pytest.raises(SlaError) as told:
        comment_file(file, now=NOW)
    assert told.value.code is Fault.NOT_UTF8
    assert told.value.where == Place(str(file), 3)


@pytest.mark.parametrize("size", [LONGEST + 1, 300_000, 50_000_000])
def test_a_file_that_is_too_large_is_refused_as_a_comment(tmp_path, size):
    file = tmp_path / "comment.md"
    file.write_bytes(comment().encode().ljust(size, b"x"))
    with pytest.raises(SlaError) as told:
        comment_file(file, now=NOW)
    assert told.value.code is Fault.UNPOSTABLE_COMMENT


def test_a_link_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path):
    (tmp_path / "secret").write_text(comment(), encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "secret")
    (tmp_path / "folder.md").mkdir()
    for name in ("link.md", "folder.md", "absent.md"):
        with pytest.raises(Faults):
            comment_file(tmp_path / name, now=NOW)


@pytest.mark.parametrize(
    "line",
    [
        "[Approve here](https://phish.example)", "![x](//phish.example/i.png)", '<a href="//phish.example">x</a>',
        "<img src=x>", "<!-- living-sla: -->", "# Approved", "x https://phish.example", "x www.phish.example",
        "@org/team", "&#64;org/team", "&commat;org",
        "fixes #1", "&#35;1", "&#x23;1", ":octocat:", "ana&#64;phish.example",
        "<details open>", "[x]: //phish.example", "<sub onclick=x>x</sub>", "GH-1", "!2", "&#33;2", "*iteration:1",
    ],
)  # fmt: skip
def test_markup_that_is_none_of_ours_is_refused(line):
    told = refused(comment(f"**Sales owes less.**\n\n- x {line}"))
    assert told.where == Place("comment.md", 4)
    assert "never writes" in told.message


def test_it_leads_to_the_page_that_is_named_and_nowhere_else():
    page = 'https://preview.example/1/?a=1&b="x"'
    text = comment(f'<sub>4fb2781330f0 · <a href="{escape(page)}">the page of this proposal</a></sub>')
    assert comment_body(text, WHERE, now=NOW, page=page).text == text
    for other in ("", "https://preview.example/1/", "https://phish.example/"):
        with pytest.raises(SlaError, match="never writes"):
            comment_body(text, WHERE, now=NOW, page=other)


def test_every_comment_that_we_write_for_the_demonstration_is_posted():
    """All the markup of ours is known here, in whatever way it changes."""
    folder = Path(__file__).parents[1] / "demo" / "golden" / "comments"
    texts = [path.read_text(encoding="utf-8").replace("·" * 40, "f" * 40) for path in sorted(folder.glob("*.md"))]
    assert texts
    for text in texts:
        mark = read_mark(text)
        assert mark is not None
        assert comment_body(text, WHERE, now=mark.at).text == text


@given(st.lists(st.sampled_from((*FRAGMENTS, " ", "a", "1", ".")), max_size=5).map("".join))
@example("ana.ruiz@northwind.example no longer signs for Marketing")
@example("#lead-handoff")
@example("Leads: Sales Development owes more")
def test_whatever_an_author_wrote_what_we_write_of_it_is_posted(text):
    told = in_markdown(text)
    body = comment(
        f"**{told}.**\n\n| A | B |\n| --- | --- |\n| {told} | {told} |\n\n- x {told}\n\n<sub>{told}, x</sub>"
    )
    assert comment_body(body, WHERE, now=NOW).text == body
