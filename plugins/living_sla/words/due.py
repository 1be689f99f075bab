"""What is due, one line each."""

from __future__ import annotations

from datetime import date, datetime

from living_sla.model.counted import counted
from living_sla.model.due import Due, DueKind
from living_sla.model.terms import Terms
from living_sla.model.timeline import Waiting
from living_sla.model.zones import wall_time
from living_sla.words import times
from living_sla.words.numbers import NBSP, listed
from living_sla.words.people import name_of, team_of


def due_line(found: Due, today: date) -> str:
    """When, and what for whom; `today` tells what has passed."""
    if found.source is not None:
        source = found.source
        return f"{source.age:10} export {source.name}: as of {source.facts.as_of:%Y-%m-%d %H:%M} UTC"
    assert found.agreement is not None
    terms = found.agreement.agreement.terms
    if found.consequence is not None:
        what = f"{terms.id}/{found.consequence.commitment} ({listed(found.consequence.periods)})"
        return f"{found.consequence.trigger.when}: {what}: {found.consequence.trigger.do}"
    if found.signature is not None and found.version is not None:
        number, whose = found.version.version.number, _signature(found.signature, terms)
        return f"{found.day}  version {number} of {terms.id} waits for {whose}"
    if found.deliverable is not None:
        return f"{found.day}  {terms.id}/{found.deliverable.id} is due"
    what = f"review of {terms.id}" if found.kind is DueKind.REVIEW else f"{terms.id} ends"
    return f"{found.day}  {what}{', which has passed' if found.day and found.day < today else ''}"


def days_waited(waiting: Waiting, timezone: str, now: datetime) -> str:
    """How long a signature has been missing: ``6 days``; empty where it is today."""
    days = (wall_time(now, timezone).date() - wall_time(waiting.since, timezone).date()).days
    return counted(days, "day").replace(" ", NBSP) if days > 0 else ""


def due_words(found: Due, today: date) -> tuple[str, str, str]:
    """What is due in three parts, for a list whose terms link to where it stands: ``Next review``, whose, and when.

    Of a consequence the last part says what the terms ask for.
    """
    assert found.agreement is not None
    standing, when = found.agreement, times.day(found.day) if found.day else ""
    match found.kind:
        case DueKind.REVIEW:
            return "Next review", standing.agreement.terms.title, when
        case DueKind.END:
            passed = found.day is not None and found.day < today
            return "Ended" if passed else "Ends", standing.agreement.terms.title, when
        case DueKind.DELIVERY if found.deliverable is not None:
            return "Next delivery", found.deliverable.title, when
        case DueKind.CONSEQUENCE if found.consequence is not None:
            titles = {part.commitment.id: part.commitment.title for part in standing.commitments}
            title, periods = titles[found.consequence.commitment], listed(found.consequence.periods)
            return "Set off", title, f"missed in {periods}: {found.consequence.trigger.do}"
        case _:
            raise AssertionError(f"{found.kind} stands in a box of its own")


def _signature(waiting: Waiting, terms: Terms) -> str:
    return f"the signature of {name_of(terms, waiting.signer)}, {team_of(terms, waiting.party)}"
