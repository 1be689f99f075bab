"""Every page of the demonstration and of the repository's own site, whoever added it: nothing on it is out of order.

A page is loaded once, and looked at wide and narrow, light and dark. Prose has the colours of the theme alone: a page
of it is looked at in the dark where an element on it is of a kind that no page before had.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from tests.browser import axe
from tests.browser.conftest import TELL
from tests.browser.serving import served

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (390, "light"), (390, "dark"), (1280, "dark")]
HIGH = 900
OF_THE_PRODUCT = ".md-content :is([class*='sla-'], [style])"
PARTS = {"the demonstration": ("demo_site", 0, 1), "this one": ("own_site", 0, 2), "the rest of it": ("own_site", 1, 2)}


@contextmanager
def opened(browser, address: str, found: list[str]) -> Iterator:
    """A tab that tells what its pages log, what their policy forbids, and whom else they ask."""

    def asked(request) -> None:
        if not request.url.startswith((f"{address}/", "data:")):
            found.append(f"{page.url} asks for {request.url}")

    # What moves is at rest: it would be judged while it fades in.
    context = browser.new_context(reduced_motion="reduce")
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
    in_the_dark = page.locator(OF_THE_PRODUCT).count() > 0
    for width, scheme in LOOKS:
        if scheme == "dark" and not in_the_dark:
            continue
        page.set_viewport_size({"width": width, "height": HIGH})
        page.emulate_media(color_scheme=scheme)
        look = f"{width} px, {scheme}"
        # What depends on no colour is the same in both schemes.
        for one in judge.judge(page, look, whole=scheme == "light"):
            yield f"{path}, {look}: {one}"
        in_the_dark = in_the_dark or judge.found_new
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"{path}, {look}: {wide} px wide"


@pytest.mark.parametrize(("site", "part", "parts"), PARTS.values(), ids=PARTS)
def test_no_page_has_a_serious_finding_scrolls_sideways_says_anything_or_asks_another_host(
    request, browser, judge, site, part, parts
):
    folder = request.getfixturevalue(site)
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    found: list[str] = []
    with served(folder) as address, opened(browser, address, found) as page:
        for path in paths[part::parts]:
            page.set_viewport_size({"width": LOOKS[0][0], "height": HIGH})
            page.emulate_media(color_scheme=LOOKS[0][1])
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
    "<p style='color: #bbb'>pale</p>": ("1280 px, light: color-contrast", "390 px, light: color-contrast"),
    "<p class=pale>pale in the dark</p>": ("390 px, dark: color-contrast", "1280 px, dark: color-contrast"),
    "<p style='width: 900px'>wide</p>": ("390 px, light: 908 px wide",),
    "<button></button>": ("1280 px, light: button-name", "390 px, light: button-name"),
    "<button class=phone></button>": ("390 px, light: button-name",),
}


@pytest.mark.parametrize(("broken", "expected"), BROKEN.items(), ids=BROKEN)
def test_what_is_out_of_order_on_a_page_of_prose_is_found(browser, judge, tmp_path, broken, expected):
    """The watch itself: nothing is new on the second page but the fault."""
    for name, content in (("404.html", ""), ("a.html", ""), ("b.html", broken)):
        (tmp_path / name).write_text(PAGE + content, encoding="utf-8")
    found: list[str] = []
    with served(tmp_path) as address, opened(browser, address, []) as page:
        for path in ("a.html", "b.html"):
            page.set_viewport_size({"width": LOOKS[0][0], "height": HIGH})
            page.emulate_media(color_scheme=LOOKS[0][1])
            page.goto(f"{address}/{path}", wait_until="load")
            found += found_on(page, path, judge)
    for one in expected:
        assert any(fault.startswith(f"b.html, {one}") for fault in found), found
