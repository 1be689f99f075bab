"""Findings as annotations: workflow commands, which GitHub, Gitea and Forgejo read from the output of a step.

At most ten errors, ten warnings and ten notices a step are shown there; what does not fit is counted in the last of its
kind. Escapes are those of GitHub's documentation: ``%``, CR and LF, and in properties ``:`` and ``,`` as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.errors import Place
from living_sla.model.counted import counted
from living_sla.model.harmless import printable
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.finding_name import FindingSeverity
from living_sla.model.proposals.proposal import Proposal
from living_sla.words.numbers import plain_spaces
from living_sla.words.proposals.gate import signature_line

MOST = 10
"""Annotations of a kind that a step may make."""
_COMMAND = {FindingSeverity.ERROR: "error", FindingSeverity.WARNING: "warning", FindingSeverity.NOTE: "notice"}


def workflow_commands(proposal: Proposal) -> Iterator[str]:
    """A line a fault and a finding that nobody answers for, the heaviest first; then one of missing signatures."""
    for fault in proposal.gate.faults[:1]:
        rest = f" (and {counted(len(proposal.gate.faults) - 1, 'fault')} more)" if len(proposal.gate.faults) > 1 else ""
        where = _where(fault.where) if fault.where is not None else ""
        yield f"::error {where}title=fault::{_escaped(fault.message + rest)}"
    for severity in reversed(FindingSeverity):
        told = [found for found in proposal.findings if found.severity is severity and not found.waived]
        is_worst = severity is FindingSeverity.ERROR
        yield from _limited(told, _COMMAND[severity], MOST - bool(is_worst and proposal.gate.faults))
    unsigned = proposal.gate.unsigned
    if unsigned:
        text = "; ".join(signature_line(of) for of in unsigned)
        yield f"::notice title=Signatures::{_escaped(text)}"


def _limited(findings: Sequence[ProposalFinding], command: str, most: int) -> Iterator[str]:
    shown = findings if len(findings) <= most else findings[: most - 1]
    for found in shown:
        yield f"::{command} {_where(found.place)}title={_property(found.name.value)}::{_escaped(found.sentence)}"
    if rest := len(findings) - len(shown):
        yield f"::{command} title=And more::{_escaped(counted(rest, 'finding'))} more: sla gate prints all"


def _where(place: Place) -> str:
    parts = [f"file={_property(printable(place.path))}"]
    if place.line:
        parts.append(f"line={place.line}")
    if place.column:
        parts.append(f"col={place.column}")
    return "".join(f"{part}," for part in parts)


def _escaped(text: str) -> str:
    """What a command says, on its line."""
    return plain_spaces(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
