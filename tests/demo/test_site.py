"""The golden site: what the pages of the demonstration say."""

from xml.etree import ElementTree

from tests.pages.reading import Reading

ATOM = "{http://www.w3.org/2005/Atom}"


def test_every_page_is_there(demo_site):
    pages = {path.relative_to(demo_site).as_posix() for path in demo_site.rglob("index.html")}
    assert {
        "agreements/lead-handoff/index.html",
        "agreements/weekend-pilot/index.html",
        "index.html",
        "story/index.html",
    } <= pages


def said(demo_site, name: str) -> str:
    return Reading((demo_site / name / "index.html").read_text(encoding="utf-8")).text


def test_the_hand_off_says_what_binds_and_what_waits_for_sales(demo_site):
    page = said(demo_site, "agreements/lead-handoff")
    assert "In force version 6 since 1 August 2026 Signed by Ben Okafor ( verified ) and Ana Ruiz ( verified )" in page
    assert "Version 7 waits for 1 signature Proposed on 12 October 2026" in page
    assert "Last signed: version 6, on 20 July 2026. Sign these terms as Ben Okafor" in page
    assert (
        "What has changed since version 6, which Ben Okafor signed First contact "
        "The target rises from at least 92% to at least 95%. tightened for Sales Development"
    ) in page


def test_the_request_of_may_is_shown_and_not_granted(demo_site):
    page = said(demo_site, "agreements/lead-handoff")
    assert "Version 5 ¶ Superseded from 18 May 2026 to 31 July 2026" in page
    assert "Asked for retroactively from 13 April 2026. Shown, and not applied." in page


def test_the_pilot_has_lapsed_and_home_says_so(demo_site):
    assert "Lapsed version 2 from 1 October 2025 to 30 June 2026" in said(demo_site, "agreements/weekend-pilot")
    assert "Weekend answers in the Americas Lapsed" in said(demo_site, ".")


def test_home_says_whom_the_hand_off_waits_for(demo_site):
    waits = "Inbound lead hand-off, version 7 waits for Ben Okafor (Sales Development) since 12 October 2026"
    assert waits in said(demo_site, ".")


def test_every_version_is_on_the_page_of_changes_and_in_the_feed(demo_site):
    page = said(demo_site, "changes")
    titles = [f"Inbound lead hand-off, version {number}" for number in range(7, 0, -1)]
    assert all(f"{title} ¶" in page for title in titles)
    root = ElementTree.parse(demo_site / "changes.xml").getroot()
    found = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert [title for title in found if title.startswith("Inbound")] == titles


def test_the_chart_of_first_contact_steps_and_breaks(demo_site):
    """Version 3 raised the target in the middle of February; version 4 changed which leads count, in April."""
    page = (demo_site / "agreements/lead-handoff/index.html").read_text(encoding="utf-8")
    chart = page.partition('aria-labelledby="first-contact-trend-title')[2].partition("</svg>")[0]
    assert [text for text in ("version 3", "version 4", "version 5") if text in chart] == ["version 3", "version 4"]
    assert "What is counted changed in April 2026 with version 4" in Reading(page).text
