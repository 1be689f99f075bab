"""`sla changes`: what this folder changes in the terms against another commit, and whom each change burdens."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import PROJECT, form_option, say
from living_sla.documents.changes import changes_document
from living_sla.history.git.state import find_repository
from living_sla.history.past import FORMAT, agreements_here
from living_sla.history.versions.branch import agreements_at, compared
from living_sla.words.past.changes import change_lines, changes_in_markdown


@click.command(
    epilog="Exits with 1 where terms change, with --fail-on any.\n\nExample: sla changes HEAD~3",
)
@click.argument("base", required=False)
@form_option(
    "table", "markdown", "json", help="A table for people, Markdown for a comment on a pull request, JSON for programs."
)
@click.option("--fail-on", type=click.Choice(["any", "never"]), default="never", show_default=True,
              help="Exit with 1 where terms change.")  # fmt: skip
@PROJECT
def command(base: str | None, form: str, fail_on: str, project: Path) -> int:
    """Compare the terms here with those at BASE, whatever git knows a commit by (by default the main line)."""
    here = tuple(file.agreement for file in agreements_here(project))
    there = agreements_at(find_repository(project), base, FORMAT)
    say(there.notices)
    differing = [agreement for agreement in compared(there.agreements, here, FORMAT) if agreement.kind != "same"]
    if form == "json":
        click.echo(changes_document(there.name, there.commit, differing))
    elif form == "markdown":
        click.echo("\n".join(changes_in_markdown(there.name, differing)))
    else:
        click.echo("\n".join(change_lines(there.name, differing)))
    return 1 if fail_on == "any" and any(agreement.kind != "editorial" for agreement in differing) else 0
