"""The page of changes, and its Atom feed."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

from msgspec.structs import replace

from living_sla.errors import Notice
from living_sla.model.figures.standing import Report
from living_sla.model.past.revision import Identity
from living_sla.pages import blocks as pages
from tests.factories import histories, reports
from tests.pages.reading import Reading

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://sla.northwind.example/agreements/"


def address(agreement: str) -> str:
    return f"../agreements/{agreement}/"


def two_agreements() -> Report:
    return reports.report(
        histories.agreement_standing(), histories.renamed(histories.retroactive(), "event-leads", "Leads from events")
    )


def page(report: Report, feed: str = "../changes.xml") -> Reading:
    return Reading(pages.changes(report, address, feed))


def test_changes_are_grouped_by_day_and_agreement_the_newest_first():
    titles = [re.sub(" ¶$", "", heading) for heading in headings(two_agreements())]
    assert titles == [
        "12 November 2026", "Inbound lead hand-off, version 4",
        "10 September 2026", "Inbound lead hand-off, version 3", "Leads from events, version 3",
        "28 June 2026", "Inbound lead hand-off, version 2", "Leads from events, version 2",
        "20 April 2026", "Inbound lead hand-off, version 1", "Leads from events, version 1",
    ]  # fmt: skip


def headings(report: Report) -> list[str]:
    block = str(pages.changes(report, address, ""))
    return [Reading(found[0]).text for found in re.finditer(r"<h([23])\b.*?</h\1>", block)]


def test_a_change_is_a_sentence_with_its_burden_and_leads_to_the_log():
    found = page(two_agreements())
    assert (
        "Tightened for Sales Development First contact: The target rises from at least 90% to at least 95%."
        in found.text
    )
    assert {"href": "../agreements/lead-handoff/#lead-handoff-version-4"} in found.all("a")


def test_anchors_are_days_and_versions():
    found = page(two_agreements())
    identifiers = [attributes["id"] for _, attributes in found.elements if attributes.get("id")]
    assert {"2026-11-12", "lead-handoff-version-4", "event-leads-version-1"} <= set(identifiers)
    assert len(identifiers) == len(set(identifiers))
    assert (found.unbalanced, found.open) == ([], [])


def test_a_draft_is_no_change_yet():
    assert "version 4" not in page(reports.report(histories.drafted())).text


def test_a_day_is_that_of_the_agreements_zone():
    """23:30 UTC on the 11th is the 12th in London while summer time lasts."""
    third = histories.three()
    landed = replace(third.version.landed, landed_at=histories.at("2026-09-11T23:30"))
    late = replace(third, version=replace(third.version, landed=landed))
    report = reports.report(histories.agreement_standing(histories.one(), histories.two(), late))
    assert headings(report)[0].startswith("12 September 2026")


def test_without_history_the_page_says_why():
    missing = Notice("no-git", "the project is not in git", hint="run git init, and commit")
    report = replace(reports.report(histories.without_history()), history=missing)
    assert page(report).text.endswith("No history The project is not in git. run git init, and commit")
    assert "Nothing yet As soon as an agreement is committed" in page(reports.report(histories.without_history())).text


def test_a_long_history_is_bounded_to_its_newest_versions_and_says_so():
    found = Reading(pages.changes(two_agreements(), address, "", most=3))
    anchors = [attributes["id"] for tag, attributes in found.elements if tag == "article"]
    assert anchors == ["lead-handoff-version-4", "lead-handoff-version-3", "event-leads-version-3"]
    assert found.text.startswith("The newest changes of what was agreed")
    assert found.text.endswith("4 earlier versions: each in the log of its agreement.")


def test_a_page_that_holds_them_all_says_nothing_of_earlier_versions():
    found = Reading(pages.changes(two_agreements(), address, "", most=7))
    assert found.text.startswith("Every change of what was agreed")
    assert "earlier version" not in found.text


def test_a_page_without_a_feed_offers_none():
    assert "feed" not in page(two_agreements(), feed="").text
    assert "Follow in a feed reader" in page(two_agreements()).text


# ---------------------------------------------------------------- the feed


def feed(report: Report, **more: str) -> ElementTree.Element:
    return ElementTree.fromstring(pages.feed(report, title="Living SLA", page="changes/", **more))


def test_a_feed_has_what_atom_asks_for():
    """RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated, in the feed and in each entry, and an author."""
    root = feed(two_agreements(), site_url=SITE)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated", "author"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert element.findtext(f"{ATOM}author/{ATOM}name")
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated"))
    identifiers = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(identifiers) == len(set(identifiers)) == 8


def test_an_entry_is_updated_when_its_version_landed():
    root = feed(two_agreements())
    assert root.findtext(f"{ATOM}updated") == "2026-11-12T16:30:00Z"
    assert [found.text for found in root.iterfind(f"{ATOM}entry/{ATOM}updated")][:2] == [
        "2026-11-12T16:30:00Z", "2026-09-10T10:05:00Z",
    ]  # fmt: skip


def test_an_entry_keeps_its_id_wherever_the_site_is_served_and_whatever_follows():
    later, earlier = reports.report(histories.agreement_standing()), reports.report(histories.retroactive())

    def ids(root: ElementTree.Element) -> list[str]:
        return [found.text for found in root.iterfind(f"{ATOM}entry/{ATOM}id")]

    assert ids(feed(later, site_url=SITE))[1:] == ids(feed(earlier))


def test_links_are_whole_where_the_site_has_an_address_and_only_then_the_feed_names_itself():
    def links(root: ElementTree.Element) -> list[tuple[str, str]]:
        return [(found.get("rel"), found.get("href")) for found in root.findall(f"{ATOM}link")]

    assert links(feed(two_agreements(), site_url=SITE)) == [
        ("alternate", f"{SITE}changes/"), ("self", f"{SITE}changes.xml"),
    ]  # fmt: skip
    assert links(feed(two_agreements())) == [("alternate", "changes/")]
    entry = feed(two_agreements(), site_url=SITE).find(f"{ATOM}entry/{ATOM}link")
    assert entry.get("href") == f"{SITE}changes/#lead-handoff-version-4"


def test_an_entry_tells_the_change_as_text_and_as_html():
    entry = feed(two_agreements()).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Inbound lead hand-off, version 4"
    assert entry.findtext(f"{ATOM}summary") == (
        "First contact: The target rises from at least 90% to at least 95% (tightened for Sales Development)."
    )
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert Reading(content.text).text == (
        "First contact The target rises from at least 90% to at least 95%. (tightened for Sales Development)"
    )


def test_a_feed_is_bounded():
    many = reports.report(*(histories.renamed(histories.agreement_standing(), f"a-{n}", f"A {n}") for n in range(20)))
    assert len(feed(many).findall(f"{ATOM}entry")) == 50


def test_a_feed_without_entries_is_one():
    root = feed(reports.report(histories.without_history()))
    assert root.findtext(f"{ATOM}updated") == "2026-11-18T17:30:00Z"
    assert root.findall(f"{ATOM}entry") == []


def test_a_hostile_name_leaves_the_feed_well_formed():
    hostile = Identity('</name><script>alert("x")</script>\x1b[31m\u202e', "x@y.example")
    fourth = histories.four()
    landed = replace(fourth.version.landed, author=hostile)
    fourth = replace(fourth, version=replace(fourth.version, landed=landed))
    report = reports.report(histories.agreement_standing(histories.one(), histories.two(), histories.three(), fourth))
    author = feed(report).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name")
    assert author == '</name><script>alert("x")</script>�[31m�'
    assert unescape(author) == author
