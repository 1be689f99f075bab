"""What binds and what does not, in sentences: proposals, drafts, what has ended, a history that is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from living_sla.model.counted import counted
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Stale, State, VersionStanding, Waiting
from living_sla.model.time.zones import wall_time
from living_sla.words import times
from living_sla.words.numbers import NBSP, listed
from living_sla.words.past import versions
from living_sla.words.people import name_of, team_of

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms

NOT_KNOWN = "Which version is in force, and who signed it, is not known here. The figures are a preview."


def proposal_title(standing: VersionStanding) -> str:
    """What a version that has not taken force waits for."""
    number, missing = standing.version.number, len(standing.waiting)
    if standing.state is State.DRAFT:
        return f"Version {number} is a draft"
    if missing:
        return f"Version {number} waits for {counted(missing, 'signature')}"
    return f"Version {number} is agreed, and not in force yet"


def waits_line(standing: VersionStanding, now: datetime) -> str:
    """The same in a line, with who is waited for and how long: ``Version 7 waits for Ben Okafor (Sales), 9 days.``"""
    if not standing.waiting:
        return f"{proposal_title(standing)}."
    terms, zone = standing.version.agreement.terms, versions.zone_of(standing)
    whom = listed(f"{name_of(terms, each.signer)} ({team_of(terms, each.party)})" for each in standing.waiting)
    days = days_waited(standing.waiting[0], zone, now)
    return f"Version {standing.version.number} waits for {whom}{f', {days}' if days else ''}."


def proposal_notes(standing: VersionStanding, binding: VersionStanding | None, zone: str) -> Iterator[str]:
    """When it would take force, what holds until then, and what it asks for in vain."""
    terms = standing.version.agreement.terms
    if standing.state is State.DRAFT:
        yield "This text is not in the history of the project yet. It binds nobody, and nobody can sign it."
    elif not standing.waiting and standing.in_force is not None:
        yield f"It takes force on {versions.day_in(standing.in_force.start, zone)}."
    elif not standing.waiting:
        yield f"It takes force on {times.day(terms.effective)}."
    if standing.version.returns_to:
        yield f"It returns to the terms of version {standing.version.returns_to}."
    until = "Until everybody has signed, " if standing.waiting else "Until then "
    if binding is not None:
        meanwhile = "Meanwhile " if standing.state is State.DRAFT else until
        yield f"{meanwhile}version {binding.version.number} stays in force."
    elif standing.state is State.PROPOSED:
        yield f"{until}nobody is bound. The figures show what these terms would have come to."
    if standing.asked_for:
        yield retroactive(standing, standing.asked_for)


def retroactive(standing: VersionStanding, asked_for: date) -> str:
    """Why a request to hold from an earlier day is shown and not applied."""
    zone, span = versions.zone_of(standing), standing.in_force
    instead = f"version {standing.version.number} holds from {versions.day_in(span.start, zone)}" if span else (
        f"version {standing.version.number} holds from the day on which the last signature lands")  # fmt: skip
    return f"It asks to hold from {times.day(asked_for)} already. Goalposts do not move after the shot: {instead}."


def signed_before(stale: Stale, zone: str) -> str:
    """What somebody signed last: ``version 2, on 3 May 2026``."""
    landed = stale.signoff.landed
    return f"version {stale.version}" + (f", on {versions.day_in(landed.landed_at, zone)}" if landed else "")


def shown_version(standing: AgreementStanding, report: Report) -> str:
    """Which version the terms that are shown are, where others may be meant; empty where there is one only."""
    timeline = standing.timeline
    lead = timeline.leading if timeline else None
    if lead is None or timeline is None or report.unread_history is not None or not timeline.ahead:
        return ""
    if lead.state in (State.IN_FORCE, State.LAPSED):
        was = "in force" if lead.state is State.IN_FORCE else "which was the last in force"
        return f"Version {lead.version.number}, {was}; what is proposed stands above."
    return ""


def who_has_not_signed(lead: VersionStanding, terms: Terms) -> str:
    """What to say where nobody signed; empty for a draft that asks for no signature."""
    if versions.asks_for_signatures(terms):
        return "nobody has signed"
    return "" if lead.state is State.DRAFT else "asks for no signature"


def binds_nobody(basis: Basis) -> str:
    """What to say of terms without a history."""
    if basis is Basis.PROPOSED:
        return "These terms bind nobody yet. The figures show what they would have come to."
    return "This text has not been recorded in the project's history yet. It binds nobody; the figures are a preview."


def has_ended(lead: VersionStanding) -> str:
    """What to say of an agreement that has lapsed."""
    zone, span = versions.zone_of(lead), lead.in_force
    last = versions.last_day(span.end, zone) if span and span.end else ""
    when = f"Its last day was {last}, and" if last else "Its last day has passed, and"
    return f"{when} no other version followed. Nothing that happened since is judged."


def history_words(report: Report) -> str:
    """Why the history could not be read, or not all of it, and what helps."""
    assert report.history is not None
    message = report.history.message.rstrip(".")
    return f"{message[:1].upper()}{message[1:]}. {report.history.hint}".strip()


def days_waited(waiting: Waiting, timezone: str, now: datetime) -> str:
    """How long a signature has been missing: ``6 days``; empty where it is today."""
    days = (wall_time(now, timezone).date() - wall_time(waiting.since, timezone).date()).days
    return counted(days, "day").replace(" ", NBSP) if days > 0 else ""
