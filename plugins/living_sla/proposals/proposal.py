"""The story of a proposal, top to bottom: what differs, what the past would have been, what stands out, who signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import Notice
from living_sla.model.past.change import AgreementChanges
from living_sla.model.proposals.finding import FindingSeverity, ProposalFinding
from living_sla.model.proposals.gate import Gate, Signatory
from living_sla.model.proposals.proposal import Proposal, ProposedAgreement
from living_sla.proposals.findings.found import findings_of
from living_sla.proposals.findings.looked_at import LookedAt
from living_sla.proposals.gate.signatories import signatories_of
from living_sla.proposals.gate.waivers import proven_waivers
from living_sla.proposals.ground import ProposalGround, ground_of, ground_of_answer
from living_sla.proposals.impact.measured import impacts_of
from living_sla.report import read_agreed

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement


def proposal_of(
    root: Path,
    base: str | None = None,
    *,
    now: datetime | None = None,
    cache: bool = True,
    fail_on: FindingSeverity | None = FindingSeverity.ERROR,
) -> Proposal:
    """What the folder at `root` proposes against `base`, by default against the trusted ref.

    `now` is the build's clock: it decides what is running, what is old and what has begun. `fail_on` is from which
    severity on a finding that nobody answers for closes the gate; None: none does.

    Raises:
        SlaError: There is no such commit.
        Faults: Everything that is wrong with agreements, sources and exports, together.
        HistoryFault: The history cannot be told.
    """
    at = now or datetime.now(UTC)
    return _told(ground_of(root, read_agreed(root, now=at, cache=cache), base), at, fail_on)


def answer_of(root: Path, asked: Iterable[Agreement], *, now: datetime | None = None, cache: bool = True) -> Proposal:
    """What agreements of the folder at `root` would come to with other terms; nothing is written.

    Raises what `proposal_of` does.
    """
    at = now or datetime.now(UTC)
    agreed = read_agreed(root, now=at, cache=cache)
    agreed.past.require()
    return _told(ground_of_answer(root, agreed, asked), at, FindingSeverity.ERROR)


def _told(ground: ProposalGround, at: datetime, fail_on: FindingSeverity | None) -> Proposal:
    impacts = impacts_of(ground, at)
    agreements = tuple(
        ProposedAgreement(of, impacts.of.get(of.agreement.terms.id, ()), _signatories(ground, of))
        for of in ground.looked_at
    )
    looked_at = [LookedAt(of, ground.timelines.get(of.id), at) for of in agreements]
    findings, notices = _with_waivers(ground, agreements, findings_of(looked_at, ground.lost, ground.weights), at)
    return Proposal(
        ground.base,
        ground.head,
        at,
        agreements,
        findings,
        gate_of(agreements, findings, fail_on),
        impacts.as_of,
        impacts.no_exports,
        notices=(*ground.notices, *notices),
        sources=tuple(sorted(ground.redeclared)),
    )


def _signatories(ground: ProposalGround, proposed: AgreementChanges) -> tuple[Signatory, ...]:
    """Those who have to sign; nobody where no terms change."""
    if proposed.after is None or proposed.kind in ("editorial", "same"):
        return ()
    return tuple(signatories_of(proposed.after, ground.agreed.past.appraisal))


def _with_waivers(
    ground: ProposalGround, agreements: Sequence[ProposedAgreement], found: Sequence[ProposalFinding], at: datetime
) -> tuple[tuple[ProposalFinding, ...], tuple[Notice, ...]]:
    """The findings with the waivers that name them, and what is wrong with files of waivers."""
    waivers = proven_waivers(ground)
    by_id = {of.id: of.compared for of in agreements}
    told = []
    for finding in found:
        of = by_id.get(finding.agreement)
        named = waivers.of(finding, of.after, of.before, at) if of is not None and of.after is not None else ()
        told.append(replace(finding, waivers=named))
    return tuple(told), waivers.notices


def gate_of(
    agreements: Sequence[ProposedAgreement], findings: Sequence[ProposalFinding], fail_on: FindingSeverity | None
) -> Gate:
    """What keeps a proposal from landing: signatures that are missing, and findings that nobody answers for."""
    closing = [of for of in findings if fail_on is not None and of.severity.rank >= fail_on.rank and not of.waived]
    unsigned = [each for of in agreements for each in of.signatories if not each.has_signed]
    return Gate(fail_on, tuple(unsigned), tuple(closing))
