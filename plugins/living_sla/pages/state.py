"""The state of an agreement: what binds since when, and how old the data is."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.attainment import Basis
from living_sla.model.standing import AgreementStanding, Report
from living_sla.model.terms import Terms
from living_sla.pages import words
from living_sla.pages.board import answer
from living_sla.pages.html import render
from living_sla.pages.provenance import sources_of


@dataclass(frozen=True)
class _Standing:
    name: str
    word: str
    since: str
    note: str = ""


def state(standing: AgreementStanding, report: Report) -> Markup:
    """Whether the terms bind and since when, up to when the data speaks, and whether the commitments are kept."""
    terms = standing.agreement.terms
    return render(
        "state.html",
        terms=terms,
        basis=_basis(standing.basis, terms),
        sources=sources_of(terms, report),
        zone=terms.coverage.timezone,
        answer=answer(standing),
    )


def _basis(basis: Basis, terms: Terms) -> _Standing:
    first = words.day(terms.effective)
    until = f" until {words.day(terms.until)}" if terms.until else ""
    if basis is Basis.IN_FORCE:
        return _Standing("in-force", "In force", f"since {first}{until}")
    if basis is Basis.PROPOSED:
        note = "These terms bind nobody yet. The figures show what they would have come to."
        return _Standing("proposed", "Proposed", f"from {first}{until}", note)
    note = "This text has not been recorded in the project's history yet. It binds nobody; the figures are a preview."
    return _Standing("draft", "Draft", f"from {first}{until}", note)
