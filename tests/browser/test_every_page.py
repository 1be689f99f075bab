"""Every page of the demonstration and of the repository's own site, whoever added it: nothing on it is out of order.

A page is loaded once, and looked at wide and narrow, light and dark.
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

LOOKS = [(1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")]
HIGH = 900
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


@pytest.mark.parametrize(("site", "part", "parts"), PARTS.values(), ids=PARTS)
def test_no_page_has_a_serious_finding_scrolls_sideways_says_anything_or_asks_another_host(
    request, browser, site, part, parts
):
    if find_spec(axe.PACKAGE) is None:
        pytest.skip(f"{axe.PACKAGE} is not installed")
    folder = request.getfixturevalue(site)
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    found: list[str] = []
    judge = axe.Axe()
    with served(folder) as address, opened(browser, address, found) as page:
        for path in paths[part::parts]:
            page.set_viewport_size({"width": LOOKS[0][0], "height": HIGH})
            page.emulate_media(color_scheme=LOOKS[0][1])
            page.goto(f"{address}/{path}", wait_until="load")
            judge.load(page)
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": HIGH})
                page.emulate_media(color_scheme=scheme)
                look = f"{width} px, {scheme}"
                # What depends on no colour is the same in both schemes.
                found += [f"{path}, {look}: {one}" for one in judge.judge(page, look, whole=scheme == "light")]
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                    found.append(f"{path}, {look}: {wide} px wide")
    assert found == []
