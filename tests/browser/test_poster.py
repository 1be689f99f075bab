"""A poster is one sheet of A4 and of Letter, whatever an agreement holds, and nothing on it is cut that fits."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from living_sla.pages.company.poster import poster
from living_sla.pages.links import links_from
from tests.factories import histories, reports

PAPER = {"A4": (794, 1123), "Letter": (816, 1056)}
"""Width and height in CSS pixels."""


def block(commitments: int, *, sentence: str = "", summary: str = "") -> str:
    """A poster with so many promises."""
    first, contact, accepted = reports.TERMS["commitments"]
    owed = [
        {**(first, contact, accepted)[number % 3], "id": f"c-{number}", "title": f"{'Promise'} {number} {sentence}"}
        for number in range(commitments)
    ]
    named = {"summary": summary} if summary else {}
    terms = histories.signing_terms(commitments=owed, contingency=[], exceptions=[], **named)
    agreement = reports.agreement_of(terms)
    parts = reports.agreement_standing().commitments
    standings = tuple(
        replace(parts[number % 3], commitment=commitment) for number, commitment in enumerate(terms.commitments)
    )
    standing = replace(reports.agreement_standing(), agreement=agreement, commitments=standings)
    report = reports.report(standing)
    return str(poster(standing, report, links_from("x", report, site_url="https://sla.northwind.example/")))


@pytest.fixture(scope="module")
def sheet(browser, address):
    """A page of the site whose poster can be changed for another."""
    page = browser.new_page()
    page.goto(f"{address}/agreements/lead-handoff/poster/")
    page.wait_for_load_state("networkidle")
    yield page
    page.close()


def put(page, html: str) -> None:
    page.evaluate(
        "html => { const box = document.createElement('div'); box.innerHTML = html;"
        "document.querySelector('.sla-poster').replaceWith(box.querySelector('.sla-poster')); }",
        html,
    )


def sheets(page, paper: str) -> int:
    raw = page.pdf(format=paper)
    return raw.count(b"/Type /Page\n")


WORDS = "Unpronounceablelongwordswithoutanyspace " * 3


@pytest.mark.parametrize(
    ("commitments", "named", "whole"),
    [
        (1, {}, True),
        (2, {}, True),
        (4, {}, True),
        (6, {}, True),
        (9, {}, True),
        (12, {}, True),
        (12, {"sentence": WORDS, "summary": WORDS * 8}, False),
    ],
    ids=["one", "two", "four", "six", "nine", "twelve", "endless words"],
)
def test_a_poster_is_one_sheet(sheet, commitments, named, whole):
    put(sheet, block(commitments, **named))
    sheet.emulate_media(media="print")
    assert {paper: sheets(sheet, paper) for paper in PAPER} == {"A4": 1, "Letter": 1}
    for width, height in PAPER.values():
        sheet.set_viewport_size({"width": width - 2 * 57, "height": height})  # less the margins
        over = sheet.evaluate("(box => [box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth])"
                              "(document.querySelector('.sla-poster'))")  # fmt: skip
        if whole:
            assert max(over) <= 1, over


def test_the_code_can_be_scanned(sheet):
    """Black on white with a quiet zone around it, in both schemes."""
    put(sheet, block(3))
    for scheme in ("light", "dark"):
        sheet.emulate_media(media="screen", color_scheme=scheme)
        colours = sheet.evaluate(
            "[...document.querySelectorAll('.sla-qr > *')].map(part => getComputedStyle(part).fill)"
        )
        assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_a_phone_shows_it_without_scrolling_sideways(sheet):
    put(sheet, block(9))
    sheet.emulate_media(media="screen")
    sheet.set_viewport_size({"width": 390, "height": 900})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
