"""The page of what a branch proposes: the same value that the comment tells, and no page where nothing is proposed."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from living_sla.pages.proposals.proposal import proposal_page
from living_sla.proposals.here import proposal_here
from living_sla.report import read_agreed
from living_sla.words.proposals.verdict import verdict
from tests.proposals.proposing import NOW, SIGNED, edited, project


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "project", SIGNED)


def here(folder):
    return proposal_here(folder.root, read_agreed(folder.root, now=NOW, cache=False), NOW)


def text_of(node):
    return " ".join(node.text().split())


def test_the_main_line_and_other_words_propose_nothing(folder):
    assert here(folder) is None
    edited(folder, ("    owner: Ben Okafor\n---\n", "    owner: Ben Okafor\n---\nWhy we do this.\n"))
    folder.commit(message="Say why")
    assert here(folder) is None
    assert "Nothing is proposed" in proposal_page(None)


def test_what_is_not_committed_is_proposed_as_well(folder):
    folder.git("switch", "--quiet", "main")
    edited(folder, ("target: at least 90%", "target: at least 95%"))
    assert [of.id for of in here(folder).agreements] == ["lead-handoff"]


def test_it_tells_the_verdict_the_past_under_both_terms_and_who_signs(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    folder.commit(message="Answer sooner")
    proposal = here(folder)
    page = LexborHTMLParser(str(proposal_page(proposal)))
    assert text_of(page.css_first(".sla-lead")) == " ".join(verdict(proposal).split())
    flips = [text_of(row.css_first("th")) for row in page.css(".sla-branch-flip")]
    assert len(flips) == 8
    assert flips[0] == "September 2026 flips"
    assert [text_of(of) for of in page.css("section li") if "yet to sign" in of.text()] == [
        "Ana Ruiz for Demand Generation: has yet to sign",
        "Ben Okafor for Sales Development: has yet to sign",
    ]


def test_markup_in_a_title_is_text(folder):
    edited(folder, ("title: First contact", 'title: "<b>x</b> [a](b)"'),
           ("limit: 4 business hours", "limit: 2 business hours"))  # fmt: skip
    page = str(proposal_page(here(folder)))
    assert "[a]" not in page
    assert "<b>x" not in page


def test_it_leads_to_the_forms_of_the_forge_that_sign(folder):
    folder.git("switch", "--quiet", "main")
    folder.commit({"pyproject.toml": '[tool.living_sla]\nforge = "https://github.com/northwind/sla"\n'}, "A forge")
    folder.git("switch", "--quiet", "-C", "proposal")
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    folder.commit(message="Answer sooner")
    page = LexborHTMLParser(str(proposal_page(here(folder))))
    links = [(text_of(of), of.attributes["href"]) for of in page.css("section li a")]
    assert [text for text, _ in links] == ["sign these terms"] * 2
    assert all(to.startswith("https://github.com/northwind/sla/new/proposal/agreements/signoffs/") for _, to in links)
