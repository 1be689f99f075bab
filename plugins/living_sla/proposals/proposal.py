"""The story of a proposal, top to bottom: what differs, what the past would have been, what stands out, who signs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from living_sla.model.proposals.proposal import Proposal, ProposedAgreement
from living_sla.proposals.ground import ground_of
from living_sla.proposals.impact.measured import impacts_of
from living_sla.report import read_agreed


def proposal_of(root: Path, base: str | None = None, *, now: datetime | None = None, cache: bool = True) -> Proposal:
    """What the folder at `root` proposes against `base`, by default against the trusted ref.

    `now` is the build's clock: it decides what is running, what is old and what has begun.

    Raises:
        SlaError: There is no such commit.
        Faults: Everything that is wrong with agreements, sources and exports, together.
        HistoryFault: The history cannot be told.
    """
    at = now or datetime.now(UTC)
    ground = ground_of(root, read_agreed(root, now=at, cache=cache), base)
    impacts = impacts_of(ground, at)
    agreements = tuple(ProposedAgreement(of, impacts.of.get(of.agreement.terms.id, ())) for of in ground.compared)
    return Proposal(ground.base, ground.head, at, agreements, as_of=impacts.as_of, notices=ground.notices)
