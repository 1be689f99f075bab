"""Text of pages, files and settings in the theme's templates: a page keeps the elements that it has without it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from living_sla.site.safety import dom, escaping

HERE = Path(__file__).parent
PLAIN = "word"
PAYLOADS = [
    '"><script>alert(1)</script>', "</title><script>alert(1)</script>", "--><script>alert(1)</script>", "]]><script>",
    "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;", '" onmouseover="alert(1)', "' onfocus=alert(1) autofocus '",
    "<img src=x onerror=alert(1)>", '" http-equiv="refresh', "</script><script>alert(1)</script>", "<svg/onload=x>",
    "{{ 7 * 7 }}", "{% raw %}", "&#60;img src=x onerror=alert(1)&#62;", "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "</textarea></noscript></style><base href=//evil.example>", "<b", "\\", "`", "<!--", "javascript:alert(1)",
]  # fmt: skip
FEATURES = ["navigation.footer", "navigation.path", "navigation.tabs", "navigation.sections", "content.action.edit"]
HOSTILE = st.one_of(
    st.sampled_from(PAYLOADS),
    st.lists(
        st.sampled_from([*"<>\"'&;=/`{}\\ ", "script", "onerror=x", "&lt;", "--", "a"]), min_size=1, max_size=8
    ).map("".join),
)


@cache
def theme() -> Any:
    """The environment of the theme, as `on_env` leaves it."""
    config = settings_of({})
    env = config.theme.get_env()
    escaping.escape_by_default(env)
    return env


def settings_of(texts: dict[str, str]) -> MkDocsConfig:
    config = MkDocsConfig(config_file_path=str(HERE.parent / "mkdocs.yml"))
    said = {name: texts.get(name, PLAIN) for name in ("site_name", "site_description", "site_author", "copyright")}
    site_dir, status = str(HERE.parent / "nowhere"), {"new": texts.get("status", PLAIN)}
    config.load_dict({
        **said, "theme": {"name": "material", "font": False, "features": FEATURES}, "plugins": [],
        "repo_url": "https://forge.example/a/b", "edit_uri": "edit/main/", "repo_name": texts.get("repo_name", PLAIN),
        "docs_dir": str(HERE), "site_dir": site_dir, "extra": {"status": status},
    })  # fmt: skip
    errors, _ = config.validate()
    assert not errors
    config.plugins._current_plugin = "test"  # which generated files are asked for
    return config


def a_page(name: str, config: MkDocsConfig, texts: dict[str, str], *, title: str | None = None) -> Page:
    page = Page(title, File.generated(config, name, content=""), config)
    page.markdown, page.content = "", "<p>Content</p>"
    page.meta = {key: texts.get(key, PLAIN) for key in ("title", "description", "author", "subtitle")} | {
        "status": texts.get("page status", "new"), "tags": [texts.get("tag", PLAIN)], "hide": ["footer?"],
    }  # fmt: skip
    if "no title" in texts:
        del page.meta["title"]
    page.toc = TableOfContents([AnchorLink(texts.get("heading", PLAIN), texts.get("anchor", "a"), 2)])
    escaping.mark(page)
    return page


def rendered(**texts: str) -> str:
    config = settings_of(texts)
    here = a_page("here.md", config, texts)
    after = a_page(f"{texts.get('file', PLAIN).replace('/', ':')}.md", config, {**texts, "no title": ""})
    before = a_page("before.md", config, texts, title=texts.get("nav", PLAIN))
    section = Section(texts.get("folder", PLAIN), [here, after])
    link = Link(texts.get("link", PLAIN), "https://elsewhere.example/")
    here.parent = after.parent = section
    here.previous_page, here.next_page = before, after
    nav = Navigation([before, section, link], [before, here, after])
    context = get_context(nav, Files([]), config, here)
    escaping_content = context | {"tags": [{"name": texts.get("tag", PLAIN), "type": ""}]}
    here.content = escaping.Markup(here.content)
    return theme().get_template("main.html").render(escaping_content)


def shape(html: str) -> Counter:
    """The elements of a page, each with the names of its attributes."""
    return Counter((tag, *sorted(attributes)) for tag, attributes, _ in dom.elements(html))


FIELDS = [
    "site_name", "site_description", "site_author", "copyright", "repo_name", "title", "description", "author",
    "subtitle", "status", "page status", "tag", "heading", "anchor", "file", "nav", "folder", "link",
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_adds_an_element_or_an_attribute(field):
    harmless = shape(rendered(**{field: PLAIN}))
    for payload in PAYLOADS:
        assert shape(rendered(**{field: payload})) == harmless, payload


@given(st.dictionaries(st.sampled_from(FIELDS), HOSTILE, min_size=1))
@settings(max_examples=15, deadline=None)
def test_all_fields_together_add_nothing(texts):
    assert shape(rendered(**texts)) == shape(rendered(**dict.fromkeys(texts, PLAIN)))


def test_what_is_written_is_what_is_read():
    page = rendered(title="R&D <b>", description="a \"b\" & 'c'", site_name="It's <us>", heading="A &amp; B")
    text = dom.text_outside_code(page)
    assert "<title>R&amp;D &lt;b&gt; - It&#39;s &lt;us&gt;</title>" in page
    assert "R&D <b>" in text
    assert "A & B" in text
    (description,) = (found["content"] for _, found, _ in dom.elements(page) if found.get("name") == "description")
    assert description == "a \"b\" & 'c'"


@given(HOSTILE)
def test_a_search_index_gets_titles_and_tags_without_an_element(text):
    page = a_page("page.md", settings_of({}), {"title": text, "tag": text})
    for said in (str(page.meta["title"]), str(page.meta["tags"][0]), str(page.title)):
        assert [found.tag for found in dom.elements(said)] == ["html", "head", "body"]


def test_a_title_from_a_heading_is_its_text():
    page = a_page("page.md", settings_of({}), {"no title": ""})
    del page.title
    page._title_from_render = "&lt;/title&gt;&lt;script&gt; A &amp; B"
    escaping.mark(page)
    assert page.title == "&lt;/title&gt;&lt;script&gt; A &amp; B"
    assert isinstance(page.title, escaping.Markup)


def test_names_of_icons_and_templates_stay_file_names():
    page = a_page("page.md", settings_of({}), {})
    page.meta = {"icon": "material/truck", "hide": ["toc"], "search": {"exclude": True, "boost": 2}}
    escaping.mark(page)
    assert page.meta == {"icon": "material/truck", "hide": ["toc"], "search": {"exclude": True, "boost": 2}}
    assert type(page.meta["icon"]) is str
