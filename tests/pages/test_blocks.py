import itertools
from datetime import timedelta

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from living_sla.model.figures.standing import Report
from living_sla.model.past.basis import Basis
from living_sla.model.time.zones import Adjusted
from living_sla.pages import blocks as pages
from living_sla.pages.home.scoreboard import scoreboard
from tests.factories import reports
from tests.pages import whole
from tests.pages.reading import Reading


def read(block: str) -> Reading:
    return Reading(block)


def board(report: Report) -> Reading:
    return read(scoreboard(report, whole.links(report, "")))


# ---------------------------------------------------------------- scoreboard


def test_the_first_thing_on_the_scoreboard_is_the_answer():
    assert board(reports.report()).text.startswith(
        "2 of 3 commitments kept last month. One needs a decision: First contact was missed in October. "
        "1 is at risk now. Data up to 18 November 2026, 17:30 London time , 2 hours old"
    )


def test_the_worst_comes_first():
    text = board(reports.report()).text.partition("Trend")[2]
    order = [text.index(title) for title in ("First contact", "Accepted or rejected", "Qualified leads")]
    assert order == sorted(order)


def test_a_row_leads_to_its_commitment():
    links = [found["href"] for found in board(reports.report()).all("a")]
    assert "agreements/lead-handoff/first-contact/" in links


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([reports.mql_volume()], "The one commitment was kept last month."),
        ([reports.first_contact()], "The one commitment was missed last month."),
        ([reports.mql_volume(), reports.accepted()], "Both commitments kept last month."),
        ([reports.standing("first-contact", [])], "No commitment has been judged yet."),
        ([reports.first_contact()] * 2, "None of 2 commitments kept last month."),
    ],
)
def test_the_headline_counts_commitments(parts, said):
    assert board(reports.report(reports.agreement_standing(*parts))).text.startswith(said)


def test_proposed_terms_would_have_been_kept():
    proposed = reports.agreement_standing(basis=Basis.PROPOSED)
    assert board(reports.report(proposed)).text.startswith("2 of 3 commitments would have been kept last month.")
    assert "These terms are not in force: they bind nobody yet." in board(reports.report(proposed)).text


def test_a_site_without_agreements_says_what_to_do():
    nothing = replace(reports.report(), agreements=())
    assert board(nothing).text == (
        "No agreement yet The first file in the folder agreements becomes the first page here."
    )


def test_two_agreements_are_told_apart_on_the_board():
    told = "Demand Generation Inbound lead hand-off"
    assert told not in board(reports.report()).text
    twice = reports.report(reports.agreement_standing(), reports.agreement_standing())
    assert told in board(twice).text


def test_the_scoreboard_ends_with_what_is_to_be_done():
    assert board(reports.report()).text.endswith(
        "To do Demand Generation and Sales Development : review Inbound lead hand-off 12 January 2027"
    )


def test_old_data_is_said_on_the_scoreboard_too():
    assert "Old data up to 18 November 2026" in board(reports.report(age="stale")).text


# ---------------------------------------------------------------- state


def state(standing, **more) -> str:
    return read(whole.state(standing, reports.report(standing, **more))).text.partition(" 2 of 3")[0]


def test_an_agreement_in_force_says_since_when():
    assert state(reports.agreement_standing()) == (
        "In force since 1 May 2026 until 30 April 2027 Data up to 18 November 2026"
    )


@pytest.mark.parametrize(("basis", "word"), [(Basis.PROPOSED, "Proposed"), (Basis.DRAFT, "Draft")])
def test_terms_that_bind_nobody_say_so(basis, word):
    text = read(whole.state(reports.agreement_standing(basis=basis), reports.report())).text
    assert text.startswith(f"{word} from 1 May 2026")
    assert "bind nobody" in text or "binds nobody" in text


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ("stale", "17:30 London time : what happened since is not in these figures."),
        (
            "too old",
            "17:30 London time , too old to judge by: the figures stand as they were, and say nothing about today.",
        ),
    ],
)
def test_old_data_is_said_to_be_old(age, said):
    standing = reports.agreement_standing()
    assert said in read(whole.state(standing, reports.report(standing, age=age))).text
    assert "old." not in read(whole.state(standing, reports.report(standing))).text


# ---------------------------------------------------------------- attainment


def attainment(part) -> Reading:
    return read(pages.attainment(part, reports.LONDON))


def test_a_running_period_shows_its_bounds():
    assert (
        "November 2026 running At risk 96.2 % (203 of 211; 3 still open) at least 95 % "
        in attainment(reports.first_contact()).text
    )
    assert (
        "94.9 % to 96.3 % for the records so far, once the 3 open ones are decided."
        in attainment(reports.first_contact()).text
    )


def test_a_period_without_data_says_why_and_shows_no_figure():
    assert (
        "August 2026 No data no data at least 95 % the export of August was lost."
        in attainment(reports.first_contact()).text
    )


def test_a_commitment_without_figures_says_why():
    part = reports.standing("first-contact", [], why_not="median is not computed yet")
    assert attainment(part).text == "No figures median is not computed yet"


def test_a_small_number_is_marked():
    small = reports.standing("first-contact", [reports.share(reports.month("2026-10"), 18, 1)])
    large = reports.standing("first-contact", [reports.share(reports.month("2026-10"), 19, 1)])
    assert "few records" in attainment(small).text
    assert "few records" not in attainment(large).text


def test_misses_are_listed_by_record_and_lead_into_the_crm():
    found = attainment(reports.first_contact())
    assert "8 late answers in November 2026" in found.text
    assert "400217 Sat 21 Nov, 10:00 Sat 21 Nov, 14:00 still open" in found.text
    assert "The newest 6 of 8 are listed." in found.text
    assert {"href": "https://crm.example/contacts/400217", "rel": "noopener noreferrer"} in found.all("a")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", None])
def test_only_an_address_of_the_web_becomes_a_link(link):
    period = reports.month("2026-10")
    missed = replace(reports.share(period, 90, 10), misses=(replace(reports.miss(period, 0), link=link),))
    assert attainment(reports.standing("first-contact", [missed])).all("a") == []


def segments(*periods: dict[str, tuple[int, ...]]) -> Reading:
    """The breakdown of October, or of October and November."""
    months = reports.months("2026-10", len(periods))
    wholes = [reports.share(month, 90, 10) for month in months]
    rows = tuple(reports.by_segment(*of) for of in zip(months, periods, strict=True))
    found = str(pages.attainment(reports.standing("first-contact", wholes, segments=rows), reports.LONDON))
    return read(
        Markup(found[found.index('<details class="sla-fold"><summary>By region') : found.index("late answers in")])
    )


def test_small_groups_are_shown_together():
    text = segments({"EMEA": (60, 5), "AMER": (20, 2), "APAC": (3, 1), "LATAM": (2, 0)}).text
    assert "APAC in Other LATAM in Other Other (APAC, LATAM) Missed 83.3 % (5 of 6)" in text
    assert "AMER Missed 90.9 % (20 of 22)" in text
    assert "No group shown here has fewer than five records. The smallest groups are shown together as Other;" in text


def test_one_small_group_takes_the_next_smallest_with_it():
    text = segments({"EMEA": (60, 5), "AMER": (20, 2), "APAC": (3, 1)}).text
    assert "Other (AMER, APAC) Missed 88.5 % (23 of 26)" in text
    assert "EMEA Missed 92.3 % (60 of 65)" in text


def test_what_cannot_be_told_apart_is_shown_as_a_whole_only():
    text = segments({"EMEA": (60, 5), "APAC": (3, 1), "LATAM": (0,)}).text
    assert "EMEA not shown APAC not shown LATAM not shown" in text
    assert "Where that leaves nothing to compare, only the whole is shown." in text


def test_groups_that_are_merged_otherwise_in_the_next_period_have_a_row_of_their_own():
    text = segments(
        {"EMEA": (60, 5), "AMER": (20, 2), "APAC": (3, 1), "LATAM": (2, 0)},
        {"EMEA": (60, 5), "AMER": (3, 1), "APAC": (6, 0), "LATAM": (0,)},
    ).text
    assert "Other (APAC, LATAM) Missed 83.3 % (5 of 6) few records –" in text
    assert "Other (AMER, APAC) – At risk 90.0 % (9 of 10)" in text


def test_many_merged_segments_are_counted_and_their_names_are_text():
    found = segments({"EMEA": (60, 5), **{f"<b>{name}": (1,) for name in "abcdefghi"}})
    assert "Other (<b>a, <b>b, <b>c, <b>d, <b>e, <b>f and 3 more) Met 100.0 % (9 of 9)" in found.text
    assert len(found.all("b")) == 2  # of the two figures


def test_a_segment_that_is_called_other_is_another_one():
    text = segments({"EMEA": (60, 5), "Other": (20, 0), "APAC": (3, 1), "LATAM": (2, 0)}).text
    assert "Other Met 100.0 % (20 of 20)" in text
    assert "Other (APAC, LATAM) Missed 83.3 % (5 of 6)" in text


def test_a_blank_segment_has_a_name():
    assert "left blank Met 100.0 % (20 of 20)" in segments({"EMEA": (60, 5), "": (20, 0)}).text
    assert "Other (left blank, LATAM)" in segments({"EMEA": (60, 5), "LATAM": (2, 0), "": (4, 0)}).text


def test_groups_of_five_and_more_are_shown():
    text = segments({"EMEA": (60, 5), "AMER": (5, 0)}).text
    assert "fewer than five" not in text
    assert "Other" not in text


# ---------------------------------------------------------------- the whole page


def of_first_contact() -> Reading:
    standing = reports.agreement_standing()
    return read(whole.commitment(standing.commitments[1], standing, reports.report(standing)))


def page(**more) -> Reading:
    standing = reports.agreement_standing(**more)
    return read(whole.agreement(standing, reports.report(standing)))


def test_every_commitment_has_its_sentence_and_a_row_that_old_links_lead_to_the_worst_first():
    found = page()
    for part in reports.agreement_standing().commitments:
        assert part.sentence in found.text
    identifiers = [attributes.get("id") for attributes in found.all("tr") if attributes.get("id")]
    assert identifiers == ["first-contact", "mql-volume", "accepted"]


def test_every_term_is_on_the_page():
    text = page().text
    for said in (
        "Monday to Thursday 09:00-17:30", "Friday 09:00-12:00 and 13:00-16:00", "London time (Europe/London)",
        "public holidays of GB-ENG", "as holidays 0.82 lists them", "4 days with other hours",
        "A person at a target company who asked for a demo or scored 60 or more.",
        "Counted where lifecycle is mql, sql or customer and score is at least 60.",
        "Head of Operations Runs logistics", "Leads from web forms", "Partner referrals", "#lead-handoff",
        "CRM outage", "3 August 2026, 08:00 to 4 August 2026, 12:00", "left out: First contact",
        "needs a weekly list of rejected leads with reasons, every Monday.", "After 1 miss Both contacts meet",
        "After 3 misses in a row Sales leadership reassigns capacity. every commitment", "30 days",
        "Either party, in writing", "when away Tom Beck", "every quarter, next on 12 January 2027",
        "from 1 May 2026 to 30 April 2027; notice 30 days",
    ):  # fmt: skip
        assert said in text


def test_provenance_names_files_digests_rows_columns_and_commit():
    text = of_first_contact().text
    for said in (
        "data/exports/hubspot-contacts-2026-11-18.csv", "a94fa94fa94f", "4,127", "2 duplicates dropped",
        "id, mql_at, first_contacted_at, decided_at, score, region", "Nothing else was read.", "9b1f6d2c0e5a",
        "agreements/lead-handoff.md", "holidays 0.82",
    ):  # fmt: skip
        assert said in text


def test_provenance_says_what_clock_changes_did():
    source = reports.leads()
    touched = {"mql_at": Adjusted(1, 2), "decided_at": Adjusted(0, 1)}
    facts = replace(source.facts, adjusted=touched)
    report = replace(reports.report(), sources={"leads": replace(source, facts=facts)})
    text = read(pages.provenance(report.agreements[0], report)).text
    assert "1 time (mql_at 1) fell into the hour that clocks skip in spring and moved to its end." in text
    assert "3 times (mql_at 2 and decided_at 1) could be either of two in autumn; the earlier was taken." in text


def test_every_table_has_scoped_headers():
    found = page()
    assert found.all("th")
    assert [attributes for attributes in found.all("th") if attributes.get("scope") not in ("row", "col")] == []


def test_headings_do_not_skip_a_level_and_ids_are_unique():
    found = page()
    levels = [int(tag[1]) for tag, _ in found.elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    identifiers = [attributes["id"] for _, attributes in found.elements if attributes.get("id")]
    assert len(identifiers) == len(set(identifiers))


def test_the_page_is_well_formed():
    found = page()
    assert (found.unbalanced, found.open) == ([], [])


def test_search_leaves_out_charts_and_record_ids():
    standing = reports.agreement_standing()
    found = read(whole.everything(standing, reports.report(standing)))
    excluded = [attributes for _, attributes in found.elements if attributes.get("data-search-exclude")]
    assert len(excluded) >= 3 + 4 + 1


# ---------------------------------------------------------------- the foot of a page


def foot(report: Report) -> str:
    return read(pages.footer(report)).text


def test_the_foot_says_as_of_when_built_and_from_what():
    assert foot(reports.report()) == (
        "Figures as of 18 November 2026, 17:30 London time. "
        "Built 18 November 2026, 20:00 London time, from commit 9b1f6d2c0e5a."
    )


def test_agreements_read_with_edits_come_from_the_working_tree():
    edited = replace(reports.agreement_standing(), commit=None)
    assert foot(reports.report(reports.agreement_standing(), edited)).endswith("from the working tree.")


def test_exports_that_differ_are_as_of_their_first_and_last_day():
    leads = reports.leads()
    early = replace(leads, name="deals", facts=replace(leads.facts, as_of=leads.facts.as_of - timedelta(days=3)))
    both = reports.agreement_standing()
    agreed = reports.terms(commitments=[*reports.TERMS["commitments"], reports.MORE[0]])
    standing = replace(both, agreement=reports.agreement_of(agreed))
    report = replace(reports.report(standing), sources={"leads": leads, "deals": early})
    assert foot(report).startswith("Figures as of 15 November 2026 to 18 November 2026.")


def test_one_instant_of_several_agreements_is_told_by_the_clock_that_the_build_is_told_by():
    """Exports with the same as-of, for London first and then for New York."""
    leads = reports.leads()
    deals = replace(leads, name="deals")
    coverage = {**reports.TERMS["coverage"], "timezone": "America/New_York"}
    agreed = reports.terms(id="deals", coverage=coverage, commitments=[reports.MORE[0]])
    american = replace(reports.agreement_standing(), agreement=reports.agreement_of(agreed))
    report = replace(reports.report(reports.agreement_standing(), american), sources={"leads": leads, "deals": deals})
    assert foot(report) == foot(reports.report())


def test_a_site_without_agreements_has_a_foot_too():
    nothing = replace(reports.report(), agreements=())
    assert foot(nothing) == "Built 18 November 2026, 20:00 UTC, from the working tree."


def test_the_writers_words_stand_below_the_figures():
    standing = reports.agreement_standing()
    untitled = read(whole.agreement(standing, reports.report(standing), Markup("<p>Leads went cold.</p>"))).text
    titled = read(whole.agreement(standing, reports.report(standing), Markup("<h2>Why</h2><p>Leads.</p>"))).text
    assert untitled.index("Accepted or rejected") < untitled.index("Background") < untitled.index("Leads went cold.")
    assert untitled.index("Terms") < untitled.index("Leads went cold.")
    assert "Background" not in titled


def test_of_several_sources_the_oldest_is_told():
    agreed = reports.terms(commitments=[*reports.TERMS["commitments"], reports.MORE[0]])
    standing = replace(reports.agreement_standing(), agreement=reports.agreement_of(agreed))
    leads = reports.leads()
    report = replace(reports.report(standing), sources={"leads": leads, "deals": replace(leads, name="deals")})
    text = read(whole.state(standing, report)).text
    assert text.count("18 November") == 1
    earlier = replace(leads.facts, as_of=leads.facts.as_of - timedelta(days=3))
    apart = replace(report, sources={"leads": leads, "deals": replace(leads, name="deals", facts=earlier)})
    assert "Oldest data, deals, up to 15 November 2026" in read(whole.state(standing, apart)).text
