"""Home: what a reader of ten seconds finds, in every state that a site can be in."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from living_sla.errors import Fault, NoFile, Place
from living_sla.model.figures.standing import WaitingSource
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Span, State
from living_sla.pages.home.monday import first_page
from living_sla.pages.html import entities
from living_sla.pages.links import links_from
from tests.factories import histories, reports
from tests.factories.mondays import NOW, STEADY, agreement, commitment, of_months, report
from tests.pages.reading import Reading

KEPT = of_months(*STEADY)
MISSED = of_months(2, 9)


def page(found) -> str:
    return first_page(found, links_from("", found))


def read(found) -> Reading:
    reading = Reading(page(found))
    assert (reading.open, reading.unbalanced) == ([], [])
    return reading


def rows(reading: Reading) -> list[str]:
    return [of["class"] for of in reading.all("li") if of.get("class") == "sla-row"]


def test_what_is_kept_what_needs_a_decision_who_acts_and_how_old_the_data_is():
    standing = histories.agreement_standing()
    text = read(reports.report(standing)).text
    assert text.startswith("2 of 3 commitments kept last month. One needs a decision: First contact was missed")
    assert "Data up to 18 November 2026, 17:30 London time , 2 hours old" in text
    assert "Ben Okafor, Sales Development : sign version 4 of Inbound lead hand-off waits 6 days" in text
    assert "review Inbound lead hand-off 12 January 2027" in text


def test_what_asks_for_nobody_is_one_line():
    parts = [commitment("a", KEPT), commitment("b", MISSED), *(commitment(f"c{at}", KEPT) for at in range(5))]
    reading = read(report(agreement(*parts)))
    [fold] = reading.all("details")
    assert "open" not in fold
    assert "6 kept" in reading.text
    assert len(rows(reading)) == 7


def test_where_nothing_asks_for_anybody_a_few_rows_stand_open():
    [fold] = read(report(agreement(commitment("a", KEPT), commitment("b", KEPT)))).all("details")
    assert "open" in fold


def test_one_column_a_side_and_one_for_what_all_owe():
    parts = [commitment("a", KEPT), commitment("b", KEPT, by="marketing"), commitment("c", KEPT, by="both")]
    reading = read(report(agreement(*parts)))
    assert [of["id"] for of in reading.all("h2")][:3] == ["side-1", "side-2", "side-3"]
    places = [
        reading.text.index(name) for name in ("Demand Generation owes", "Sales Development owes", "Owed together")
    ]
    assert places == sorted(places)


def test_a_title_has_its_limit_and_leads_to_the_page_of_the_commitment():
    found = [of["href"] for of in read(report(agreement(commitment("a", KEPT)))).all("a")]
    links = [href for href in found if href != "#to-do"]
    assert links[:2] == ["teams/sales-development/", "agreements/lead-handoff/a/"]


def test_old_data_is_loud():
    text = read(replace(report(agreement(commitment("a", KEPT))), sources={"leads": reports.leads("stale")})).text
    assert "Old data up to 18 November 2026" in text


def waiting(name="leads") -> WaitingSource:
    fault = NoFile(f'no file is called "exports/{name}-*.csv" below data/', where=Place("data/sources.yml", 3),
                   hint="put one there", code=Fault.UNREADABLE_EXPORT)  # fmt: skip
    return WaitingSource(name, f"exports/{name}-*.csv", fault)


def test_where_nothing_has_come_yet_the_file_is_named_once():
    part = commitment("a", waits_for=("leads",), why_not="waits for data: no file is called")
    found = replace(report(agreement(part)), sources={}, waiting={"leads": waiting()})
    text = read(found).text
    assert text.startswith("No commitment has been judged yet. 1 waits for data.")
    assert text.count("exports/leads-*.csv") == 1


@pytest.mark.parametrize("state", histories.STATES)
def test_every_state_of_an_agreement_has_its_page(state):
    standing = histories.STATES[state][1]()
    reading = read(reports.report(standing))
    assert reading.text
    ids = [of["id"] for _, of in reading.elements if of.get("id")]
    assert len(ids) == len(set(ids))


def test_a_draft_says_that_it_binds_nobody():
    assert "bind nobody" in read(report(agreement(commitment("a", KEPT), basis=Basis.DRAFT))).text


def test_without_any_agreement_there_is_one_sentence():
    assert "No agreement yet" in read(report()).text


def test_sixty_commitments_of_twelve_agreements_weigh_little():
    series = itertools.cycle([KEPT, KEPT, KEPT, MISSED, of_months(*STEADY, now=(40, 2))])
    made = [
        agreement(*(commitment(f"c{at}", next(series)) for at in range(5)), name=f"agreement-{number}")
        for number in range(12)
    ]
    html = page(report(*made))
    assert len(html) < 90_000
    assert "12 agreements" not in html
    assert Reading(html).text.startswith(
        "48 of 60 commitments kept last month. Twelve need a decision: C3 (Agreement-0),"
    )


def test_the_build_decides_nothing_but_words():
    assert page(report(agreement(commitment("a", KEPT)))) == page(report(agreement(commitment("a", KEPT)), now=NOW))


def test_an_agreement_that_has_ended_is_out_of_the_way_and_nobody_has_to_do_anything():
    ended = histories.renamed(histories.lapsed(), "pilot", "Pilot")
    text = read(reports.report(histories.without_signatories(), ended)).text
    assert text.startswith("2 of 3 commitments kept last month.")
    assert "Pilot" not in text.partition("To do")[0]
    assert read(reports.report(ended)).text.startswith("No agreement is in force any more.")


def test_of_a_week_full_of_versions_a_screen_is_told_and_the_rest_is_a_link():
    """Twelve agreements of three versions each, all of this week: one in force, and two that wait."""
    landed = histories.commit(7, "2026-11-12T09:00", "Begin")
    waits = [replace(histories.four(), version=histories.version_of(n, histories.agreement(n), landed)) for n in (2, 3)]
    first = replace(histories.one().version, landed=landed)
    span = Span(1, landed.landed_at, None, Basis.IN_FORCE)
    line = [replace(histories.one(), version=first, state=State.IN_FORCE, in_force=span), *waits]
    one = histories.agreement_standing(*line)
    of = replace(report(*(histories.renamed(one, f"desk-{at}", f"Desk {at}") for at in range(12))), sources={})
    html = page(replace(of, built_at=NOW))
    block = html[html.index('class="sla-changed"') :].partition("</section>")[0]
    shown, _, folded = block.partition("<details")
    assert (shown.count("<li>"), folded.count("<li>")) == (7, 12)
    assert "and 41 more</a>" in block  # of 24 proposals, 24 sign-offs and 12 that took force
    assert f'href="{entities("changes/")}"' in block


def test_what_has_to_be_done_first_stands_at_the_top_where_its_list_is_below_the_first_screen():
    def top(rows):
        shown = report(agreement(*(commitment(f"c{n}", KEPT) for n in range(rows))))
        text = str(first_page(shown, links_from("", shown)))
        return [part.partition('"')[0] for part in text.split('class="sla-now sla-next')[1:]]

    assert top(1) == [""]
    assert top(5) == [" sla-far"]
