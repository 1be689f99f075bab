"""What is due, one line each."""

from __future__ import annotations

from datetime import date

from living_sla.model.due import Due, DueKind
from living_sla.model.terms import Terms
from living_sla.model.timeline import Waiting
from living_sla.words.numbers import listed
from living_sla.words.people import name_of, team_of


def due_line(found: Due, today: date) -> str:
    """When, and what for whom; `today` tells what has passed."""
    if found.source is not None:
        source = found.source
        return f"{source.age:10} export {source.name}: speaks up to {source.facts.as_of:%Y-%m-%d %H:%M} UTC"
    assert found.agreement is not None
    terms = found.agreement.agreement.terms
    if found.consequence is not None:
        what = f"{terms.id}/{found.consequence.commitment} ({listed(found.consequence.periods)})"
        return f"{found.consequence.trigger.when}: {what}: {found.consequence.trigger.do}"
    if found.signature is not None:
        return f"{found.day}  version {found.version} of {terms.id} waits for {_signature(found.signature, terms)}"
    what = f"review of {terms.id}" if found.kind is DueKind.REVIEW else f"{terms.id} ends"
    return f"{found.day}  {what}{', which has passed' if found.day and found.day < today else ''}"


def _signature(waiting: Waiting, terms: Terms) -> str:
    return f"the signature of {name_of(terms, waiting.signer)}, {team_of(terms, waiting.party)}"
