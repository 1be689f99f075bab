"""Every page of the demonstration and of the repository's own site, whoever added it: nothing on it is out of order.

A page is loaded once, and looked at wide and narrow. In the dark it is looked at where something stands on it that no
page before had at such a place, and at a desk wherever something of it is of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser import axe
from tests.browser.conftest import TELL
from tests.browser.serving import EMPTY_INDEX, served

pytestmark = pytest.mark.browser

DESK, PHONE, HIGH = 1280, 390, 900
OF_THE_PRODUCT = ".md-content :is([class*='sla-'], [style])"
PARTS = {"the demonstration": ("demo_site", 0, 1), "this one": ("own_site", 0, 2), "the rest of it": ("own_site", 1, 2)}


@contextmanager
def opened(browser, address: str, found: list[str]) -> Iterator:
    """A tab that tells what its pages log, what their policy forbids, and whom else they ask."""

    def asked(request) -> None:
        if not request.url.startswith((f"{address}/", "data:")):
            found.append(f"{page.url} asks for {request.url}")

    # What moves is at rest: it would be judged while it fades in.
    context = browser.new_context(reduced_motion="reduce", viewport={"width": DESK, "height": HIGH})
    page = context.new_page()
    page.add_init_script(TELL)
    page.on("console", lambda message: found.append(f"{page.url}: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on("request", asked)
    yield page
    context.close()


@pytest.fixture(scope="module")
def judge() -> axe.Axe:
    """One for all sites: they share the theme, and so the kinds of elements."""
    if find_spec(axe.PACKAGE) is None:
        pytest.skip(f"{axe.PACKAGE} is not installed")
    return axe.Axe()


def found_on(page, path: str, judge: axe.Axe) -> Iterator[str]:
    """What is out of order on the page that is open."""
    judge.load(page)
    of_the_product = page.locator(OF_THE_PRODUCT).count() > 0
    for width, whole in ((DESK, True), (PHONE, None)):
        for scheme in ("light", "dark"):
            if scheme == "dark" and not judge.found_new and not (of_the_product and width == DESK):
                continue
            show(page, width, scheme)
            look = f"{width} px, {scheme}"
            # What depends on no colour is the same in both schemes, and at both widths where nothing else is shown.
            for one in judge.judge(page, scheme, whole=whole if scheme == "light" else False):
                yield f"{path}, {look}: {one}"
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                yield f"{path}, {look}: {wide} px wide"


def show(page, width: int, scheme: str) -> None:
    if page.viewport_size["width"] != width:  # it would be laid out and painted again
        page.set_viewport_size({"width": width, "height": HIGH})
    page.emulate_media(color_scheme=scheme)


def without_search(path: Path, body: bytes, origin: str) -> bytes:
    """Each page would make the index of all texts anew, which takes longer than all the rest of it."""
    return EMPTY_INDEX if path.name == "search_index.json" else body


@pytest.mark.parametrize(("site", "part", "parts"), PARTS.values(), ids=PARTS)
def test_no_page_has_a_serious_finding_scrolls_sideways_says_anything_or_asks_another_host(
    request, browser, judge, site, part, parts
):
    folder = request.getfixturevalue(site)
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    found: list[str] = []
    with served(folder, changed=without_search) as address, opened(browser, address, found) as page:
        for path in paths[part::parts]:
            show(page, DESK, "light")
            page.goto(f"{address}/{path}", wait_until="load")
            found += found_on(page, path, judge)
    assert found == []


STYLES = """
@media (prefers-color-scheme: dark) { body { background: #222; color: #eee } .pale { color: #444 } }
.phone { display: none }
@media (max-width: 500px) { .phone { display: block } }
"""
PAGE = f"<!doctype html><html lang=en><title>a</title><style>{STYLES}</style><main class=md-content><h1>a</h1><p>a</p>"
BROKEN = {
    "<p style='color: #bbb'>pale</p>": "1280 px, light: color-contrast",
    "<p class=pale>pale in the dark</p>": "1280 px, dark: color-contrast",
    "<p class='phone pale' style='font-size: 15px'>pale in the dark of a phone</p>": "390 px, dark: color-contrast",
    "<p><span style='opacity: 0.3'>pale by what is around</span></p>": "1280 px, light: color-contrast",
    "<p>Words around <a href=x style='color: #333; text-decoration: none'>it</a></p>": "1280 px, light: link-in-text",
    "<p style='width: 900px'>wide</p>": "390 px, light: 908 px wide",
    "<button></button>": "1280 px, light: button-name",
    "<button class=phone></button>": "390 px, light: button-name",
}


@pytest.mark.parametrize(("broken", "expected"), BROKEN.items(), ids=BROKEN)
def test_what_is_out_of_order_on_a_page_of_prose_is_found(browser, judge, tmp_path, broken, expected):
    """The watch itself: nothing is new on the second page but the fault."""
    for name, content in (("404.html", ""), ("a.html", ""), ("b.html", broken)):
        (tmp_path / name).write_text(PAGE + content, encoding="utf-8")
    found: list[str] = []
    with served(tmp_path) as address, opened(browser, address, []) as page:
        for path in ("a.html", "b.html"):
            show(page, DESK, "light")
            page.goto(f"{address}/{path}", wait_until="load")
            found += found_on(page, path, judge)
    assert any(fault.startswith(f"b.html, {expected}") for fault in found), found
