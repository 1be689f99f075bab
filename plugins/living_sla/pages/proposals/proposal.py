"""What this branch proposes, before anybody signs: the same value that the comment and the terminal tell."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.past.change import Change
from living_sla.model.past.grade import grade
from living_sla.model.proposals.impact import LAST_PERIODS, CommitmentImpact, PeriodPair
from living_sla.model.proposals.proposal import Proposal, ProposedAgreement
from living_sla.pages.html import box, render
from living_sla.words.past.changes import burden_of
from living_sla.words.people import team_of
from living_sla.words.proposals import comment as words
from living_sla.words.proposals.gate import finding_line
from living_sla.words.proposals.impact import without_the_change
from living_sla.words.proposals.verdict import verdict


class _Touched(Struct, frozen=True):
    """One commitment through the past."""

    bearer: str
    numbers: str
    impact: CommitmentImpact
    pairs: Sequence[PeriodPair]
    """The newest, oldest first."""
    summary: str


class _Told(Struct, frozen=True):
    """One agreement."""

    id: str
    title: str
    parties: Sequence[tuple[str, str]]
    """Each team, and which way the proposal goes for it."""
    changes: Sequence[tuple[str, str, Change]]
    """Where, for whom, what."""
    touched: Sequence[_Touched]
    signatures: Sequence[tuple[str, str]]
    """What is told of each, and the form of the forge that signs; empty where nothing is missing, or there is none."""
    """Whether somebody has signed, and who and how."""


def proposal_page(proposal: Proposal | None) -> Markup:
    """The verdict, then each agreement: for whom, what, the past under both terms, what stands out, who signs."""
    if proposal is None or not proposal.agreements:
        return box("info", "Nothing is proposed", "The terms of this site are those of its main line.")
    return render(
        "proposals-page.html",
        verdict=verdict(proposal),
        is_open=proposal.gate.is_open,
        changes_terms=proposal.changes_terms,
        agreements=[_told(of) for of in proposal.agreements if of.changes_terms],
        findings=[(of, finding_line(of)) for of in sorted(proposal.findings, key=lambda of: -of.severity.rank)],
        computed=list(words.computed(proposal)),
        at=words.told_at(proposal),
    )


def _told(of: ProposedAgreement) -> _Told:
    terms = of.compared.agreement.terms
    titles = {
        each.id: each.title
        for side in (of.compared.before, of.compared.after)
        if side is not None
        for each in side.terms.commitments
    }
    return _Told(
        of.id,
        terms.title,
        [(team_of(terms, party), found.value) for party, found in grade(of.compared).parties],
        [
            (titles.get(change.commitment or "", "The agreement"), burden_of(of.compared, change), change)
            for change in of.compared.changes
        ],
        [_touched(of, impact) for impact in of.impacts],
        [(words.signature(of, each), each.to_sign.address if each.to_sign else "") for each in of.signatories],
    )


def _touched(of: ProposedAgreement, impact: CommitmentImpact) -> _Touched:
    kept, periods = impact.kept
    summary = f"{words.flips(impact)} verdicts on closed periods would flip." if impact.compared else ""
    if periods:
        met = f"{kept} of the last {periods}{without_the_change(impact)}"
        summary += f" The proposed target would have been met in {met}."
    if impact.assurance is not None:
        summary += f" Going on as before: {impact.assurance.value}."
    pairs = impact.periods[-LAST_PERIODS:]
    return _Touched(words.bearer(of, impact), words.before_and_after(of, impact), impact, pairs, summary.strip())
