"""What is due, one line each."""

from __future__ import annotations

from datetime import date

from living_sla.model.figures.due import Due, DueKind
from living_sla.model.harmless import harmless
from living_sla.words import times
from living_sla.words.people import signer
from living_sla.words.reviews.naming import unfinished


def due_line(due: Due, today: date) -> str:
    """When, and what for whom; `today` tells what has passed."""
    if due.waiting is not None:
        return f"{'waiting':10} export {due.waiting.name}: {due.waiting.what}"
    if due.source is not None:
        source = due.source
        return f"{source.age:10} export {source.name}: as of {source.facts.as_of:%Y-%m-%d %H:%M} UTC"
    if due.action is not None:
        passed = ", which has passed" if due.action.due < today else ""
        owner = harmless(due.action.owner) or "nobody yet"
        return f"{due.day}  {harmless(due.action.what)}: {owner}, action {due.action.id} of {due.action.review}{passed}"
    assert due.agreement is not None
    terms = due.agreement.terms
    if due.consequence is not None:
        what = f"{terms.id}/{due.consequence.commitment} ({times.periods(due.consequence.periods)})"
        return f"{due.consequence.trigger.when}: {what}: {due.consequence.trigger.do}"
    if due.signature is not None and due.version is not None:
        number, whose = due.version.version.number, signer(terms, due.version, due.signature)
        return f"{due.day}  version {number} of {terms.id} waits for the signature of {whose}"
    if due.deliverable is not None:
        return f"{due.day}  {terms.id}/{due.deliverable.id} is due"
    if due.unfinished is not None:
        return f"{due.day}  review {due.unfinished.review} of {terms.id} waits for {unfinished(due.unfinished, terms)}"
    if due.period is not None:
        return f"{due.day}  review of {terms.id}: {due.period.label} has ended and is not frozen"
    what = f"review of {terms.id}" if due.kind is DueKind.REVIEW else f"{terms.id} ends"
    return f"{due.day}  {what}{', which has passed' if due.day and due.day < today else ''}"
