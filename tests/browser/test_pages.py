"""What only a browser can tell: layout, colour, keyboard, requests."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

AGREEMENT = "agreements/lead-handoff/"
COMMITMENT, HISTORY = f"{AGREEMENT}first-contact/", f"{AGREEMENT}history/"
PAGES = ["", AGREEMENT, COMMITMENT, HISTORY, "glossary/"]
TOKENS = ["c1", "gd", "gi", "go", "gp", "k", "kc", "mi", "n", "nb", "nf", "nt", "nv", "o", "p", "s1", "s2", "se", "w"]

# WCAG contrast of every piece of text of ours against what is painted behind it.
CONTRAST = """
() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor)
      if (colour.length === 3 || colour[3] > 0.99) return colour
    }
    return [255, 255, 255]
  }
  const poor = []
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue
    if (element.closest(".headerlink, .sla-hidden, title, desc")) continue
    const style = getComputedStyle(element)
    const ink = numbers(element.closest("svg") ? style.fill : style.color)
    const [a, b] = [luminance(ink), luminance(behind(element.closest("svg")?.parentElement ?? element))]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < 4.5) poor.push([walker.currentNode.textContent.trim().slice(0, 40), ratio.toFixed(2)])
  }
  return poor
}
"""


def sticking_out(page, selector: str, *, width: int) -> list:
    """Left and right of whatever of `selector` is wider than the page, by more than half a pixel: that is rounding."""
    sides = page.eval_on_selector_all(
        selector,
        """all => all.filter((one) => one.checkVisibility()).map((one) => {
          const box = one.getBoundingClientRect()
          return [box.left, box.right]
        })""",
    )
    assert sides
    return [side for side in sides if side[0] < -0.5 or side[1] > width + 0.5]


def test_text_is_set_in_the_fonts_of_these_tests_whatever_the_machine_has(open_page):
    page = open_page(COMMITMENT)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    used = set()
    for selector in (".sla-sentence", ".sla-table", "h1", "code"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        used |= {font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}
    assert used == {"DejaVu Sans", "DejaVu Sans Mono"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_logs_nothing_and_asks_no_other_host(open_page, address, path):
    page = open_page(path)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith((f"{address}/", "data:"))] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 768])
def test_a_phone_never_scrolls_the_page_sideways(open_page, path, width):
    page = open_page(path, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((found) => (found.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_the_scoreboard_is_a_list_of_cards(open_page):
    page = open_page("", width=390)
    right = page.eval_on_selector_all(
        ".sla-overview th a, .sla-overview td > *",
        "all => Math.max(...all.map((one) => one.getBoundingClientRect().right))",
    )
    assert right <= 390
    shown = page.eval_on_selector(".sla-overview td", "one => getComputedStyle(one, '::before').content")
    assert shown == '"Last period"'


def test_on_a_phone_a_period_is_a_card_whose_parts_stand_side_by_side(open_page):
    page = open_page(COMMITMENT, width=390)
    assert page.eval_on_selector_all(
        ".sla-periods tbody tr",
        """all => all.filter((row) => row.checkVisibility() && [...row.children].some((cell) =>
          cell.scrollWidth > cell.clientWidth + 1)).length""",
    ) == 0  # fmt: skip
    assert sticking_out(page, ".sla-periods td > *", width=390) == []


def test_a_chart_on_a_phone_has_letters_of_the_same_size_and_all_periods(open_page):
    seen = []
    for width in (1280, 390):
        page = open_page(COMMITMENT, width=width)
        seen.append(page.eval_on_selector_all(
            ".sla-trend", """all => all.map((one) => [one.querySelectorAll('.sla-point, .sla-bar').length,
              getComputedStyle(one.querySelector('text')).fontSize])"""
        ))  # fmt: skip
        assert sticking_out(page, ".sla-trend text", width=width) == []
    assert seen[0]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", AGREEMENT, COMMITMENT])
def test_text_has_contrast_in_light_and_dark(open_page, path, scheme):
    page = open_page(path, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((found) => (found.open = true))")
    assert page.evaluate(CONTRAST) == []
    page.evaluate(
        """() => {
          const style = new CSSStyleSheet()
          style.replaceSync("article .sla-note { color: #777 !important; background: #888 !important }")
          document.adoptedStyleSheets.push(style)
        }"""
    )
    assert page.evaluate(CONTRAST) != []


def test_paper_is_white_whatever_the_screen_was(open_page):
    page = open_page(AGREEMENT, scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("path", ["", AGREEMENT, COMMITMENT])
def test_on_a4_nothing_is_cut(open_page, path):
    """The text of a sheet is 680 px wide."""
    page = open_page(path, width=680)
    page.emulate_media(media="print")
    assert sticking_out(page, ".sla-trend, .sla-table, .sla-card, .sla-list", width=680) == []
    assert page.locator(".sla-built").is_visible()


@pytest.mark.parametrize("path", ["", AGREEMENT, COMMITMENT])
def test_what_is_pressed_is_24_pixels_high(open_page, path):
    page = open_page(path)
    heights = page.eval_on_selector_all(
        ".sla-sort, .sla-fold > summary", "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 24


def test_folds_open_by_keyboard_and_show_where_the_focus_is(open_page):
    page = open_page(COMMITMENT)
    page.locator(".sla-sort").first.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.sla-fold > summary')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


def test_a_wide_table_of_prose_scrolls_by_keyboard(open_page):
    page = open_page("glossary/", width=320)
    wide = page.eval_on_selector_all(
        ".md-typeset__scrollwrap",
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.tabIndex)",
    )
    assert wide == [0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_has_contrast_scrolls_by_keyboard_and_shows_that_it_does(browser, address, scheme):
    """Whatever its language; the spans are those of Pygments."""
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme=scheme)
    tokens = "".join(f'<span class="{kind}">{kind * 20}</span>' for kind in TOKENS)
    block = f'<div class="highlight"><pre><code>{tokens}</code></pre></div>'
    page = context.new_page()
    page.route(
        "**/glossary/",
        lambda route: route.fulfill(
            response=(got := route.fetch()), body=got.text().replace("</article>", f"{block}</article>", 1)
        ),
    )
    page.goto(f"{address}/glossary/")
    page.wait_for_selector("pre > code[tabindex='0']")
    assert page.evaluate(CONTRAST) == []
    shades = page.eval_on_selector("pre > code", "one => getComputedStyle(one).backgroundAttachment")
    assert shades.split(", ")[:4] == ["local", "local", "scroll", "scroll"]
    context.close()


def test_on_a_phone_periods_and_files_are_read_without_scrolling(open_page):
    page = open_page(COMMITMENT, width=390)
    for table in (".sla-periods", ".sla-origins"):
        sides = page.eval_on_selector_all(
            f".sla-scroll:has({table})", "all => all.map((one) => one.scrollWidth - one.clientWidth)"
        )
        assert sides
        assert max(sides) <= 0
    assert page.eval_on_selector(".sla-file", "one => one.clientWidth") > 300


def test_a_short_page_is_one_sheet_of_paper(open_page):
    page = open_page("")
    page.evaluate("document.querySelector('article').replaceChildren('One line.')")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_link_in_a_sentence_is_underlined(open_page):
    page = open_page(AGREEMENT)
    lines = page.eval_on_selector_all(
        "article p a:not(.headerlink)", "all => all.map((one) => getComputedStyle(one).textDecorationLine)"
    )
    assert set(lines) == {"underline"}


def test_dark_is_dark_because_the_system_is(open_page):
    schemes = [
        open_page("", scheme=scheme).get_attribute("body", "data-md-color-scheme") for scheme in ("light", "dark")
    ]
    assert schemes == ["default", "slate"]


def titles(page) -> list[str]:
    return page.eval_on_selector_all(".sla-overview tbody th > a", "all => all.map((one) => one.textContent)")


def test_a_table_sorts_by_click_and_by_keyboard(open_page):
    page = open_page("")
    before = titles(page)
    page.click(".sla-overview thead th:first-child button")
    assert titles(page) == sorted(before)
    assert page.get_attribute(".sla-overview thead th:first-child", "aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert titles(page) == sorted(before, reverse=True)
    assert page.get_attribute(".sla-overview thead th:first-child", "aria-sort") == "descending"


def test_sorting_a_figure_sorts_by_its_number(open_page):
    page = open_page(COMMITMENT)
    column = ".sla-periods thead th:nth-child(3) button"
    page.focus(column)
    page.keyboard.press("Space")
    figures = page.eval_on_selector_all(".sla-periods td:nth-child(3) b", "all => all.map((one) => +one.textContent)")
    assert figures == sorted(figures)
    assert len(figures) == 2


def test_sorting_survives_instant_navigation(open_page):
    page = open_page("")
    page.click(".sla-overview tbody th a")
    page.wait_for_selector(".sla-periods thead button")
    assert AGREEMENT in page.url
    page.go_back()
    page.wait_for_selector(".sla-overview thead button")
    assert page.said == []


def test_a_status_is_a_word_and_a_shape_before_it_is_a_colour(open_page):
    page = open_page("")
    badges = page.eval_on_selector_all(
        ".sla-badge",
        """all => all.map((one) => {
          const path = one.querySelector("path")
          return [one.textContent.trim(), path.getAttribute("d") + path.classList.contains("sla-hollow")]
        })""",
    )
    shapes = dict(badges)
    assert len(shapes) > 1
    assert "" not in shapes
    assert len(set(shapes.values())) == len(shapes)


@pytest.mark.parametrize("path", ["", AGREEMENT, COMMITMENT])
def test_every_table_of_ours_has_scoped_headers_and_a_name(open_page, path):
    page = open_page(path)
    assert page.eval_on_selector_all(".sla-table", "all => all.length") > 0
    assert page.eval_on_selector_all(".sla-table th:not([scope])", "all => all.length") == 0
    assert page.eval_on_selector_all(".sla-scroll:not([aria-label])", "all => all.length") == 0


def test_without_scripts_everything_is_there_but_sorting(open_page):
    page = open_page(COMMITMENT, scripts=False)
    assert page.locator(".sla-sort").count() == 0
    assert page.locator(".sla-chart").count() == 1
    assert page.locator(".sla-periods").first.is_visible()
    page.locator("details summary").first.click()
    assert page.locator("details").first.get_attribute("open") is not None


def test_a_commitment_can_be_linked_to(open_page):
    page = open_page(f"{AGREEMENT}#first-contact")
    assert page.locator("#first-contact").is_visible()
    assert page.eval_on_selector("#first-contact", "one => one.getBoundingClientRect().top") < 400


def test_search_finds_a_commitment_by_its_words(open_page):
    page = open_page("")
    page.click(".md-search__input")
    page.keyboard.type("first contact")
    page.wait_for_selector(".md-search-result__link")
    found = page.eval_on_selector_all(".md-search-result__link", "all => all.map((one) => one.href)")
    assert any(COMMITMENT in link for link in found)
