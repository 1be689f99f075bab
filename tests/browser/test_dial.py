"""The dial in a browser: what the script says of a period is what Python says of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib.resources import files as resources

import pytest
from msgspec.structs import replace

from living_sla.model.figures.durations import Durations, Scale
from living_sla.pages.durations.dial import dial
from living_sla.words.standing.figures import percent
from tests.factories import histories
from tests.pages.test_durations import month

SCALE = Scale("minutes", business=True, limit=240)
SCRIPT = (resources("living_sla.site") / "assets" / "js" / "dial.js").read_text(encoding="utf-8")
MET = [(13, 16), (19, 20), (1_999, 2_000), (33, 3_000), (1_500, 1_501), (0, 9), (9, 9), (94_960, 100_000), (7, 8)]
"""Halves of a digit, shares just short of an edge, and shares that are their target."""


@pytest.fixture(scope="module")
def turned(browser):
    months = tuple(month(at, met, of - met, edges=(240,)) for at, (met, of) in enumerate(MET, 1))
    page = browser.new_page()
    page.set_content(str(dial(replace(histories.first_contact(), durations=Durations(SCALE, months)))))
    page.add_script_tag(content=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize("target", ["1.1", "50", "81.25", "92.5", "95", "99.95", "100"])
def test_a_dial_says_what_python_says(turned, target):
    turned.fill("input[type=number]", target)
    said = [row.locator("td").all_text_contents() for row in turned.locator("tbody tr").all()]
    wanted = Decimal(target) / 100
    for (told, verdict), (met, of) in zip((cells[-2:] for cells in said), MET, strict=True):
        share = Fraction(met, of)
        assert told == percent(share, against=wanted)
        assert verdict == ("kept" if share >= Fraction(wanted) else "not kept")
