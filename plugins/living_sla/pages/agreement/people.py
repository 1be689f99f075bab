"""The people of an agreement: the parties, who is responsible for what, and where they talk."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.pages.html import render
from living_sla.words.numbers import listed
from living_sla.words.people import name_of

_CHANNELS = {
    "updates": "Updates",
    "feedback": "Feedback",
    "problems": "Problems go to",
    "meeting": "They meet",
}


def parties(standing: AgreementStanding, report: Report) -> Markup:
    """Teams with contact, deputy and who signs; who is responsible for which commitment; the channels."""
    agreed = standing.terms
    return render(
        "agreement-parties.html",
        terms=agreed,
        signing={
            party.team: listed(name_of(agreed, signer) for signer in party.signs)
            for party in agreed.parties.values()
            if party.signs
        },
        responsible=_responsible(agreed),
        channels=[(_CHANNELS.get(name, name.capitalize()), text) for name, text in agreed.channels if text],
    )


def _responsible(agreed: Terms) -> list[tuple[str, str]]:
    """Each person who answers for commitments, and for which, in the order of the commitments."""
    owners: dict[str, list[str]] = {}
    for commitment in agreed.commitments:
        if commitment.owner:
            owners.setdefault(commitment.owner, []).append(commitment.title)
    return [(owner, listed(titles)) for owner, titles in owners.items()]
