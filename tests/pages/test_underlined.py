"""Defined words in running text: the first in a block leads to the glossary, and nothing else is touched."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.pages.company.calendar import calendar
from living_sla.pages.company.underlined import DefinedWord, Underlining
from living_sla.pages.home.matrix import matrix
from living_sla.pages.home.monday import first_page
from living_sla.pages.home.team import teams_page
from living_sla.pages.html import entities
from living_sla.pages.links import links_from
from tests.factories import page_states
from tests.pages import whole

LEAD = DefinedWord("lead", "Somebody who asked.", "../glossary/#word-lead")
HOT = DefinedWord("hot lead", "Rated Hot.", "../glossary/#word-hot-lead")
MQL = DefinedWord("mql", "", "../glossary/#word-mql")
underline = Underlining([LEAD, HOT, MQL])


def marked(html: str, of: Underlining = underline) -> list[str]:
    return re.findall(r'<a class="sla-term"[^>]*>(.*?)</a>', of(html))


def test_the_first_of_each_word_in_a_block_leads_to_the_glossary_with_its_meaning():
    html = "<p>A lead is a lead, and MQLs are not.</p>"
    one = '<a class="sla-term" href="../glossary/#word-lead" title="Somebody who asked.">lead</a>'
    other = '<a class="sla-term" href="../glossary/#word-mql">MQLs</a>'
    assert unescape(underline(html)) == f"<p>A {one} is a lead, and {other} are not.</p>"


def test_the_longer_word_is_meant():
    assert marked("<p>Each hot lead, then each lead</p>") == ["hot lead", "lead"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>lead</h2>", "<a href='#x'>a lead</a>", "<code>lead</code>", "<pre><span>lead</span></pre>",
        "<dt>lead</dt>",
        "<svg><text>lead</text></svg>", "<q>a lead</q>", "<th>lead</th>", "<button>lead</button>",
        "<summary>lead</summary>", '<p title="a lead > b">none</p>', "<!-- lead -->",
        "<p>misleading leads-to lead-in</p>",
        "<p>mql_at a&lead; @lead #lead /lead</p>", '<img alt="lead">',
    ],
)  # fmt: skip
def test_what_acts_names_or_is_code_is_left_alone(html):
    assert underline(html) == html


def test_text_after_what_is_left_alone_is_underlined_again():
    assert marked("<h2>lead <a>x</a></h2><svg><path d='M0'/></svg><p>lead</p>") == ["lead"]


def test_a_name_with_signs_is_found_however_it_is_escaped():
    of = Underlining([DefinedWord("R&D <lead>", 'Say "no".', "x")])
    for text in (escape("the R&D <lead>.", quote=False), str(entities("the R&D <lead>."))):
        [found] = marked(f"<p>{text}</p>", of)
        assert found in text


def test_a_word_in_capitals_is_not_a_word_in_small_letters():
    assert marked("<p>it does</p>", Underlining([DefinedWord("IT", "", "x")])) == []
    assert marked("<p>IT does</p>", Underlining([DefinedWord("IT", "", "x")])) == ["IT"]


def test_without_words_nothing_happens():
    assert Underlining([])("<p>lead</p>") == "<p>lead</p>"


TEXTS = st.lists(
    st.sampled_from(["lead", "hot lead", "MQL", "<b>", "</b>", "<code>", "</code>", "&amp;", "&#39;", " ", ", ", "x"]),
    max_size=25,
).map("".join)


@settings(max_examples=150)
@given(TEXTS)
def test_links_are_all_that_is_added(html):
    found = underline(html)
    assert re.sub(r'<a class="sla-term"[^>]*>|</a>', "", found) == html
    assert found.count("<a ") == found.count("</a>") <= 3


@settings(max_examples=60)
@given(st.text(max_size=12).filter(str.strip), st.text(max_size=20))
def test_any_name_and_any_meaning_stay_text(name, means):
    of = Underlining([DefinedWord(name, means, "x")])
    found = of(f"<p>{entities(name)}</p>")
    inside = re.sub(r'<a class="sla-term" href="x"(?: title="[^"<>]*")?>|</a>', "", found)
    assert inside == f"<p>{entities(name)}</p>"


def test_in_a_block_of_ours_only_what_people_agreed_on_is_underlined():
    html = (
        '<p>Each lead</p><p class="sla-note" data-sla-said>a lead</p><dd data-sla-said>lead, <b>mql</b></dd><p>mql</p>'
    )
    assert re.findall(r'<a class="sla-term"[^>]*>(.*?)</a>', underline.said(html)) == ["lead", "mql"]
    assert underline.said("<p>lead</p>") == "<p>lead</p>"
    assert re.sub(r"</?a\b[^>]*>", "", underline.said(html)) == html


def test_home_and_other_pages_of_ours_underline_no_sentence_of_ours():
    words = Underlining(
        [DefinedWord(word, "", "x") for word in ("decision", "kept", "commitment", "review", "version")]
    )
    report = page_states.every_state()
    links = links_from("", report)
    for html in (first_page(report, links), matrix(report, links), teams_page(report, links), calendar(report, links)):
        assert words.said(str(html)) == str(html)


def test_the_terms_of_an_agreement_are_underlined():
    report = page_states.every_state()
    found = str(whole.agreement(report.agreements[0], report))
    words = Underlining([DefinedWord(word, "", "x") for word in ("leads", "day", "Term", "history")])
    assert [word for word in ("leads", "Term", "history") if word in marked_said(found, words)] == ["leads"]


def marked_said(html: str, of: Underlining) -> list[str]:
    return re.findall(r'<a class="sla-term"[^>]*>(.*?)</a>', of.said(html))
