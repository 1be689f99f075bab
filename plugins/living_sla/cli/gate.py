"""`sla gate`: whether what this folder proposes may land, and what is missing."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import CACHE, PROJECT
from living_sla.model.proposals.finding import FindingSeverity
from living_sla.proposals.proposal import proposal_of
from living_sla.words.proposals.gate import gate_lines

_FAIL_ON = {"never": None, **{severity.value: severity for severity in FindingSeverity}}


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
@CACHE
@PROJECT
def command(base: str | None, fail_on: str, cache: bool, project: Path) -> int:
    """Whether what this folder proposes against BASE (by default the main line) may land, and what is missing."""
    proposal = proposal_of(project, base, cache=cache, fail_on=_FAIL_ON[fail_on])
    for notice in proposal.notices:
        click.echo(str(notice), err=True)
    click.echo("\n".join(gate_lines(proposal)))
    return 0 if proposal.gate.is_open else 1
