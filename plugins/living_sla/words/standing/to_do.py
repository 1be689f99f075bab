"""Who has to do what by when: one line each, for Home, for a team and for the digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from living_sla.model.figures.due import Due, DueKind
from living_sla.model.time.zones import wall_time
from living_sla.words import times
from living_sla.words.numbers import listed
from living_sla.words.past.in_force import days_waited
from living_sla.words.people import name_of, owing, team_of

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms


@dataclass(frozen=True)
class ToDo:
    """One thing to do, in words."""

    who: str
    what: str
    when: str
    is_late: bool
    """Whether its day has passed, or somebody waits for it already."""
    due: Due


def task(due: Due, now: datetime) -> ToDo:
    """The words of what is due; days count on the clock of its agreement."""
    if due.agreement is None:
        return _export(due, now)
    standing = due.agreement
    terms = standing.agreement.terms
    today = wall_time(now, terms.coverage.timezone).date()
    teams = listed(party.team for party in terms.parties.values())
    if due.signature is not None and due.version is not None:
        who = f"{name_of(terms, due.signature.signer)}, {team_of(terms, due.signature.party)}"
        waited = days_waited(due.signature, terms.coverage.timezone, now)
        effective = due.version.version.essentials.effective
        by = [f"by {_by(effective, today)}"] if effective > today else []
        when = ", ".join([*by, f"waits {waited}" if waited else "since today"])
        return ToDo(who, f"sign version {due.version.version.number} of {terms.title}", when, bool(waited), due)
    if due.consequence is not None:
        periods = f"missed in {listed(due.consequence.periods)}"
        return ToDo(_owes(terms, due.consequence.commitment, teams), due.consequence.trigger.do, periods, True, due)
    assert due.day is not None
    if due.deliverable is not None:
        return ToDo(owing(terms, due.deliverable), f"deliver {due.deliverable.title}", _by(due.day, today),
                    due.day < today, due)  # fmt: skip
    if due.kind is DueKind.END:
        what = f"{terms.title} {'has ended' if due.day < today else 'ends'}"
        return ToDo(teams, what, _by(due.day, today), due.day < today, due)
    return ToDo(teams, f"review {terms.title}", _by(due.day, today), due.day < today, due)


def _export(due: Due, now: datetime) -> ToDo:
    if due.waiting is not None:
        return ToDo(due.waiting.origin or "Whoever exports it", f"bring the first export of {due.waiting.name}",
                    "waits for data", True, due)  # fmt: skip
    assert due.source is not None
    age = times.length(now - due.source.facts.as_of)
    return ToDo(
        due.source.origin or "Whoever exports it", f"export {due.source.name} again", f"is {age} old", True, due
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
    return f"{_WEEKDAYS[on.weekday()]}, {times.day(on)}" if days < 7 else times.day(on)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
