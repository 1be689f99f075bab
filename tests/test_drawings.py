"""The drawings of the documentation are those that `make drawings` makes, and pictures that only draw."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.drawings.canvas import WIDTH
from tools.drawings.pictures import PICTURES

from living_sla.site.safety.svg import why_not

_ASSETS = Path(__file__).parent.parent / "docs" / "assets"


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_shows_what_the_clock_says_today(name):
    assert (_ASSETS / name).read_text(encoding="utf-8") == PICTURES[name](), "make drawings"


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_may_be_published(name):
    assert why_not((_ASSETS / name).read_bytes()) == ""


@pytest.mark.parametrize("name", PICTURES)
def test_the_words_of_a_drawing_are_11_pixels_high_on_a_phone(name):
    """Where it is as wide as the text: 358 pixels of 390."""
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:([\d.]+)px", PICTURES[name]())]
    assert len(sizes) == 2
    assert min(sizes) * 358 / WIDTH >= 11


def test_four_business_hours_from_friday_16_00_are_drawn_to_monday_noon():
    assert "due Mon 12:00" in PICTURES["business-clock.svg"]()


def test_the_attainment_that_is_drawn_leaves_out_the_lead_that_is_still_open():
    assert "33.3 % (1 of 3; 1 still open)" in PICTURES["outcomes.svg"]()
