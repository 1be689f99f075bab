"""What is due, one line each."""

from __future__ import annotations

from datetime import date

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.due import Due, DueKind
from living_sla.model.past.timeline import Waiting
from living_sla.words.numbers import listed
from living_sla.words.people import name_of, team_of


def due_line(due: Due, today: date) -> str:
    """When, and what for whom; `today` tells what has passed."""
    if due.waiting is not None:
        return f"{'waiting':10} export {due.waiting.name}: {due.waiting.what}"
    if due.source is not None:
        source = due.source
        return f"{source.age:10} export {source.name}: as of {source.facts.as_of:%Y-%m-%d %H:%M} UTC"
    assert due.agreement is not None
    terms = due.agreement.agreement.terms
    if due.consequence is not None:
        what = f"{terms.id}/{due.consequence.commitment} ({listed(due.consequence.periods)})"
        return f"{due.consequence.trigger.when}: {what}: {due.consequence.trigger.do}"
    if due.signature is not None and due.version is not None:
        number, whose = due.version.version.number, _signature(due.signature, terms)
        return f"{due.day}  version {number} of {terms.id} waits for {whose}"
    if due.deliverable is not None:
        return f"{due.day}  {terms.id}/{due.deliverable.id} is due"
    what = f"review of {terms.id}" if due.kind is DueKind.REVIEW else f"{terms.id} ends"
    return f"{due.day}  {what}{', which has passed' if due.day and due.day < today else ''}"


def _signature(waiting: Waiting, terms: Terms) -> str:
    return f"the signature of {name_of(terms, waiting.signer)}, {team_of(terms, waiting.party)}"
