"""Who has to do what by when: one line each, for Home, for a team and for the digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.figures.due import Due, DueKind, due
from living_sla.model.figures.standing import Report
from living_sla.model.harmless import harmless
from living_sla.model.notation import DAYS_OF_WEEK
from living_sla.model.time.zones import wall_time
from living_sla.words import times
from living_sla.words.numbers import listed
from living_sla.words.past.in_force import days_waited
from living_sla.words.people import owing, signer
from living_sla.words.reviews.naming import about, teams_waited_for

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms


class ToDo(Struct, frozen=True):
    """One thing to do, in words."""

    who: str
    what: str
    when: str
    is_late: bool
    """Whether its day has passed, or somebody waits for it already."""
    due: Due


def task(item: Due, now: datetime) -> ToDo:
    """The words of what is due; days count on the clock of its agreement."""
    if item.action is not None:
        today = now.date()
        who, what = harmless(item.action.owner) or "Nobody yet", harmless(item.action.what)
        return ToDo(who, what, _by(item.action.due, today), item.action.due < today, item)
    if item.agreement is None:
        return _export(item, now)
    standing = item.agreement
    terms = standing.terms
    today = wall_time(now, terms.coverage.timezone).date()
    teams = listed(party.team for party in terms.parties.values())
    if item.signature is not None and item.version is not None:
        who = signer(terms, item.version, item.signature)
        waited = days_waited(item.signature, terms.coverage.timezone, now)
        effective = item.version.version.essentials.effective
        by = [f"by {_by(effective, today)}"] if effective > today else []
        when = ", ".join([*by, f"waits {waited}" if waited else "since today"])
        return ToDo(who, f"sign version {item.version.version.number} of {terms.title}", when, bool(waited), item)
    if item.consequence is not None:
        periods = f"missed in {times.periods(item.consequence.periods)}"
        return ToDo(_owes(terms, item.consequence.commitment, teams), item.consequence.trigger.do, periods, True, item)
    assert item.day is not None
    if item.deliverable is not None:
        return ToDo(owing(terms, item.deliverable), f"deliver {item.deliverable.title}", _by(item.day, today),
                    item.day < today, item)  # fmt: skip
    if item.kind is DueKind.END:
        what = f"{terms.title} {'has ended' if item.day < today else 'ends'}"
        return ToDo(teams, what, _by(item.day, today), item.day < today, item)
    if item.unfinished is not None:
        review = item.unfinished
        who = listed(teams_waited_for(review, terms)) if review.parties else teams
        what = "accept the review" if review.parties else "write the minutes of the review"
        when = f"frozen {times.day(review.since)}"
        return ToDo(who, f"{what} of {about(review.review)}, {terms.title}", when, True, item)
    if item.period is not None:
        period = times.period_name(item.period)
        ended = times.day(item.period.end_on - timedelta(days=1))
        return ToDo(teams, f"freeze and review {period} of {terms.title}", f"ended {ended}", True, item)
    return ToDo(teams, f"review {terms.title}", _by(item.day, today), item.day < today, item)


_AHEAD = timedelta(days=35)


def tasks(report: Report, wanted: Callable[[Due], bool] = lambda _: True) -> list[ToDo]:
    """What has to be done, late things first and then the earliest: 35 days ahead, and the next review always.

    That an agreement has ended asks nobody for anything.
    """
    today = report.built_at.date()
    found = [item for item in due(report) if wanted(item) and not (item.kind is DueKind.END and _before(item, today))]
    near = [item for item in found if item.day is None or _before(item, today + _AHEAD)]
    review = next((item for item in found if item.kind is DueKind.REVIEW), None)
    if review is not None and not any(item.kind is DueKind.REVIEW for item in near):
        near.append(review)
    return sorted((task(item, report.built_at) for item in near), key=lambda each: not each.is_late)


def _before(item: Due, day: date) -> bool:
    return item.day is not None and item.day < day


def _export(item: Due, now: datetime) -> ToDo:
    if item.waiting is not None:
        return ToDo(item.waiting.origin or "Whoever exports it", f"bring the first export of {item.waiting.name}",
                    "waits for data", True, item)  # fmt: skip
    assert item.source is not None
    age = times.length(now - item.source.facts.as_of)
    return ToDo(
        item.source.origin or "Whoever exports it", f"export {item.source.name} again", f"is {age} old", True, item
    )


def _owes(terms: Terms, commitment: str, teams: str) -> str:
    """The team that owes a commitment; all of them where these terms have it no more."""
    found = next((owed for owed in terms.commitments if owed.id == commitment), None)
    return owing(terms, found) if found is not None else teams


def _by(on: date, today: date) -> str:
    """``today``, ``Friday, 20 November 2026``, ``12 January 2027``, ``12 October 2026, which has passed``."""
    days = (on - today).days
    if days < 0:
        return f"{times.day(on)}, which has passed"
    if days < 2:
        return "tomorrow" if days else "today"
    return f"{DAYS_OF_WEEK[on.weekday()]}, {times.day(on)}" if days < 7 else times.day(on)
