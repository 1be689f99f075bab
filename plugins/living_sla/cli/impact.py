"""`sla impact`: what the past would have been under the terms that this folder proposes."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import CACHE, PROJECT
from living_sla.documents.proposals.document import proposal_document
from living_sla.proposals.proposal import proposal_of
from living_sla.words.proposals.impact import impact_lines


@click.command(epilog="Example: sla impact main")
@click.argument("base", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table for people, JSON for programs.",
)
@CACHE
@PROJECT
def command(base: str | None, form: str, cache: bool, project: Path) -> int:
    """The past under the terms agreed at BASE (by default the main line), and under those of this folder."""
    proposal = proposal_of(project, base, cache=cache)
    for notice in proposal.notices:
        click.echo(str(notice), err=True)
    click.echo(proposal_document(proposal) if form == "json" else "\n".join(impact_lines(proposal)))
    return 0
