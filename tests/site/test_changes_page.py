"""The page of changes, the feed, and the link by which feed readers find it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from living_sla.site.publishing.build import build
from tests.browser.states import build_states
from tests.factories.small_sites import write_project
from tests.pages.reading import Reading
from tests.pages.test_outside import told_by_strangers

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def a_told_site(tmp_path_factory):
    """The site in which every state has its page."""
    return build_states(tmp_path_factory.mktemp("told") / "project")


def page(site, name: str) -> str:
    return (site / name / "index.html").read_text(encoding="utf-8")


def test_every_page_says_where_the_feed_is(a_told_site):
    for name, address in ((".", "changes.xml"), ("agreements/waiting", "../../changes.xml")):
        links = [found for found in Reading(page(a_told_site, name)).all("link") if found.get("rel") == "alternate"]
        feeds = [found["href"] for found in links if found.get("type") == "application/atom+xml"]
        assert feeds == [address]


def test_the_page_of_changes_leads_to_logs_and_to_the_feed(a_told_site):
    html = page(a_told_site, "changes")
    assert 'href="&#46;&#46;/agreements/stale/history/&#35;stale-version-4"' in html
    (feed,) = [found for found in Reading(html).all("a") if found.get("class") == "sla-feed"]
    assert feed["href"] == "../changes.xml"
    assert "stale-version-4" in page(a_told_site, "agreements/stale/history")


def test_the_feed_leads_to_anchors_that_are_there(a_told_site):
    root = ElementTree.parse(a_told_site / "changes.xml").getroot()
    anchors = {found.get("href").partition("#")[2] for found in root.iterfind(f"{ATOM}entry/{ATOM}link")}
    identifiers = {attributes.get("id") for _, attributes in Reading(page(a_told_site, "changes")).elements}
    assert anchors
    assert anchors <= identifiers


def test_the_contents_of_the_page_of_changes_are_days_and_versions(a_told_site):
    html = page(a_told_site, "changes")
    assert 'href="#2026-11-12"' in html
    assert 'href="#waiting-version-4-title"' in html


def test_a_site_with_an_address_gives_whole_links(tmp_path):
    root = write_project(tmp_path / "project")
    settings = root / "mkdocs.yml"
    settings.write_text(f"site_url: https://sla.northwind.example/a/\n{settings.read_text('utf-8')}", encoding="utf-8")
    feed = ElementTree.parse(build(root).site / "changes.xml").getroot()
    assert [(found.get("rel"), found.get("href")) for found in feed.findall(f"{ATOM}link")] == [
        ("alternate", "https://sla.northwind.example/a/changes/"),
        ("self", "https://sla.northwind.example/a/changes.xml"),
    ]


def test_a_page_of_changes_that_the_site_has_written_itself_stays(tmp_path):
    root = write_project(tmp_path / "project")
    own = "---\nrender_macros: true\n---\n# What is new\n\nIn our words.\n\n{{ sla_changes() }}\n"
    (root / "docs" / "changes.md").write_text(own, encoding="utf-8")
    text = Reading(page(build(root).site, "changes")).text
    assert "In our words." in text
    assert "Every change of what was agreed, in plain sentences, the newest first." in text


def test_braces_that_a_stranger_wrote_are_published_as_text(tmp_path):
    said = "{{ 7 * 7 }} {% raw %} Traceback (most recent call last)"
    site = build_states(tmp_path / "project", told_by_strangers(said))
    for name in ("changes", "agreements/lead-handoff/history"):
        assert said in Reading(page(site, name)).text
