"""The story of a proposal, top to bottom: what differs, what the past would have been, what stands out, who signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.errors import SlaError
from living_sla.model.past.change import AgreementChanges
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.finding_name import FindingSeverity
from living_sla.model.proposals.gate import Gate, Signatory
from living_sla.model.proposals.proposal import Proposal, ProposedAgreement
from living_sla.proposals.findings.found import findings_of
from living_sla.proposals.findings.looked_at import LookedAt
from living_sla.proposals.gate.files_to_add import FilesToAdd, files_to_add
from living_sla.proposals.gate.signatories import RETURNS, signatories_of
from living_sla.proposals.gate.waivers import ProvenWaivers, done_notices, done_waivers, of_waiver, proven_waivers
from living_sla.proposals.ground import ProposalGround, ground_of, ground_of_answer
from living_sla.proposals.impact.measured import impacts_of
from living_sla.report import read_agreed

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement
    from living_sla.report import Agreed


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


def proposal_in(root: Path, agreed: Agreed, at: datetime) -> Proposal:
    """The same of a folder whose agreements were read already, against the trusted ref; raises what it does."""
    return _told(ground_of(root, agreed, None), at, FindingSeverity.ERROR)


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
    files = files_to_add(ground, at)
    agreements = tuple(
        ProposedAgreement(of, impacts.of.get(of.agreement.terms.id, ()), _signatories(ground, of, files))
        for of in ground.looked_at
    )
    looked_at = [LookedAt(of, ground.past.timelines.get(of.id), at) for of in agreements]
    done = dict(done_waivers(ground, at))
    lost = {path: what for path, what in ground.lost.items() if of_waiver(path) not in done}
    waivers = proven_waivers(ground)
    findings = tuple(
        _with_waivers(found, waivers, {of.id: of.compared for of in agreements}, files)
        for found in findings_of(looked_at, lost, ground.settings.findings)
    )
    faults = (*waivers.faults, *_not_committed(ground))
    return Proposal(
        ground.base,
        ground.head,
        at,
        agreements,
        findings,
        gate_of(agreements, findings, fail_on, faults),
        impacts.as_of,
        impacts.no_exports,
        notices=(*ground.notices, *ground.personal_notices, *waivers.notices, *done_notices(ground, done)),
        sources=tuple(sorted(ground.redeclared)),
    )


def _signatories(ground: ProposalGround, proposed: AgreementChanges, files: FilesToAdd) -> tuple[Signatory, ...]:
    """Those who have to sign; nobody where no terms change."""
    after = proposed.after
    if after is None or proposed.kind in ("editorial", "same"):
        return ()
    versions = ground.agreed.past.history.versions.get(after.terms.id, ())
    number = next((each.number for each in reversed(versions) if each.digest == after.digest), None)
    given = ground.given(after)
    is_draft = bool(versions) and versions[-1].is_draft
    return tuple(
        each
        if each.has_signed or number is None or is_draft or each.why == RETURNS
        else replace(each, to_sign=files.signoff(after, each, number))
        for each in signatories_of(after, ground.agreed.past.appraisal, given)
    )


def _with_waivers(
    finding: ProposalFinding, waivers: ProvenWaivers, compared: Mapping[str, AgreementChanges], files: FilesToAdd
) -> ProposalFinding:
    """A finding with the waivers that name it, and with the one to write where none counts.

    Of an agreement that is gone, they are for the terms that it had.
    """
    of = compared.get(finding.agreement)
    if of is None:
        return finding
    told = replace(finding, waivers=waivers.of(finding, of.agreement, of.before, files.at))
    return told if told.waived else replace(told, to_waive=files.waiver(finding, of.agreement, of.before))


def _not_committed(ground: ProposalGround) -> Iterator[SlaError]:
    """That terms are edits of this folder alone: nobody can sign them."""
    versions = ground.agreed.past.history.versions
    for of in ground.compared:
        several = versions.get(of.agreement.terms.id, ())
        if of.after is not None and of.kind != "editorial" and several and several[-1].is_draft:
            message = f"the terms of {of.agreement.terms.id} are not committed, so nobody can sign them"
            yield SlaError(message, where=of.after.place(), hint="commit them, on a branch of their own")


def gate_of(
    agreements: Sequence[ProposedAgreement],
    findings: Sequence[ProposalFinding],
    fail_on: FindingSeverity | None,
    faults: Sequence[SlaError] = (),
) -> Gate:
    """What keeps a proposal from landing: missing signatures, findings that nobody answers for, faults."""
    closing = [of for of in findings if fail_on is not None and of.severity.rank >= fail_on.rank and not of.waived]
    unsigned = [each for of in agreements for each in of.signatories if not each.has_signed]
    return Gate(fail_on, tuple(unsigned), tuple(closing), tuple(faults))
