"""The past under both terms, in lines for a terminal: verdicts that flip come first."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair
from living_sla.model.proposals.proposal import Proposal
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing.figures import value


def impact_lines(proposal: Proposal) -> Iterator[str]:
    """A block a commitment; one line where no terms change."""
    if not proposal.changes_terms:
        yield f"no change in the terms against {proposal.base.name}: 0 verdicts flip"
        return
    for impact in proposal.impacts:
        yield f"{impact.agreement}/{impact.commitment}: {_flips(impact)}; {_kept(impact)}"
        if impact.assurance is not None:
            yield f"  {impact.assurance.value}"
        for pair in (*impact.flips, *(pair for pair in impact.periods if not pair.flips)):
            yield plain_spaces(
                f"  {pair.period.label}: {_side(impact, pair.before)} -> {_side(impact, pair.after)}{_mark(pair)}"
            )


def _flips(impact: CommitmentImpact) -> str:
    return f"{counted(len(impact.flips), 'verdict')} of {counted(len(impact.closed), 'closed period')} would flip"


def _kept(impact: CommitmentImpact) -> str:
    kept, of = impact.kept
    return f"the proposed target would have been met in {kept} of the last {of}"


def _mark(pair: PeriodPair) -> str:
    return " (flips)" if pair.flips else f" ({pair.why_not})" if pair.why_not else ""


def _side(impact: CommitmentImpact, of: Attainment | None) -> str:
    if of is None:
        return "no terms"
    status = of.status.value if of.status is not None else ""
    return f"{value(of, of.value)} {status}".strip()
