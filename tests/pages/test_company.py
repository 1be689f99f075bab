"""Calendar, glossary, data and poster as blocks: what stands on them, and where it leads."""

from __future__ import annotations

import re
from html import unescape

import pytest
import segno
from msgspec.structs import replace

from living_sla.errors import Notice, Place, WarningName
from living_sla.model.agreement.journey import Stage
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.journey import StageFigures
from living_sla.model.figures.standing import Report, UnusableRecord
from living_sla.model.figures.usual_range import Assurance, Variation
from living_sla.model.past.change import Direction
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.past.timeline import State
from living_sla.pages.company.calendar import calendar
from living_sla.pages.company.data import data, unusable_of
from living_sla.pages.company.glossary import glossary_page, word_ids
from living_sla.pages.company.journey import has_journeys, journey
from living_sla.pages.company.legend import legend
from living_sla.pages.company.poster import poster, qr
from living_sla.pages.links import Links, links_from
from living_sla.words.standing.legend import LegendPart
from living_sla.words.standing.status_icons import status_icon
from tests.factories import histories, reports
from tests.model.test_due import delivering
from tests.model.test_glossary import LEAD, REWORDED, SCORED, standing_of
from tests.pages.reading import Reading

PLACE = Place("data/sources.yml", 4)


def links(report: Report, *, site_url: str = "", here: str = "somewhere") -> Links:
    return links_from(here, report, site_url=site_url)


def shown(block, report: Report) -> Reading:
    return Reading(block(report, links(report)))


# ---------------------------------------------------------------- calendar


def test_days_ahead_stand_by_month_and_lead_to_what_they_are_about():
    found = shown(calendar, reports.report(reports.agreement_standing()))
    assert "January 2027" in found.text
    assert "Tue 12 January 2027 Review Inbound lead hand-off" in found.text
    assert {"href": "../calendar.ics", "type": "text/calendar"} in found.all("a")
    assert {"href": "../agreements/lead-handoff/"} in found.all("a")


def test_a_delivery_leads_to_the_page_of_its_commitment():
    found = shown(calendar, reports.report(delivering("every Tuesday")))
    assert "Tue 24 November 2026 Due Funnel report" in found.text
    assert {"href": "../agreements/lead-handoff/funnel-report/"} in found.all("a")


def test_what_waits_stands_first_and_a_review_that_has_passed_is_not_forgotten():
    passed = reports.terms(review={"every": "quarter", "next": "2026-10-01"})
    late = replace(histories.agreement_standing(), agreement=reports.agreement_of(passed))
    found = shown(calendar, reports.report(late, age="stale"))
    assert "Waits since 12 November 2026 for the signature of Ben Okafor, Sales Development." in found.text
    assert "It is old: as of 18 November 2026, 17:30 London time." in found.text
    assert found.text.index("Waiting now") < found.text.index("Passed") < found.text.index("1 October 2026")


def test_an_agreement_whose_review_has_no_day_is_told_so():
    undated = reports.terms(review={"every": "quarter"})
    standing = replace(reports.agreement_standing(), agreement=reports.agreement_of(undated))
    assert "Reviewed every quarter; no day is set." in shown(calendar, reports.report(standing)).text


def test_a_site_without_any_day_says_so():
    assert "No agreement sets a day" in shown(calendar, replace(reports.report(), agreements=())).text


# ---------------------------------------------------------------- glossary


def test_a_word_has_its_meaning_its_agreement_and_its_versions():
    standing = standing_of(
        {"lead": LEAD}, {"lead": REWORDED}, {"lead": {**REWORDED, **SCORED, "means": REWORDED["means"]}},
        rules=("definition-reworded", "definition-changed"),
    )  # fmt: skip
    text = shown(glossary_page, reports.report(standing)).text
    assert "Somebody who asked for a demo." in text
    assert "Records: score is at least 60" in text
    assert "Version 3 , 10 September 2026: Stands for other records." in text
    assert "Version 2 , 28 June 2026: Reworded. Before: Somebody who asked." in text
    assert "Version 1 , 20 April 2026: Defined." in text


def test_a_word_is_written_in_the_glossary_as_on_every_page():
    page = shown(glossary_page, reports.report(standing_of({"mql": LEAD, "first_contact": LEAD}))).text
    assert "MQL" in page
    assert "first contact" in page
    assert "mql" not in page


def test_words_that_look_alike_in_an_address_have_places_of_their_own():
    standing = standing_of({"lead": LEAD, "Lead!": LEAD, "線索": LEAD, "リード": LEAD})
    from living_sla.model.figures.glossary import glossary

    ids = word_ids(glossary(reports.report(standing)))
    assert len(set(ids.values())) == 4
    assert ids["lead"] == "word-lead"


# ---------------------------------------------------------------- data


def test_an_export_is_told_with_its_age_its_rows_and_how_many_columns_are_never_read():
    report = reports.report()
    source = report.sources["leads"]
    counted = replace(source, facts=replace(source.facts, unread=17))
    text = shown(data, replace(report, sources={"leads": counted})).text
    assert "4,127" in text
    assert "Fresh: 2 hours before this build." in text
    assert "id, mql_at, first_contacted_at, decided_at, score and region" in text
    assert "The 17 other columns of the file are never read." in text


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        (0, "The file has no other columns."),
        (1, "The one other column of the file is never read."),
        (None, "Nothing else was read."),
    ],
)
def test_what_is_not_read_is_counted_where_somebody_could(unread, said):
    report = reports.report()
    source = report.sources["leads"]
    assert (
        said
        in shown(
            data, replace(report, sources={"leads": replace(source, facts=replace(source.facts, unread=unread))})
        ).text
    )


def test_unusable_records_are_told_once_by_reason_and_line():
    standing = reports.agreement_standing()
    first, second, third = standing.commitments
    bad = tuple(UnusableRecord(f"L-{line}", line, "its end precedes its start") for line in (31, 14, 31))
    both = (
        replace(first, unusable=bad),
        replace(second, unusable=(*bad, UnusableRecord("L-7", None, "no value"))),
        third,
    )
    found = list(unusable_of("leads", reports.report(replace(standing, commitments=both))))
    assert [(one.why, one.records) for one in found] == [
        ("Its end precedes its start", "lines 14 and 31"),
        ("No value", "one record"),
    ]


def test_many_lines_are_cut_and_counted():
    standing = reports.agreement_standing()
    bad = tuple(UnusableRecord(f"L-{line}", line, "no value") for line in range(1, 40))
    [found] = unusable_of(
        "leads", reports.report(replace(standing, commitments=(replace(standing.commitments[0], unusable=bad),)))
    )
    assert found.records == "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 27 more"


def test_values_that_no_record_has_are_told_and_nothing_that_a_file_holds():
    report = reports.report()
    never = Notice(
        WarningName.NEVER_MET,
        'no record of leads has "EMEA" in region, as "first-contact" asks',
        PLACE,
        'did you mean "emea-secret"?',
    )
    header = Notice(WarningName.PERSONAL_UNKNOWN, 'the export has no column "Email", declared as personal', PLACE)
    elsewhere = replace(never, where=Place("data/sources.yml", 40), message="not about leads")
    placed = replace(report.sources["leads"], place=PLACE)
    text = shown(data, replace(report, sources={"leads": placed}, notices=(never, header, elsewhere))).text
    assert 'No record of leads has "EMEA" in region, as "first-contact" asks.' in text
    for unsaid in ("emea-secret", "personal", "not about leads"):
        assert unsaid not in text


# ---------------------------------------------------------------- poster


def test_a_poster_shows_promises_people_signatures_and_the_characters_of_the_terms_in_force():
    standing = histories.agreement_standing()
    report = reports.report(standing)
    text = shown(lambda report, found: poster(standing, report, found), report).text
    in_force = next(one for one in standing.timeline.versions if one.state.value == "in force")
    assert in_force.version.digest[:12] in text
    assert standing.timeline.ahead[0].version.digest[:12] not in text
    assert "Signed by Ana Ruiz" in text
    for name in ("Ana Ruiz", "Ben Okafor", "Demand Generation", "Sales Development", "First contact"):
        assert name in text
    assert "@" not in text


def test_the_code_is_an_address_only_where_the_site_has_one():
    standing = reports.agreement_standing()
    report = reports.report(standing)
    code = standing.agreement.digest[:12]
    without = poster(standing, report, links(report))
    assert f"lead-handoff {code}" in unescape(str(without))
    within = poster(standing, report, links(report, site_url="https://sla.northwind.example/desk/"))
    assert "https://sla.northwind.example/desk/agreements/lead-handoff/" in unescape(str(within))
    assert _modules(without) == _modules(qr(f"lead-handoff {code}", ""))
    address = f"https://sla.northwind.example/desk/agreements/lead-handoff/#terms-{code}"
    assert _modules(within) == _modules(qr(address, ""))


def _modules(block: str) -> str:
    found = re.search(r'<path d="([^"]+)" fill="#000000"', str(block))
    assert found
    return found[1]


@pytest.mark.parametrize("text", ["a", "https://sla.northwind.example/" + "x" * 300, "Ünïcode 線索"])
def test_the_drawing_has_every_dark_module_and_no_other(text):
    dark = {
        (x, y)
        for y, row in enumerate(segno.make(text, error="m", micro=False).matrix)
        for x, on in enumerate(row)
        if on
    }
    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", _modules(qr(text, "says"))):
        run = {(int(x) + step, int(y)) for step in range(int(width))}
        assert not run & drawn
        drawn |= run
    assert drawn == dark


def test_more_promises_than_fit_are_counted():
    owed = [
        {**reports.TERMS["commitments"][0], "id": f"volume-{number}", "title": f"Volume {number}"}
        for number in range(15)
    ]
    terms = reports.terms(commitments=owed, contingency=[], exceptions=[])
    standing = replace(reports.agreement_standing(), agreement=reports.agreement_of(terms))
    report = reports.report(standing)
    text = Reading(poster(standing, report, links(report))).text
    assert "Volume 11" in text
    assert "Volume 12" not in text
    assert "And 3 promises more on the page of the agreement." in text


# ---------------------------------------------------------------- journey


def on_the_way(*figures: StageFigures):
    return replace(reports.agreement_standing(), journey=figures)


def stage(name: str, owner: str, *commitments: str) -> Stage:
    return Stage(stage=name, owner=owner, at="mql_at", source="leads", commitments=commitments)


def test_a_hand_over_names_both_teams_and_what_is_owed_there():
    standing = on_the_way(
        StageFigures(stage("Lead", "marketing"), reports.month("2026-10"), 400, 248),
        StageFigures(stage("MQL", "sales", "first-contact"), reports.month("2026-10"), 248),
    )
    report = reports.report(standing)
    found = Reading(journey([standing], links(report), titled=True))
    assert "Demand Generation hands over to Sales Development" in found.text
    assert "400 in October 2026 62.0 % went on (248 of 400)" in found.text
    assert {"href": "../agreements/lead-handoff/first-contact/"} in found.all("a")
    assert [bar["width"] for bar in found.all("rect")] == ["200", "124"]
    assert not found.unbalanced


def test_a_stage_that_nobody_can_count_says_so():
    standing = on_the_way(StageFigures(stage("Lead", "marketing")), StageFigures(stage("MQL", "marketing")))
    found = Reading(journey([standing], links(reports.report(standing)), titled=False))
    assert found.text.count("no month to count yet") == 2
    assert "hands over" not in found.text
    assert not found.all("rect")


def test_a_month_without_a_record_has_no_conversion():
    standing = on_the_way(StageFigures(stage("Lead", "marketing"), reports.month("2026-10"), 0, 0))
    assert (
        "went on"
        not in Reading(journey([standing], links(reports.report(standing)), titled=False)).text.split("Counted")[0]
    )


def test_agreements_without_a_journey_are_left_out_and_a_site_without_any_has_no_page():
    report = reports.report()
    assert not has_journeys(report)
    assert "No agreement says" in Reading(journey(report.agreements, links(report), titled=True)).text


# ---------------------------------------------------------------- legend


def test_the_legend_shows_every_status_state_change_and_level_as_the_pages_do():
    text = Reading(legend()).text
    for status in (*Status, *State, *Direction):
        assert status_icon(status).word in text
    for word in (*Variation, *Assurance, *(level.label for level in TrustLevel)):
        assert word in text


def test_each_part_of_the_legend_stands_alone():
    whole = Reading(legend()).text
    for part in LegendPart:
        found = Reading(legend(part))
        assert found.text
        assert found.text in whole
        assert not found.unbalanced
