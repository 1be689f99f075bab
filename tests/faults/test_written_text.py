"""Text that somebody wrote, in every place where a page shows some: it stays text, and the site builds.

Two sites are built that differ in nothing but such text. The hostile one has the elements and attributes of the other.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from living_sla.errors import Faults
from living_sla.model.address import read_address
from living_sla.site.publishing.build import build
from living_sla.site.safety import dom
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import HOME, leads, write_project

MARKUP = [
    '"><script>alert(1)</script>', "</title><script>alert(1)</script>", '" http-equiv="refresh" content="0',
    "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "<img src=x onerror=alert(1)>", "' onmouseover=alert(1) x='",
    "--><svg/onload=alert(1)>", "]]></style></textarea></noscript><base href=//evil.example>",
    "[x](javascript:alert(1))", "![x](https:evil.example/x.png)", '<pre class="mermaid">x</pre>',
    '<p id="__config">{}</p>', "&#60;img src=x onerror=a&#62;",
]  # fmt: skip
"""For terms, which hold no braces."""
TEMPLATES = [
    "{{ 7 * 7 }}", "{% raw %}", "{{ config.__class__ }}<b>", "slablock0123456789abcdef0x", "{# x",
    "Traceback (most recent call last):", "Macro Rendering Error", "# _Macro Rendering Error_", *MARKUP,
]  # fmt: skip
"""For everything that comes out of exports and histories, and for names of files."""


class Words:
    """What each place says: harmless words, or one payload after the other."""

    def __init__(self, hostile: bool) -> None:
        self._hostile = hostile
        self._next = 0

    def _said(self, payloads: list[str]) -> str:
        self._next += 1
        payload = payloads[self._next % len(payloads)] if self._hostile else "plain"
        return f"{payload} {self._next}"

    @property
    def term(self) -> str:
        return json.dumps(self._said(MARKUP), ensure_ascii=False)

    @property
    def value(self) -> str:
        return self._said(TEMPLATES)

    @property
    def name(self) -> str:
        """The name of a file: no slash, and no longer than a file system takes."""
        return self._said(TEMPLATES).replace("/", "∕")

    def of(self, number: int) -> str:
        """The same words for the same number: a key, or the name of a segment."""
        return f"{TEMPLATES[number % len(TEMPLATES)] if self._hostile else 'plain'} {number}"


def agreement(words: Words) -> str:
    return f"""\
---
id: lead-handoff
title: {words.term}
summary: {words.term}
description: {words.term}
tags: [{words.term}, {words.term}]
effective: 2026-09-01
parties:
  marketing:
    team: {words.term}
    contact: {{name: {words.term}, email: ana.ruiz@northwind.example}}
  sales:
    team: {words.term}
    contact: {{name: {words.term}, email: ben.okafor@northwind.example}}
    deputy: {{name: {words.term}, email: cy@northwind.example}}
channels: {{updates: {words.term}, problems: {words.term}}}
coverage:
  timezone: Europe/London
  hours: {{mon-fri: 09:00-17:00}}
personas: [{{name: {words.term}, means: {words.term}}}]
covers: [{words.term}]
excludes: [{words.term}]
definitions:
  mql: {{means: {words.term}}}
commitments:
  - id: first-contact
    title: {words.term}
    by: sales
    category: hand-off
    measure: {{kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 business hours}}
    target: at least 90%
    per: month
    owner: {words.term}
    by_segment: region
needs: [{{party: sales, what: {words.term}, by: {words.term}}}]
contingency:
  - {{when: 1 missed, do: {words.term}}}
exceptions:
  - {{id: outage, from: 2026-09-03, until: 2026-09-04, reason: {words.term}, effect: exclude}}
cancellation: {words.term}
---
## Why

Because.
"""


def sources(header: str, file: str) -> str:
    return f"""\
leads:
  path: {json.dumps(f"exports/{file}.csv")}
  timezone: Europe/London
  key: id
  as_of: 2026-10-20T17:00
  columns:
    id: {{from: Id, type: text}}
    mql_at: {{from: Qualified, type: instant}}
    contacted_at: {{from: Contacted, type: instant}}
    region: {{from: {json.dumps(header, ensure_ascii=False)}, type: text}}
  personal: [Email]
  link: https://crm.example/leads/{{id}}
"""


def export(words: Words, header: str) -> str:
    """Leads of as many regions as there are payloads; keys and regions are what somebody typed into a form."""
    written = StringIO()
    into = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    first, *rows = csv.reader(leads().splitlines())
    into.writerow([*first, header])
    for number, (_, *rest) in enumerate(rows):
        into.writerow([words.of(number), *rest, words.of(number % len(TEMPLATES))])
    return written.getvalue()


def a_site(root: Path, *, hostile: bool) -> Path:
    """The built site of a project in which every text is a payload, or harmless."""
    words = Words(hostile)
    header, file = words.value, "leads {{x}}" if hostile else "leads plain"
    project = write_project(root)
    settings = (project / "mkdocs.yml").read_text()
    copyright = '<a>x</a><script>alert(1)</script><p onclick="x"></p>' if hostile else "<a>x</a><p></p>"
    settings = settings.replace("site_description:", f"copyright: {json.dumps(copyright)}\nsite_description:", 1)
    for name in ("site_name", "site_author"):
        settings = settings.replace("site_description:", f"{name}: {words.term}\nsite_description:", 1)
    settings = settings.replace("site_name: Living SLA\n", "").replace("What Marketing and Sales owe each other", "x")
    features = "[navigation.path, navigation.footer, navigation.indexes, content.action.edit, search.highlight]"
    settings = settings.replace("  features:\n", f"  features: {features}\n  old_features:\n")
    settings = settings.replace("nav:  ", "no_nav:  ").replace(
        "!ENV [SLA_REPO_URL]", "https://github.com/northwind/agreements"
    )
    (project / "mkdocs.yml").write_text(settings.partition("\nno_nav:")[0] + "\n")
    for old in ("agreements/lead-handoff.md", "data/exports/leads.csv", "docs/guide/reading.md"):
        (project / old).unlink()
    git = GitFolder.made(project)
    folder, name = words.name, words.name
    git.commit(
        {
            f"agreements/{name}.md": agreement(words),
            "data/sources.yml": sources(header, file),
            f"data/exports/{file}.csv": export(words, header),
            "docs/index.md": HOME,
            f"docs/{folder}/{words.name}.md": "No title of its own.\n",
            f"docs/{folder}/headed.md": f"# `{words.value}` \\<b>\n\nText.\n",
            "docs/described.md": "---\n"
            + "".join(f"{key}: {words.term}\n" for key in ("title", "description", "author", "subtitle"))
            + f"tags: [{words.term}]\nstatus: {words.term}\n---\nText.\n",
        },
        words.value,
        author=f"{words.value.replace('<', '').replace('>', '')} <{'x&y' if hostile else 'x'}@northwind.example>",
    )
    return build(project).site


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("written")
    return a_site(folder / "harmless", hostile=False), a_site(folder / "hostile", hostile=True)


def elements(site: Path) -> Counter:
    """The elements of all pages, each with the names of its attributes."""
    pages = sorted(site.rglob("*.html"))
    return Counter((found.tag, *sorted(found.attributes)) for page in pages for found in dom.elements(page.read_text()))


def test_no_text_adds_an_element_or_an_attribute(sites):
    harmless, hostile = map(elements, sites)
    assert hostile == harmless


def test_no_text_changes_what_runs_or_where_a_page_leads(sites):
    for page in sites[1].rglob("*.html"):
        for tag, attributes, text in dom.elements(page.read_text()):
            assert "alert(1)" not in text, page
            for name in ("href", "src"):
                assert "evil" not in read_address(attributes.get(name) or "").host, (page, tag)


def test_what_was_written_can_be_read(sites):
    pages = (sites[1] / "agreements").rglob("index.html")
    text = "".join(dom.text_outside_code(page.read_text()) for page in pages)
    for said in ("{{ 7 * 7 }}", "{% raw %}", "Traceback (most recent call last):", "slablock0123456789abcdef0x"):
        assert said in text
    assert "<img src=x onerror=alert(1)>" in text


def test_the_search_index_and_the_feed_hold_text(sites):
    index = json.loads((sites[1] / "search" / "search_index.json").read_text())
    for entry in index["docs"]:
        for part in (entry["title"], *entry.get("tags", ())):
            assert {found.tag for found in dom.elements(part)} <= {"html", "head", "body", "code"}, entry["title"]
        assert not [found for found in dom.elements(entry["text"]) if found.attributes]
    feed = ElementTree.parse(sites[1] / "changes.xml").getroot()
    assert not [found for found in feed.iter() if "script" in found.tag]


def test_no_file_is_found_under_an_address_that_it_does_not_have(sites):
    """Names of files lead where they are, encoded, and are not read as anything else."""
    home = (sites[1] / "index.html").read_text()
    for page in (sites[1] / "agreements").rglob("index.html"):
        address = quote(page.parent.relative_to(sites[1]).as_posix())
        assert any((found.attributes.get("href") or "").startswith(address) for found in dom.elements(home))


# ---------------------------------------------------------------- files that are pages already


def refusals(project: Path) -> str:
    with pytest.raises(Faults) as found:
        build(project)
    return "\n".join(str(fault) for fault in found.value.faults)


def test_a_page_that_is_html_already_borrows_nothing_of_the_theme(tmp_path):
    """The theme's own script acts on what a page tells it; so it runs on no page that somebody wrote whole."""
    project = write_project(tmp_path / "project")
    scripts = Path(find_spec("material").origin).parent / "templates" / "assets" / "javascripts"
    bundle = next(scripts.glob("bundle*.js")).name
    told = '<div id="__config">{"search": "//evil.example/x.js"}</div>'
    (project / "docs" / "own.html").write_text(f'{told}<script src="assets/javascripts/{bundle}"></script>')
    assert "own.html: SLA-F100 <script> is nothing that the theme brings" in refusals(project)
    (project / "docs" / "own.html").write_text("<h1>Words</h1><p>and <a href='index.html'>links</a>")
    assert (build(project).site / "own.html").is_file()


def test_a_template_of_docs_runs_nothing(tmp_path):
    project = write_project(tmp_path / "project")
    (project / "docs" / "team.txt").write_text("{{ config.__class__ }}")
    settings = (project / "mkdocs.yml").read_text()
    (project / "mkdocs.yml").write_text(f"{settings}\nextra_templates: [team.txt]\n")
    assert "SLA-F109 extra_templates can do more than show text" in refusals(project)


def test_a_tag_in_a_list_of_tags_is_text(tmp_path):
    project = write_project(tmp_path / "project")
    settings = (project / "mkdocs.yml").read_text()
    (project / "mkdocs.yml").write_text(settings.replace("  - search\n", "  - search\n  - tags\n"))
    (project / "docs" / "tags.md").write_text("# Tags\n\n<!-- material/tags -->\n")
    (project / "docs" / "glossary.md").write_text("---\ntags: ['<img src=x onerror=alert(1)>']\n---\n# Glossary\n")
    page = (build(project).site / "tags" / "index.html").read_text()
    assert '<span class="md-tag">&lt;img src=x onerror=alert(1)&gt;</span>' in page
