"""Sites as nginx serves them, under the policy as a header and in the pages: everything works, and nothing is violated.

The demonstration lies below a path, behind a proxy that takes the path away. A page is tried by whatever it offers, so
that what a page can do one day is tried on that day.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from living_sla.cli import main
from living_sla.demonstration.checkout import write_demo
from living_sla.site.publishing.build import build
from tests.browser.nginx import free_port, needs_nginx, nginx
from tests.factories.small_sites import leads

pytestmark = pytest.mark.browser

OFFERED = ".md-content :is(button, input, select, textarea, summary, [role=button], [role=slider])"
PHONE, DESK = {"width": 390, "height": 900}, {"width": 1280, "height": 900}


STEPS = """\
# Steps

```console
$ sla check
```
"""


def new_project(folder: Path) -> None:
    """What `sla init` writes, from an export and without a question."""
    export = folder.with_suffix(".csv")
    export.write_text(leads(), encoding="utf-8")
    columns = ["--handed-over", "Qualified", "--answered", "Contacted"]
    with pytest.raises(SystemExit) as ended:
        main(["init", str(export), *columns, "--timezone", "Europe/London", "--yes", "--project", str(folder)])
    assert ended.value.code == 0


SITES = {
    "the demonstration below a path": (write_demo, "container below a path"),
    "a new project at a root": (new_project, "how-to"),
}


@pytest.fixture(scope="module", params=SITES)
def served_site(request, a_chromium, tmp_path_factory):
    """The folder of a site, and where it is read: built for that very address."""
    needs_nginx()
    made, way = SITES[request.param]
    root = tmp_path_factory.mktemp("served") / "project"
    made(root)
    (root / "docs" / "steps.md").write_text(STEPS, encoding="utf-8")
    port = free_port()
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", ""))
    settings["theme"]["features"] = sorted({*settings["theme"]["features"], "content.code.copy", "navigation.instant"})
    settings["site_url"] = f"http://127.0.0.1:{port}/{'sla/' if 'below' in way else ''}"
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    site = build(root, settings_from=".").site
    with nginx(way, site, port) as found:
        assert settings["site_url"] == f"{found.address}/"
        yield found.site, found.address


@pytest.fixture(scope="module")
def address(served_site):
    return served_site[1]


@pytest.fixture(scope="module")
def paths(served_site):
    """The address of every page, below that of the site."""
    site = served_site[0]
    pages = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    return [page.removesuffix("index.html") for page in pages if page != "404.html"]


def test_every_page_and_whatever_it_offers_is_tried_without_a_violation_and_asks_nobody_else(read, address, paths):
    """On a phone, then at a desk. One tab goes from page to page: a new one for each costs twice as much."""
    assert {"", "changes/"} < set(paths)
    page, tried = read(width=PHONE["width"]), 0
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for path in paths:
        page.set_viewport_size(PHONE)
        page.goto(f"{address}/{path}", wait_until="load")
        is_whole(page)
        page.set_viewport_size(DESK)
        is_whole(page)
        for control in page.locator(OFFERED).all():
            if control.is_visible() and control.is_enabled():
                use(control)
                tried += 1
        page.wait_for_load_state("networkidle")
    assert tried > 5


def is_whole(page) -> None:
    """The page has its heading, and styles of the site."""
    assert page.locator("h1").count() == 1
    assert page.eval_on_selector(".md-header", "one => getComputedStyle(one).position") == "sticky"


def use(control) -> None:
    """Do with a control what it is for, from one end to the other."""
    kind = control.evaluate("one => one.role || (one.localName === 'input' ? one.type : one.localName)")
    if kind == "select":
        for value in control.locator("option").evaluate_all("all => all.map(one => one.value)"):
            control.select_option(value)
    elif kind in ("range", "slider"):
        for key in ("Home", "ArrowRight", "End"):
            control.press(key)
    elif kind in ("number", "text", "search", "textarea", "date"):
        control.fill({"number": "7", "date": "2026-10-01"}.get(kind, "7"))
        control.press("Tab")
    else:
        control.click()


def test_tables_sort(read, paths):
    page = read(next(path for path in paths if path.startswith("agreements/")))
    button = page.locator("thead th button:visible").first
    for order in ("ascending", "descending"):
        button.click()
        assert button.locator("xpath=..").get_attribute("aria-sort") == order


def test_texts_are_copied(read):
    page = read("steps/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(".md-clipboard, .md-code__button")
    page.wait_for_selector(".md-dialog--active")
    assert page.evaluate("navigator.clipboard.readText()").strip() == "$ sla check"


def test_search_finds_and_opens_a_result(read, address):
    page = read()
    page.click(".md-search__input")
    page.keyboard.type("commitment")
    page.wait_for_selector('.md-search-result__link[href*="h=commitment"]')
    page.click(".md-search-result__link >> nth=0")
    page.wait_for_selector(".md-content mark:visible")
    assert page.url.startswith(f"{address}/")


def test_the_palette_is_switched_and_remembered_on_the_next_page(read, paths):
    page = read(paths[1])
    for expected in ("default", "slate"):
        page.locator('[data-md-component="palette"] label:not([hidden])').click()
        page.wait_for_function(f"document.body.dataset.mdColorScheme === '{expected}'")
    page.goto(page.url.removesuffix(paths[1]), wait_until="networkidle")
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"


def test_pages_change_without_being_loaded(read, address):
    page = read()
    page.evaluate("window.kept = true")
    link = page.locator(".md-content a[href*='agreements/']:visible, .md-tabs a[href*='agreements/']:visible").first
    link.click()
    page.wait_for_url(f"{address}/agreements/**")
    page.wait_for_selector(".md-content h1")
    assert page.evaluate("window.kept")


def test_an_address_that_does_not_exist_has_a_page_like_the_others(read, address):
    page = read()
    for path in ("nowhere", "nowhere/at/all/", "agreements/none/", "assets/"):
        page.goto(f"{address}/{path}", wait_until="networkidle")
        is_whole(page)
        assert page.locator("h1").inner_text().startswith("404")
        page.locator(".md-header a.md-logo").first.click()
        page.wait_for_url(f"{address}/")


def test_addresses_that_machines_read_are_those_of_the_site(served_site, paths):
    site, address = served_site
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert [path for path in paths if f"<loc>{address}/{path}</loc>" not in sitemap] == []
    for path in paths:
        text = (site / path / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{address}/{path}">' in text
    assert f'href="{address}/' in (site / "changes.xml").read_text(encoding="utf-8")
