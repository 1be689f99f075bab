"""Every state of an agreement as a browser shows it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.serving import served
from tests.browser.states import build_states
from tests.browser.test_pages import CONTRAST, sticking_out

pytestmark = pytest.mark.browser

SHOWN = ["changes/", "agreements/stale/", "agreements/stale/history/", "agreements/lapsed/", "agreements/drafted/"]
PAGES = ["", *SHOWN, "agreements/without-history/"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(build_states(tmp_path_factory.mktemp("states") / "project")) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_nothing_is_cut_and_nothing_is_logged(open_page, path):
    page = open_page(path, width=390)
    page.evaluate("document.querySelectorAll('details').forEach((found) => (found.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", SHOWN)
def test_text_has_contrast_in_light_and_dark(open_page, path, scheme):
    page = open_page(path, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((found) => (found.open = true))")
    assert page.evaluate(CONTRAST) == []


def test_what_is_signed_is_dated_by_the_day_of_the_reader(open_page):
    page = open_page("agreements/waiting/")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    link = page.get_attribute(".sla-sign", "href")
    assert parse_qs(urlsplit(link).query)["value"][0].splitlines()[-1] == f"on: {today}"


def test_a_button_to_sign_is_pressed_by_a_thumb(open_page):
    heights = open_page("agreements/waiting/", width=390).eval_on_selector_all(
        ".sla-sign", "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 32


@pytest.mark.parametrize("path", SHOWN)
def test_on_a4_nothing_is_cut_and_nothing_asks_for_a_click(open_page, path):
    """The text of a sheet is 680 px wide."""
    page = open_page(path, width=680)
    page.emulate_media(media="print")
    assert (
        sticking_out(page, ".sla-log > li, .sla-day > article, .sla-signers, .sla-proposal, .sla-overview", width=680)
        == []
    )
    assert not any(button.is_visible() for button in page.locator(".sla-sign").all())
    assert page.evaluate(CONTRAST) == []


def test_states_differ_by_word_and_shape(open_page):
    shapes = {}
    for path in SHOWN[1:]:
        for word, shape in open_page(path).eval_on_selector_all(
            ".sla-stands .sla-badge, .sla-version-head .sla-badge, .sla-proposal .sla-box-title .sla-badge",
            """all => all.map((one) => {
              const path = one.querySelector("path")
              return [[...one.classList].at(-1), path.getAttribute("d") + path.classList.contains("sla-hollow")]
            })""",
        ):
            shapes[word] = shape
    assert set(shapes) == {"sla-in-force", "sla-proposed", "sla-draft", "sla-superseded", "sla-lapsed"}
    assert len(set(shapes.values())) == len(shapes)


# ---------------------------------------------------------------- the overview of five commitments


def test_five_commitments_are_read_on_two_screens_the_first_figure_at_once(open_page):
    """Screens of 1,280 x 800; in the widest fonts that pages are set in."""
    page = open_page("agreements/five/")
    assert page.evaluate("document.querySelector('.sla-overview .sla-figure').getBoundingClientRect().top") < 500
    assert page.evaluate("document.querySelector('.sla-agreement').getBoundingClientRect().bottom") <= 1600
    assert sticking_out(page, ".sla-overview", width=1280) == []


def test_five_commitments_are_three_sheets_of_paper(open_page):
    page = open_page("agreements/five/")
    for sheet in ("A4", "Letter"):
        assert page.pdf(format=sheet).count(b"/Type /Page\n") <= 3


@pytest.mark.parametrize("path", ["agreements/five/", "agreements/five/history/", "agreements/five/first-contact/"])
def test_no_table_is_cut_on_a_screen_and_none_scrolls(open_page, path):
    page = open_page(path)
    page.evaluate("document.querySelectorAll('details').forEach((found) => (found.open = true))")
    assert sticking_out(page, ".sla-table", width=1280) == []
    sides = page.eval_on_selector_all(".sla-scroll", "all => all.map((one) => one.scrollWidth - one.clientWidth)")
    assert max(sides) <= 0


def test_the_header_of_a_long_table_stays_in_sight(open_page):
    page = open_page("agreements/five/history/")
    page.eval_on_selector(".sla-signers tbody tr:last-child", "one => one.scrollIntoView({block: 'start'})")
    top = page.eval_on_selector(".sla-signers thead th", "one => one.getBoundingClientRect().top")
    assert 0 < top < 120
