"""`sla verify`: every sign-off, how far it can be believed, whether it counts, and who has not signed yet."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import PROJECT
from living_sla.documents.signoffs import signoffs_document
from living_sla.history.past import read_past_here
from living_sla.history.signoffs.verification import verified
from living_sla.words.past.signoffs import signoff_lines


@click.command(
    epilog="Exits with 1 where a required sign-off is missing, with 2 where one was forged or edited.\n\n"
    "Example: sla verify lead-handoff",
)
@click.argument("agreement", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table for people, JSON for programs.",
)
@PROJECT
def command(agreement: str | None, form: str, project: Path) -> int:
    """Verify sign-offs: how far each can be believed, whether it counts, who still has to sign."""
    past = read_past_here(project)
    past.require(agreement)
    signoffs = verified(past.appraisal, past.timelines, only=agreement)
    for notice in signoffs.notices:
        click.echo(str(notice), err=True)
    if form == "json":
        click.echo(signoffs_document(signoffs.required, signoffs.signoffs, signoffs.missing, signoffs.notices))
    else:
        click.echo("\n".join(signoff_lines(signoffs.signoffs, signoffs.missing)))
    return 2 if signoffs.forged else 1 if signoffs.missing else 0
