"""What keeps a proposal from landing, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.errors import as_a_line
from living_sla.model.proposals.file_to_add import FileToAdd
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.gate import Signatory, SigningState
from living_sla.model.proposals.proposal import Proposal
from living_sla.words.numbers import plain_spaces


def gate_lines(proposal: Proposal) -> Iterator[str]:
    """Whether the gate is open, then everything that is missing, by whom, and how each is given."""
    return map(as_a_line, _lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    gate = proposal.gate
    nothing = "missing" if proposal.changes_terms else "proposed"
    base = proposal.base.name + (f" ({proposal.base.commit[:12]})" if proposal.base.commit else "")
    yield f"{'open' if gate.is_open else 'closed'} against {base}{f': nothing is {nothing}' if gate.is_open else ''}"
    for fault in gate.faults:
        yield from (f"  {line}" for line in str(fault).splitlines())
    for signatory in gate.unsigned:
        yield f"  {signature_line(signatory)}"
        if signatory.to_sign is not None:
            yield from _signing(proposal, signatory, signatory.to_sign)
    for finding in proposal.findings:
        yield plain_spaces(f"  {finding_line(finding)}")
        yield f"    {finding.place}"
        if finding in gate.findings and finding.to_waive is not None:
            yield from _waiving(finding.to_waive)


def _signing(proposal: Proposal, of: Signatory, file: FileToAdd) -> Iterator[str]:
    digests = (each.compared.agreement.digest for each in proposal.agreements if each.id == of.agreement)
    yield f"    terms {next(digests)}"
    yield f"    {file.command}"
    if file.address:
        yield f"    {file.address}"


def _waiving(file: FileToAdd) -> Iterator[str]:
    """The whole file to paste, with its path."""
    yield f"    to answer for it, add {file.path}:"
    yield from (f"      {line}" for line in file.text.splitlines())
    if file.address:
        yield f"    {file.address}"


def signature_line(of: Signatory) -> str:
    """``lead-handoff: the signature of ana.ruiz@northwind.example for marketing is missing``."""
    why = f": {of.why}" if of.why else ""
    state = "of other terms" if of.state is SigningState.STALE else of.state.value
    return f"{of.agreement}: the signature of {of.signer} for {of.party} is {state}{why}"


def finding_line(finding: ProposalFinding) -> str:
    """``error [rescues-running-period]: …`` and who answers for it."""
    waived = [waiver for waiver in finding.waivers if not waiver.void]
    told = f" (waived by {waived[0].file.owner}: {waived[0].file.reason})" if waived else ""
    void = "".join(f" (a waiver does not count: {waiver.void})" for waiver in finding.waivers if waiver.void)
    return f"{finding.severity.value} [{finding.name.value}]: {finding.sentence}{told}{void}"
