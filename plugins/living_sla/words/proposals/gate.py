"""What keeps a proposal from landing, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.gate import Signatory
from living_sla.model.proposals.proposal import Proposal
from living_sla.words.numbers import plain_spaces


def gate_lines(proposal: Proposal) -> Iterator[str]:
    """Whether the gate is open, then everything that is missing, by whom."""
    gate = proposal.gate
    yield "open: nothing is missing" if gate.is_open else "closed"
    for signatory in gate.unsigned:
        yield f"  {signature_line(signatory)}"
    for finding in proposal.findings:
        yield plain_spaces(f"  {finding_line(finding)}")
        yield f"    {finding.place}"


def signature_line(of: Signatory) -> str:
    """``lead-handoff: the signature of ana.ruiz@northwind.example for marketing is missing``."""
    why = f": {of.why}" if of.why else ""
    return f"{of.agreement}: the signature of {of.signer} for {of.party} is {of.state.value}{why}"


def finding_line(finding: ProposalFinding) -> str:
    """``error [rescues-running-period]: …`` and who answers for it."""
    waived = [waiver for waiver in finding.waivers if not waiver.void]
    told = f" (waived by {waived[0].owner}: {waived[0].reason})" if waived else ""
    void = "".join(f" (a waiver does not count: {waiver.void})" for waiver in finding.waivers if waiver.void)
    return f"{finding.severity.value} [{finding.name.value}]: {finding.sentence}{told}{void}"
