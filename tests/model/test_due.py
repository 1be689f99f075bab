"""What is due: one list, in one order, for whoever reminds people."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from living_sla.model.figures.contingency import Triggered
from living_sla.model.figures.due import DueKind, due
from living_sla.model.figures.review_agenda import ActionAhead, ReviewAgenda, UnfinishedReview
from living_sla.model.past.basis import Basis
from living_sla.pages.home.scoreboard import scoreboard
from living_sla.words.standing.due import due_line
from tests.factories import histories, reports
from tests.pages import whole


def kinds(report, **options):
    return [found.kind.value for found in due(report, **options)]


def test_every_missing_signature_of_a_proposal_is_due_since_it_landed():
    standing = histories.agreement_standing()
    found = [one for one in due(reports.report(standing)) if one.kind is DueKind.SIGNATURE]
    missing = [(version.version.number, one.signer) for version in standing.timeline.ahead for one in version.waiting]
    assert missing
    assert [(one.version.version.number, one.signature.signer) for one in found] == missing


def test_an_agreement_that_everybody_signed_waits_for_nobody():
    assert "signature" not in kinds(reports.report(reports.agreement_standing()))


@pytest.mark.parametrize(("age", "due_"), [("fresh", []), ("stale", ["export"]), ("too old", ["export"])])
def test_an_export_that_is_not_fresh_comes_first(age, due_):
    assert [kind for kind in kinds(reports.report(reports.agreement_standing(), age=age)) if kind == "export"] == due_
    assert kinds(reports.report(reports.agreement_standing(), age=age))[: len(due_)] == due_


def test_what_lies_further_ahead_than_asked_is_left_out():
    report = reports.report(reports.agreement_standing())
    [review] = [found for found in due(report) if found.kind is DueKind.REVIEW]
    ahead = review.day - report.built_at.date()
    assert "review" in kinds(report, within=ahead)
    assert "review" not in kinds(report, within=ahead - timedelta(days=1))


def delivering(due_: str, *, basis: Basis = Basis.IN_FORCE, until: str = "2027-04-30"):
    """An agreement whose only commitment is a deliverable, due by that rule."""
    owed = {
        "id": "funnel-report",
        "title": "Funnel report",
        "by": "marketing",
        "category": "reporting",
        "per": "month",
        "measure": {"kind": "deliverable", "source": "deliveries", "at": "delivered_at", "due": due_},
        "target": "at least 90%",
    }
    terms = reports.terms(commitments=[owed], until=until, contingency=[], exceptions=[])
    return replace(reports.agreement_standing(basis=basis), agreement=reports.agreement_of(terms))


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        ("every Wednesday", "2026-11-18"),  # that of the build
        ("every Tuesday", "2026-11-24"),
        ("last working day of every month", "2026-11-30"),
        ("first working day of every quarter", "2027-01-04"),  # the first is New Year's Day, a Friday
        ("last Friday of every year", "2026-12-25"),
        ("last working day of every year", "2026-12-23"),  # these terms are closed on the 24th
    ],
)
def test_the_next_due_date_of_a_deliverable_is_due(rule, on):
    [found] = [found for found in due(reports.report(delivering(rule))) if found.kind is DueKind.DELIVERY]
    assert (str(found.day), found.deliverable.id) == (on, "funnel-report")


def test_a_quarter_is_fiscal_where_the_years_of_the_site_are():
    report = replace(reports.report(delivering("first day of every quarter")), fiscal_year_start=2)
    assert [found.day for found in due(report) if found.kind is DueKind.DELIVERY] == [date(2027, 2, 1)]


def test_nothing_is_to_be_delivered_under_terms_that_bind_nobody_or_have_ended_by_then():
    assert "delivery" not in kinds(reports.report(delivering("every Tuesday", basis=Basis.PROPOSED)))
    assert "delivery" not in kinds(reports.report(delivering("every Tuesday", until="2026-11-23")))
    assert "delivery" in kinds(reports.report(delivering("every Tuesday", until="2026-11-24")))


def test_the_terminal_and_home_tell_a_delivery_from_one_list():
    report = reports.report(delivering("last working day of every month"))
    [found] = [found for found in due(report) if found.kind is DueKind.DELIVERY]
    assert due_line(found, report.built_at.date()) == "2026-11-30  lead-handoff/funnel-report is due"
    text = " ".join(html.unescape(scoreboard(report, whole.links(report, ""))).split())
    assert '<a href="agreements/lead-handoff/funnel-report/">deliver Funnel report</a>' in text
    assert "30 November 2026" in text


def test_every_kind_that_the_terminal_tells_is_on_home():
    waiting = histories.agreement_standing()
    consequence = Triggered(
        waiting.agreement.terms.contingency[0], "first-contact", tuple(reports.months("2026-08", 2))
    )
    report = reports.report(replace(waiting, triggered=(consequence,)), delivering("every Tuesday"), age="stale")
    rota = ActionAhead("rota", "Fill the rota", "Ben Okafor", date(2026, 11, 2), "2026-Q3", report.built_at)
    unsigned = UnfinishedReview("2026-Q3", date(2026, 10, 13), ("sales",))
    reviews = ReviewAgenda(actions=(rota,), unfinished={waiting.id: (unsigned,)})
    report = replace(report, reviews=reviews)
    found = {one.kind for one in due(report)}
    assert found == set(DueKind) - {DueKind.EFFECTIVE}  # which asks nobody for anything
    text = html.unescape(scoreboard(report, whole.links(report, "")))
    for word in (
        "Old data",
        "export leads again",
        "accept the review of Q3 2026",
        "sign version 4",
        "review ",
        "deliver ",
        "freeze and review Q3 2026",
        "Fill the rota",
        "missed in August 2026 and September 2026",
    ):
        assert word in text
