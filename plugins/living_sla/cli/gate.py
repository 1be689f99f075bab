"""`sla gate`: whether what this folder proposes may land, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from living_sla.cli.options import CACHE, PROJECT, form_option, say
from living_sla.documents.proposals.annotations import workflow_commands
from living_sla.documents.proposals.document import proposal_document
from living_sla.documents.proposals.junit import junit
from living_sla.model.proposals.finding_name import FindingSeverity
from living_sla.model.proposals.proposal import Proposal
from living_sla.proposals.proposal import proposal_of
from living_sla.words.proposals.gate import gate_lines

_FAIL_ON = {"never": None, **{severity.value: severity for severity in FindingSeverity}}
_FORMS: dict[str, Callable[[Proposal], str]] = {
    "table": lambda proposal: "\n".join(gate_lines(proposal)),
    "json": proposal_document,
    "annotations": lambda proposal: "\n".join(workflow_commands(proposal)),
    "junit": junit,
}


@click.command(
    epilog="Exits with 1 until everybody has signed and somebody answers for each finding that weighs as much as "
    "--fail-on says.\n\nExample: sla gate main",
)
@click.argument("base", required=False)
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAIL_ON)),
    default="error",
    show_default=True,
    help="From which weight on a finding closes the gate, until a waiver answers for it.",
)
@form_option(
    "table",
    "json",
    "annotations",
    "junit",
    help="A table for people, JSON for programs, annotations for the forge, JUnit for a report beside a merge request.",
)
@CACHE
@PROJECT
def command(base: str | None, fail_on: str, form: str, cache: bool, project: Path) -> int:
    """Whether what this folder proposes against BASE (by default the main line) may land, and what is missing."""
    proposal = proposal_of(project, base, cache=cache, fail_on=_FAIL_ON[fail_on])
    say(proposal.notices)
    click.echo(_FORMS[form](proposal))
    return 0 if proposal.gate.is_open else 1
