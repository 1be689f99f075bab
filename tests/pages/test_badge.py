"""A badge says status and figure in any viewer, draws its own letters, and does nothing but draw."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from living_sla.model.figures.attainment import Status
from living_sla.pages.badge import badge
from living_sla.site.safety import svg
from living_sla.words.standing.status_icons import status_icon
from tests.factories import reports

TITLES = (
    "<script>alert(1)</script>",
    '"/><image href="//h.example/x"/>',
    "]]>&lt;x/>&#0;<!--",
    "\u202ereversed\x00\x1b[31m",
    "電話 first 🦊",
    "x" * 5000,
    "{{ x }}",
    "EMEA\\APAC",
    "url(//h.example/x) @import",
)


def titled(title):
    standing = reports.first_contact()
    return replace(standing, commitment=standing.commitment.model_copy(update={"title": title}))


def test_a_badge_says_status_figure_period_and_age():
    standing = reports.first_contact()
    drawn = ElementTree.fromstring(badge(standing))
    assert drawn.findtext("{http://www.w3.org/2000/svg}title") == drawn.get("aria-label")
    assert re.fullmatch(
        r"First contact: (met|missed), \d+\.\d % \(\d+ of \d+.*\), in \w+ 2026; as of 18 November 2026, 17:30 UTC",
        drawn.get("aria-label"),
    )


@pytest.mark.parametrize("title", TITLES)
def test_no_title_makes_a_badge_do_more_than_draw(title):
    drawn = badge(titled(title))
    assert svg.why_not(drawn.encode()) == ""
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn).iter()}
    assert tags == {"svg", "title", "rect", "path", "g"}
    assert len(drawn) < 16_000


def test_the_letters_are_outlines_so_that_no_font_decides():
    assert "font" not in badge(reports.first_contact())
    assert "<text" not in badge(reports.first_contact())


def test_a_commitment_that_waits_for_data_says_so():
    drawn = badge(replace(reports.first_contact(), series=(), segments=()))
    assert 'aria-label="First contact: no data"' in drawn


def test_every_status_has_contrast_and_a_shape_of_its_own_there():
    for status in Status:
        assert _contrast(status_icon(status).colour, "#ffffff") >= 4.5
    assert _contrast("#1f2430", "#ffffff") >= 7
    assert _contrast("#ffffff", "#3b4351") >= 7


def _contrast(one, other):
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05)."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
