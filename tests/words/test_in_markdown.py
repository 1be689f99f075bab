"""Text of authors is text in a comment, whatever a forge does to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.words.layout import in_markdown
from tests.proposals.forge_rendering import more_than_text, orders

FRAGMENTS = (
    "https://phish.example", "HTTPS://phish.example", "ftp://phish.example", "www.phish.example", "WwW.phish.example",
    "_www.phish.example", "ana@phish.example", "mailto:ana@phish.example", "@org/team", "@all", "#1", "fixes #1",
    "org/repository#1", "GH-1", "!1", "%1", '%"next"', "~bug", '~"a b"', "$1", "&1", "^alert#1", ":octocat:", ":+1:",
    "[vulnerability:1]", "*iteration:1", "[x](//phish.example)", "![x](//phish.example/i.png)", "<img src=x>",
    "<https://phish.example>", "<!-- living-sla: -->", "</details>", "</summary>", "<h1>", "# x", "=", "---", "***",
    "- x", "+ x", "1. x", "1) x", "12.", "> x", "|", "`x`", "```", "~~~", "~~x~~", "**x**", "_x_", "__x__", "[ ] x",
    "[x]: //phish.example", "[^1]", "&#64;org", "&lt;b&gt;", "&commat;org", "\\", "/merge", "::error::x", "##[group]x",
    "\u202e", "\u200b", "\u2066", "\ufeff", "\u2028", "\x0b", "\u0085", "{{ x }}", "{% x %}", "$$x$$", "\t", "    x",
)  # fmt: skip


@given(st.lists(st.sampled_from((*FRAGMENTS, " ", "a", "1", ".", "\n")), max_size=6).map("".join))
def test_it_becomes_nothing_but_text(text):
    told = in_markdown(text)
    comment = (
        f"**{told}.**\n\n| A | B |\n| --- | --- |\n| {told} | {told} |\n\n- {told}\n  - {told}\n\n<sub>{told}</sub>"
    )
    assert not more_than_text(comment)
    assert not orders(comment)


@pytest.mark.parametrize("text", FRAGMENTS)
def test_each_becomes_nothing_but_text(text):
    assert not more_than_text(f"- {in_markdown(text)}\n\nx {in_markdown(text)}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("at least 95.5 % (371 of 396), 2026-10-01 09:00 · R/D + more", None),
        ("by 2026.", None),
        ("R&D", "R&#38;D"),
        ("a\u202eb", "a\N{REPLACEMENT CHARACTER}b".replace("\N{REPLACEMENT CHARACTER}", "&#65533;")),
    ],
)
def test_what_means_nothing_stays_as_it_is(text, told):
    assert in_markdown(text) == (told or text)


@pytest.mark.parametrize("text", [text for text in FRAGMENTS[:30] if not text.startswith("_")])
def test_the_model_of_a_forge_sees_what_is_not_written_as_text(text):
    assert more_than_text(f"- {text}\n")
