"""Everything that an outsider can write, in a real browser: nothing runs, leads elsewhere or asks another host.

Twice: as the pages are, and with their policy taken out, because the first line has to hold alone. The search is tried
without it only, where more would happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

from living_sla.site.safety.policy import Policy
from tests.browser.attacked import NUMBER, build_attacked
from tests.browser.payloads import Tried
from tests.browser.serving import EMPTY_INDEX, FONTS, chromium, served
from tests.browser.test_policy import without_policy

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("a_chromium")]

DOCUMENTS = (".html", ".htm", ".svg", ".xhtml", ".xml")

TELL = """
Object.defineProperty(window, "__hit", { set: (number) => console.error(`script ran: ${number}`) })
addEventListener("securitypolicyviolation", (found) =>
  console.error(`violation of ${found.effectiveDirective}: ${found.blockedURI} ${found.sample}`))
"""
# What no click finds is looked for; what a click could start is clicked. A link that leads to a page is not followed.
PROVOKE = """
() => {
  const stay = (event) => {
    const link = event.target.closest?.("a[href]")
    if (!link) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const element of document.querySelectorAll("*"))
    for (const { name } of element.attributes)
      if (name.startsWith("on")) console.error(`script ran: ${name} of <${element.localName}>`)
  for (const link of document.querySelectorAll("a[href]"))
    if (!["http:", "https:", "mailto:", "tel:"].includes(link.protocol)) console.error(`script ran: ${link.href}`)
  window.addEventListener("click", stay, true)
  for (const element of document.querySelectorAll("article *"))
    for (const kind of ["mouseover", "focus", "toggle"]) element.dispatchEvent(new Event(kind))
  for (const element of document.querySelectorAll("article :is(a, button, summary, input, label)")) element.click()
  window.removeEventListener("click", stay, true)
}
"""
SEARCH = """
async (wanted) => {
  const field = document.querySelector(".md-search__input"), list = document.querySelector(".md-search-result__list")
  const scroll = document.querySelector(".md-search__scrollwrap")
  const pause = (time) => new Promise((done) => setTimeout(done, time))
  let found = 0
  for (const one of wanted) {
    const before = document.querySelector(".md-search-result__meta").textContent
    list.replaceChildren()
    field.value = one
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
    for (let waited = 0; waited < 40 && !list.children.length; waited++) await pause(5)
    found += list.children.length > 0
    for (const more of list.querySelectorAll("details")) more.open = true
    for (const element of list.querySelectorAll("*"))
      for (const kind of ["mouseover", "focus", "toggle"]) element.dispatchEvent(new Event(kind))
    scroll.scrollTo(0, scroll.scrollHeight)
  }
  return found
}
"""


@pytest.fixture(scope="module")
def attacked(a_chromium, tmp_path_factory) -> tuple[Path, Tried]:
    return build_attacked(tmp_path_factory.mktemp("attacked") / "project")


@contextmanager
def watched(address: str, opened=None):
    """A page of a browser, one of its own unless one is `opened`, and what happened on it that must not."""
    happened: list[str] = []
    with chromium(fonts=FONTS) if opened is None else nullcontext(opened) as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(TELL)
        page = context.new_page()

        def asked(request) -> None:
            if not request.url.startswith((f"{address}/", "data:")):
                happened.append(f"asked for {request.url}")

        def dialog(found) -> None:
            happened.append(f"dialog: {found.message}")
            found.dismiss()

        def told(message) -> None:
            if re.search("script ran|violation|Content Security Policy", message.text):
                happened.append(message.text)

        context.on("request", asked)
        context.on("page", lambda opened: happened.append(f"opened a window: {opened.url}"))
        page.on("dialog", dialog)
        page.on("console", told)
        yield page, happened


def visited(site: Path, tried: Tried, pages: Sequence[str], *, policy: bool) -> list[str]:
    """What happened on these pages, and without the policy in the search for every payload that it shows."""
    searching = False

    def changed(path: Path, body: bytes, origin: str) -> bytes:
        if path.name == "search_index.json" and not searching:
            return EMPTY_INDEX
        return body if policy or path.suffix != ".html" else without_policy(body)

    with served(site, changed=changed) as address, watched(address) as (page, happened):
        for path in pages:
            where = f"{address}/{quote(path)}"
            page.goto(where, wait_until="load")
            page.evaluate(PROVOKE)
            if page.url.partition("#")[0] != where:
                happened.append(f"{path} led to {page.url}")
        if policy:
            return happened  # what the search shows is tried where nothing but the product protects it
        searching = True
        page.goto(f"{address}/", wait_until="networkidle")
        page.click(".md-search__input")
        page.wait_for_function("() => !document.querySelector('.md-search-result__meta').textContent.includes('Init')")
        # Ten numbers have their first three digits in common.
        shown = sorted({str(number)[:3] for number in tried.attempts if number not in tried.refused})
        found = page.evaluate(SEARCH, [f"*{number}*" for number in shown])
        assert found > len(shown) / 2
        assert page.url.partition("#")[0].partition("?")[0] == f"{address}/"
    return happened


def with_payloads(site: Path, tried: Tried) -> Iterator[str]:
    """The documents of the site on which a payload stands that is not, like the names in menus, on all of them."""
    texts = {path: path.read_text("utf-8", "replace") for path in site.rglob("*") if path.suffix in DOCUMENTS}
    numbers = {path: {*map(int, NUMBER.findall(text))} & tried.attempts.keys() for path, text in sorted(texts.items())}
    everywhere = set.intersection(*(found for path, found in numbers.items() if path.name == "index.html"))
    for path, found in numbers.items():
        if found - everywhere or path == site / "index.html":
            yield path.relative_to(site).as_posix()


def test_nothing_that_an_outsider_writes_runs_leads_elsewhere_or_asks_another_host(attacked):
    site, tried = attacked
    print(tried.table())
    assert len(tried.attempts) - len(tried.refused) >= 150
    pages = list(with_payloads(site, tried))
    with ThreadPoolExecutor(2) as threads:
        # With its policy a page does less than without, so a sixth of the pages shows that nothing even tries.
        both = [
            threads.submit(visited, site, tried, pages, policy=policy)
            for policy, pages in ((True, pages[::6]), (False, pages))
        ]
    assert [visit.result() for visit in both] == [[], []]


EFFECTS = {
    "<script>__hit = 1</script>": ("script ran: 1", "violation of script-src-elem"),
    "<img src=x onerror=__hit=2>": ("script ran: 2", "violation of script-src-attr"),
    "<p onmouseover=__hit=3>a</p>": ("script ran: 3", "violation of script-src-attr"),
    "<a href=javascript:__hit=4>a</a>": ("script ran: javascript:__hit=4", "script ran: javascript:__hit=4"),
    "<img src=//evil.example/5.png>": ("asked for http://evil.example/5.png", "violation of img-src"),
    "<iframe src=//evil.example/6></iframe>": ("asked for http://evil.example/6", "violation of frame-src"),
    "<script>alert(7)</script>": ("dialog: 7", "violation of script-src-elem"),
    "<button onclick=__hit=8>a</button>": ("script ran: 8", "violation of script-src-attr"),
    "<meta http-equiv=refresh content='0;url=elsewhere.html'>": ("led to", "led to"),
}


def test_what_would_take_effect_is_seen(browser, tmp_path):
    """The watch itself, on pages that no product has made."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{Policy((), (), {})}">'
    for number, element in enumerate(EFFECTS):
        for name, head in (("alone", ""), ("behind", policy)):
            page = f"<!doctype html><html><head>{head}</head><body><article>{element}</article></body></html>"
            (tmp_path / f"{name}-{number}.html").write_text(page)
    (tmp_path / "404.html").write_text("<!doctype html>")
    with served(tmp_path) as address, watched(address, browser) as (page, happened):
        for number, expected in enumerate(EFFECTS.values()):
            for name, wanted in zip(("alone", "behind"), expected, strict=True):
                happened.clear()
                where = f"{address}/{name}-{number}.html"
                page.goto(where, wait_until="load")
                with suppress(Error):  # the page that is led elsewhere
                    page.evaluate(PROVOKE)
                for _ in range(100):
                    said = [*happened, *([f"led to {page.url}"] if page.url != where else [])]
                    if any(one.startswith(wanted) for one in said):
                        break
                    page.wait_for_timeout(50)
                else:
                    pytest.fail(f"{wanted} was not seen: {said}")
