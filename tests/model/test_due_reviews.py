"""Reviews and actions that are due: a period that ended without a frozen review, and what somebody took on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from living_sla.documents.agenda import ics
from living_sla.model.agreement.terms import ReviewTerms
from living_sla.model.figures.agenda import agenda
from living_sla.model.figures.due import DueKind, due
from living_sla.model.figures.review_agenda import ActionAhead, HeldReview, ReviewAgenda, UnfinishedReview
from living_sla.model.figures.standing import Report
from living_sla.model.figures.teams import teams
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Span, Timeline
from living_sla.model.reviews.agenda import review_agenda
from living_sla.words import times
from living_sla.words.standing.due import due_line
from living_sla.words.standing.to_do import tasks
from tests.factories import reports
from tests.reviews import examples

NOTHING = ReviewAgenda()
MARKETING, SALES = "Demand Generation", "Sales Development"
AS_OF = datetime(2026, 10, 6, 17, 30, tzinfo=UTC)
ROTA = ActionAhead("rota", "Fill the rota", "Ben Okafor", date(2026, 11, 2), "2026-Q3", AS_OF)


def held(review: str, first: str, end: str) -> ReviewAgenda:
    one = HeldReview(review, "3f1c" * 3, date.fromisoformat(first), date.fromisoformat(end))
    return ReviewAgenda({"lead-handoff": (one,)})


Q3 = held("2026-Q3", "2026-07-01", "2026-10-01")


def report(on: str, reviews: ReviewAgenda | None, *, begins: str = "2026-05-01", **terms: Any) -> Report:
    """One agreement, in force since that day, reviewed every quarter; built on the day `on`."""
    agreed = reports.agreement_standing()
    review = ReviewTerms.model_validate({"every": "quarter", **terms})
    changed = replace(agreed.agreement, terms=agreed.agreement.terms.model_copy(update={"review": review}))
    span = Span(1, datetime.fromisoformat(begins).replace(tzinfo=UTC), None, Basis.IN_FORCE)
    timeline = Timeline("lead-handoff", (), (span,))
    standing = replace(agreed, agreement=changed, timeline=timeline)
    built = datetime.fromisoformat(f"{on}T12:00:00+00:00")
    return replace(reports.report(standing), built_at=built, reviews=reviews)


def told(found: Report) -> list[tuple[str, str]]:
    """Kind and day of what is due of reviews."""
    kinds = (DueKind.REVIEW, DueKind.UNREVIEWED, DueKind.ACTION)
    return [(item.kind.value, str(item.day)) for item in due(found) if item.kind in kinds]


@pytest.mark.parametrize(
    ("on", "next_", "reviews", "expected"),
    [
        # Nobody looked for reviews: the terms alone speak.
        ("2026-11-20", "2027-01-12", None, [("review", "2027-01-12")]),
        ("2027-01-20", "2027-01-12", None, [("review", "2027-01-12")]),
        # The third quarter has ended: its review is overdue unless it is planned for a day that has not passed.
        ("2026-11-20", "2027-01-12", NOTHING, [("unreviewed", "2026-10-01"), ("review", "2027-01-12")]),
        ("2026-10-05", "2026-10-14", NOTHING, [("review", "2026-10-14")]),
        ("2026-10-14", "2026-10-14", NOTHING, [("review", "2026-10-14")]),
        ("2026-10-15", "2026-10-14", NOTHING, [("unreviewed", "2026-10-01")]),
        ("2026-10-05", None, NOTHING, [("unreviewed", "2026-10-01")]),
        # It is frozen.
        ("2026-11-20", "2027-01-12", Q3, [("review", "2027-01-12")]),
        ("2026-10-12", "2026-10-14", Q3, [("review", "2026-10-14")]),
        ("2026-10-15", "2026-10-14", Q3, []),
        ("2026-11-20", None, Q3, []),
        ("2027-01-05", None, Q3, [("unreviewed", "2027-01-01")]),
        # A longer review around it is one of it, a shorter one inside it is not.
        ("2027-01-20", "2027-01-12", held("2026", "2026-01-01", "2027-01-01"), []),
        ("2026-10-05", None, held("2026-09", "2026-09-01", "2026-10-01"), [("unreviewed", "2026-10-01")]),
        ("2026-10-05", None, ReviewAgenda({"other": Q3.held["lead-handoff"]}), [("unreviewed", "2026-10-01")]),
        # A day that passed long ago is one thing with the review that is overdue.
        ("2026-11-20", "2026-07-14", NOTHING, [("unreviewed", "2026-10-01")]),
    ],
)
def test_a_review_is_due_on_its_day_and_overdue_once_its_period_ended_unfrozen(on, next_, reviews, expected):
    assert told(report(on, reviews, **({"next": next_} if next_ else {}))) == expected


@pytest.mark.parametrize(("begins", "overdue"), [("2026-09-30", True), ("2026-10-01", False), ("2026-12-01", False)])
def test_a_period_before_the_terms_were_in_force_asks_for_no_review(begins, overdue):
    assert bool(told(report("2026-11-20", NOTHING, begins=begins))) is overdue


def test_a_week_has_no_frozen_review_that_could_be_missing():
    assert told(report("2026-11-20", NOTHING, every="week")) == []


def test_an_open_action_is_due_on_its_day_whatever_agreement():
    found = report("2026-11-20", ReviewAgenda(Q3.held, (ROTA,)))
    assert told(found) == [("action", "2026-11-02")]
    assert told(replace(found, agreements=())) == [("action", "2026-11-02")]
    assert DueKind.ACTION not in [one.kind for one in due(replace(found, built_at=AS_OF), within=timedelta(days=9))]


def test_what_is_due_of_reviews_is_told_in_a_line_for_the_terminal():
    found = report("2026-11-20", ReviewAgenda({}, (ROTA, replace(ROTA, id="form", owner="", due=date(2026, 12, 1)))))
    assert [due_line(item, date(2026, 11, 20)) for item in due(found)][:3] == [
        "2026-10-01  review of lead-handoff: 2026-Q3 has ended and is not frozen",
        "2026-11-02  Fill the rota: Ben Okafor, action rota of 2026-Q3, which has passed",
        "2026-12-01  Fill the rota: nobody yet, action form of 2026-Q3",
    ]


def test_home_and_the_digest_tell_actions_and_reviews_that_are_overdue():
    first, second = tasks(report("2026-11-20", ReviewAgenda({}, (ROTA,))))[:2]
    assert (first.who, first.what, first.when.replace("\N{NO-BREAK SPACE}", " ")) == (
        "Demand Generation and Sales Development",
        "freeze and review Q3 2026 of Inbound lead hand-off",
        "ended 30 September 2026",
    )
    assert (second.who, second.what, second.is_late) == ("Ben Okafor", "Fill the rota", True)


def test_a_team_has_to_do_what_it_or_who_speaks_for_it_took_on():
    found = report("2026-11-20", NOTHING)
    names = {team.name: team for team in teams(found)}
    sales = names["Sales Development"]
    person = next(standing.terms.parties[key].contact.name for standing, key in sales.parties)
    [mine, ours, other] = [
        sales.concerns(
            replace(due(replace(found, reviews=ReviewAgenda({}, (ROTA,))))[-1], action=replace(ROTA, owner=of))
        )
        for of in (person, "sales  development", "Somebody else")
    ]
    assert (mine, ours, other) == (True, True, False)


def test_the_calendar_names_the_latest_seal_and_nobody():
    found = report("2026-11-20", ReviewAgenda(Q3.held, (ROTA,)), next="2027-01-12")
    text = ics(agenda(found), name="Northwind").decode().replace("\r\n ", "")
    assert "The latest is 2026-Q3\\, seal 3f1c3f1c3f1c." in text
    assert "SUMMARY:Action: Fill the rota\r\nDESCRIPTION:Taken on in the review of Q3 2026." in text
    assert "DTSTAMP:20261006T173000Z" in text
    assert "Okafor" not in text


@pytest.mark.parametrize(
    ("parties", "line", "who", "what"),
    [
        ((), "its minutes", f"{MARKETING} and {SALES}", "write the minutes of the review of Q3 2026"),
        (("sales",), SALES, SALES, "accept the review of Q3 2026"),
        (
            ("marketing", "sales"),
            f"{MARKETING} and {SALES}",
            f"{MARKETING} and {SALES}",
            "accept the review of Q3 2026",
        ),
    ],
)
def test_a_review_that_is_not_accepted_waits_for_its_minutes_or_for_those_who_have_not_signed(parties, line, who, what):
    waiting = UnfinishedReview("2026-Q3", date(2026, 10, 13), parties)
    found = report("2026-11-20", ReviewAgenda(Q3.held, unfinished={"lead-handoff": (waiting,)}), next="2027-01-12")
    item = next(of for of in due(found, within=timedelta(0)) if of.kind is DueKind.UNFINISHED)
    assert due_line(item, date(2026, 11, 20)) == f"2026-10-13  review 2026-Q3 of lead-handoff waits for {line}"
    told = next(of for of in tasks(found) if of.due == item)
    assert (told.who, told.when, told.is_late) == (who, f"frozen {times.day(waiting.since)}", True)
    assert told.what == f"{what}, {found.agreements[0].title}"
    concerned = {team.name for team in teams(found) if team.concerns(item)}
    assert concerned == set(who.split(" and "))
    assert item not in agenda(found), "it has no day of its own"


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ((examples.frozen(),), [("2026-Q3", ())]),
        ((examples.reviewed(),), [("2026-Q3", ("sales",))]),
        ((examples.accepted(),), []),
        ((examples.broken(),), []),
        ((examples.not_readable(),), []),
        ((examples.not_committed(),), []),
        # What was corrected waits for nobody; the correction does.
        ((examples.frozen(), examples.correction()), [("2026-Q3.2", ())]),
    ],
)
def test_what_a_review_waits_for_is_told_while_it_does(reviews, expected):
    unfinished = review_agenda(reviews).unfinished.get("lead-handoff", ())
    assert [(of.review, of.parties) for of in unfinished] == expected
