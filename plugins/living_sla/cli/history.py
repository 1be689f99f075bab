"""`sla history`: the versions of one agreement, since when each was in force, who signed it, and its revisions."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import PROJECT, form_option, say
from living_sla.documents.history import history_document
from living_sla.history.past import read_past_here, stale
from living_sla.words.past.history import history_lines


@click.command(epilog="Example: sla history lead-handoff")
@click.argument("agreement")
@form_option("table", "json")
@PROJECT
def command(agreement: str, form: str, project: Path) -> int:
    """Tell the history of AGREEMENT: its versions, sign-offs and revisions, the newest first."""
    past = read_past_here(project)
    past.require(agreement)
    say((*past.history.notices, *past.appraisal.notices))
    timeline = past.timelines[agreement]
    revisions = past.history.revisions(agreement)
    if form == "json":
        click.echo(history_document(timeline, revisions, stale(timeline)))
    else:
        click.echo("\n".join(history_lines(timeline, revisions, stale(timeline))))
    return 0
