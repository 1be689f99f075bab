"""The site of the small project, built once, and a real browser to read it with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from living_sla.site.publishing.build import build
from tests.browser.serving import CHROMIUM, FONTS, chromium, served
from tests.factories.once import made_once
from tests.factories.small_sites import write_project

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

TELL = """
addEventListener("securitypolicyviolation", (found) =>
  console.error(`violation of ${found.effectiveDirective}: ${found.blockedURI} ${found.sample}`))
"""


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """Where the site of the small project is served."""
    root = made_once(tmp_path_factory, "browser", lambda folder: build(write_project(folder)))
    with served(root / "site") as found:
        yield found


@pytest.fixture(scope="session")
def a_chromium() -> None:
    """Skips what needs a browser where there is none."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium on this machine, and CI may not skip what only a browser can tell")
        pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="session")
def browser(a_chromium):
    with chromium(fonts=FONTS) as found:
        yield found


@pytest.fixture(scope="session")
def windows(browser) -> dict[bool, BrowserContext]:
    """A window with scripts and one without: to make one for each page takes longer than to read the page."""
    return {scripts: browser.new_context(java_script_enabled=scripts) for scripts in (True, False)}


@pytest.fixture
def open_page(windows, address):
    """Open a page of the site; what it logged and asked for is in `page.said` and `page.asked`.

    Nothing that a page kept or was allowed to is left for the next test.
    """
    pages = []

    def opened(path: str = "", *, width: int = 1280, scheme: str = "light", scripts: bool = True, init: str = ""):
        page = windows[scripts].new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.said, page.asked = [], []
        if init:
            page.add_init_script(init)
        page.on("console", lambda message: page.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.said.append(f"error: {error}"))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{address}/{path}")
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for page in pages:
        if page.context is windows[True]:
            page.evaluate("localStorage.clear()")
        page.close()
    for window in windows.values():
        window.clear_cookies()
        window.clear_permissions()


@pytest.fixture
def read(open_page, address):
    """Open a page that tells violations, and hold it to the rules at the end of the test."""
    pages = []

    def opened(path: str = "", **named):
        page = open_page(path, init=TELL, **named)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        assert [said for said in page.said if "404 (Not Found)" not in said] == []
        assert [url for url in page.asked if not url.startswith((f"{address}/", "data:"))] == []
