"""Everything that the theme and our script do, under the policy of the pages, without a single violation.

The site lies below a path, has a template folder and a repository of its own, and pages at several depths. It is read
as a host without headers serves it, and as one that sends those which the build wrote.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from living_sla.site.publishing.build import build
from tests.browser.conftest import TELL
from tests.browser.serving import headers_of, served
from tests.factories.small_sites import write_project

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"## Part {number}\n\n" + "Words of a part. " * 120 for number in range(6))
GUIDE = f"""\
# A long page

=== "First"

    One way.

=== "Second"

    Another way.

| left | right |
| :--- | ---: |
| a | 1 |

```
some code
```

??? note "A fold"

    Folded words.

{LONG}
"""
FORBIDDEN = (
    "script-src-elem",
    "script-src-attr",
    "style-src-attr",
    "img-src",
    "frame-src",
    "base-uri",
    "form-action",
    "object-src",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = write_project(tmp_path_factory.mktemp("policy") / "project")
    (root / "docs" / "guide" / "reading.md").write_text(GUIDE)
    (root / "theme" / "partials").mkdir(parents=True)
    (root / "theme" / "main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}<script>ours = "ran"</script>'
        "<style>.md-banner { outline: 1px solid }</style>{% endblock %}"
        "{% block announce %}Moved here{% endblock %}"
    )
    settings = yaml.safe_load((root / "mkdocs.yml").read_text().replace("!ENV", ""))
    settings |= {
        "site_url": "https://agreements.example/sales/",
        "repo_url": "https://github.com/northwind/agreements",
        "extra_javascript": ["guide/own.js"],
    }
    settings["theme"] |= {"custom_dir": "theme"}
    settings["theme"]["features"] += ["announce.dismiss", "content.tabs.link", "navigation.instant.progress"]
    settings["markdown_extensions"] += [{"pymdownx.tabbed": {"alternate_style": True}}]
    (root / "docs" / "guide" / "own.js").write_text("document.documentElement.dataset.own = 'ran'")
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    return build(root, settings_from=".").site


@pytest.fixture(scope="module", params=["in the pages", "as a header"])
def address(site, request):
    def changed(path: Path, body: bytes, origin: str) -> bytes:
        if path.name == "sitemap.xml":  # by which the theme knows what it may show without loading a page
            return body.replace(b"https://agreements.example", origin.encode())
        return without_policy(body) if path.suffix == ".html" and headers else body

    headers = {} if request.param == "in the pages" else headers_of(site)
    with served(site, below="/sales", headers=headers, changed=changed) as found:
        yield found


def without_policy(html: bytes) -> bytes:
    before, found, after = html.partition(b'<meta http-equiv="Content-Security-Policy"')
    assert found
    return before + after.partition(b">")[2]


def scheme(page) -> str:
    return page.get_attribute("body", "data-md-color-scheme")


def test_scripts_of_the_theme_of_its_templates_and_of_the_settings_run(read):
    for path in ("", "guide/reading/", "agreements/lead-handoff/", "nowhere/at/all/"):
        page = read(path)
        assert page.evaluate("[ours, document.documentElement.dataset.own]") == ["ran", "ran"]
        assert "js" in page.get_attribute("html", "class").split()
        assert page.eval_on_selector(".md-banner", "one => getComputedStyle(one).outlineStyle") == "solid"


def test_a_page_for_an_address_that_does_not_exist_looks_like_the_others(read):
    page = read("nowhere/at/all/")
    assert page.eval_on_selector(".md-header", "one => getComputedStyle(one).position") == "sticky"
    page.click(".md-search__input")
    page.keyboard.type("first contact")
    page.wait_for_selector(".md-search-result__link")


def test_the_palette_follows_the_system_and_then_the_reader_on_every_page(read):
    page = read("guide/reading/", scheme="dark")
    assert scheme(page) == "slate"
    for expected in ("default", "slate", "slate"):  # light, dark, and as the system has it
        page.locator('[data-md-component="palette"] label:not([hidden])').click()
        page.wait_for_function(f"document.body.dataset.mdColorScheme === '{expected}'")
    page.locator('[data-md-component="palette"] label:not([hidden])').click()
    page.wait_for_function("document.body.dataset.mdColorScheme === 'default'")
    page.reload(wait_until="networkidle")
    assert scheme(page) == "default"


def test_search_suggests_finds_and_highlights(read):
    page = read()
    page.click(".md-search__input")
    page.keyboard.type("contac")
    page.wait_for_function("document.querySelector('.md-search__suggest').textContent.startsWith('contact')")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('.md-search-result__link[href*="h=contact"] mark')
    page.click('.md-search-result__link[href*="h=contact"] >> nth=0')
    page.wait_for_selector(".md-content mark:visible")


def test_pages_change_without_being_loaded_and_everything_works_on_the_next(read):
    page = read()
    page.evaluate("window.kept = true")
    page.click(".sla-overview tbody th a")
    page.wait_for_selector(".sla-periods thead button")
    page.click(".sla-periods thead th:nth-child(3) button")
    assert page.locator(".sla-periods thead th:nth-child(3)").first.get_attribute("aria-sort") == "ascending"
    page.click(".md-tabs >> text=Guide")
    page.wait_for_selector("text=A long page")
    page.click(".md-clipboard, .md-code__button")
    page.wait_for_selector(".md-dialog--active")
    page.go_back()
    page.wait_for_selector(".sla-periods thead button")
    assert page.evaluate("window.kept")


def test_code_is_copied(read):
    page = read("guide/reading/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(".md-clipboard, .md-code__button")
    page.wait_for_selector(".md-dialog--active")
    assert page.evaluate("navigator.clipboard.readText()").strip() == "some code"


def test_tabs_switch_together_and_are_remembered(read):
    page = read("guide/reading/")
    page.click(".tabbed-labels label:nth-child(2)")
    page.wait_for_selector("text=Another way.")
    page.reload(wait_until="networkidle")
    assert page.locator("text=Another way.").is_visible()
    assert not page.locator("text=One way.").is_visible()


def test_contents_follow_and_a_button_leads_back_to_the_top(read):
    page = read("guide/reading/")
    page.locator("#part-4").scroll_into_view_if_needed()
    page.mouse.wheel(0, 4000)
    page.wait_for_selector('.md-sidebar--secondary .md-nav__link--active:has-text("Part 5")')
    page.mouse.wheel(0, -400)
    page.click(".md-top:not([hidden])")
    page.wait_for_function("scrollY === 0")


def test_columns_keep_their_sides(read):
    page = read("guide/reading/")
    assert page.eval_on_selector("article td:nth-child(2)", "one => getComputedStyle(one).textAlign") in (
        "right",
        "-webkit-right",
    )


def test_an_announcement_stays_away_once_it_was_closed(read):
    page = read()
    page.click(".md-banner__button")
    page.reload(wait_until="networkidle")
    assert not page.locator(".md-banner").is_visible()


@pytest.mark.parametrize("path", ["", "agreements/lead-handoff/", "guide/reading/"])
def test_a_page_is_printed(read, path):
    page = read(path)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.pdf()


def test_a_menu_opens_on_a_phone(read):
    page = read("agreements/lead-handoff/", width=390)
    page.click("label[for=__drawer].md-header__button")
    page.wait_for_selector(".md-nav--primary .md-nav__link:visible")


def test_the_repository_is_linked_and_not_asked(read):
    """With `content.action.edit` every page has a link that edits it."""
    page = read("guide/reading/")
    assert page.get_attribute(".md-source >> nth=0", "href") == "https://github.com/northwind/agreements"
    assert page.get_attribute("a[rel=edit]", "href").endswith("/edit/main/docs/guide/reading.md")
    assert page.locator(".md-source__fact").count() == 0


def told(page, directive: str) -> None:
    """Wait until the page was told of a violation."""
    for _ in range(100):
        if any(f"violation of {directive}:" in said for said in page.said):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"nothing was said of {directive}")


def test_what_the_policy_forbids_does_not_run(read, open_page):
    """Held to itself: a page into which things get after all is told of each, and runs none."""
    page = open_page("guide/reading/", init=TELL)
    page.evaluate(
        """() => {
          const put = (html) => document.body.append(document.createRange().createContextualFragment(html))
          put("<script>document.title = 'inline'</script>")
          put("<img src=x onerror=\\"document.title = 'handler'\\">")
          put("<script src='own.js'></script>")
          put("<p style='color: red'>styled</p>")
          put("<img src='https://evil.example/x.png'>")
          put("<iframe src='https://evil.example/'></iframe>")
          put("<base href='https://evil.example/'>")
          put("<form action='https://evil.example/'><button id=send>Send</button></form>")
          put("<object data='own.js'></object>")
          document.querySelector("#send").click()
        }"""
    )
    for directive in FORBIDDEN:
        told(page, directive)
    assert page.evaluate("document.title") == "A long page - Living SLA"
