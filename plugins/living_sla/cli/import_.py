"""`sla import`: the spreadsheet in which two teams wrote what they owe each other, as the draft of an agreement."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla.agreements.sources_file import read_sources
from living_sla.cli.options import PROJECT
from living_sla.cli.teams import new_sides, team_options, told
from living_sla.errors import SlaError
from living_sla.model.counted import counted
from living_sla.model.slug import slug_of
from living_sla.scaffold.patterns.new_agreement import require_id, write_agreement
from living_sla.scaffold.spreadsheet.imported import imported, read_sheet


@click.command(
    "import",
    epilog="Exits with 1 where a column has to be declared before the agreement passes the check.\n\n"
    "Example: sla import our-sla.csv --id our-sla",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", default="", help="The sheet of a workbook that has several.")
@click.option("--id", help="What the agreement is called.  [default: as the file]")
@click.option("--title", default="", help="Its title.  [default: what stands above the table]")
@click.option("--contacts", is_flag=True, help="Take e-mail addresses of the sheet over, as contacts of the teams.")
@team_options
@PROJECT
def command(
    file: Path, sheet: str, id: str | None, title: str, contacts: bool, like: str | None, project: Path, **flags: str
) -> int:
    """Write a draft agreement from the spreadsheet FILE: .xlsx, .csv or .tsv.

    It has columns for Marketing, Sales and both, and rows for goals, metrics, qualification, hand-off, nurturing and
    reporting, wherever they stand. What can be measured becomes a commitment; everything else stands below, marked.
    """
    found = read_sheet(file, sheet)
    if contacts:
        for side in ("marketing", "sales"):
            person = found.contact(side)
            flags[f"{side}_contact"] = flags[f"{side}_contact"] or person.contact
            flags[f"{side}_email"] = flags[f"{side}_email"] or person.email
    name = id or slug_of(file.stem)
    if not name:
        raise SlaError("no id can be made of the file's name", hint="say what the agreement is called: --id our-sla")
    require_id(name)
    today, sources = datetime.now(UTC).astimezone().date(), read_sources(project).sources
    draft = imported(found, name, new_sides(project, like, flags), sources, today=today, title=title)
    added = write_agreement(project, name, draft.text, draft.fits, sources)
    code = told(added, project)
    click.echo(
        f"{counted(len(added.ids), 'commitment')}, {counted(draft.definitions, 'definition')}, "
        f"{counted(draft.unmeasured, 'sentence')} not measured yet"
    )
    if found.grid.hidden:
        click.echo(f"{counted(found.grid.hidden, 'hidden row')} of the sheet read like the others", err=True)
    if found.grid.unread:
        click.echo(
            f"{counted(len(found.grid.unread), 'cell')} not read: they are named at the end of the file", err=True
        )
    if found.emails and not contacts:
        addresses = "1 e-mail address" if found.emails == 1 else f"{found.emails} e-mail addresses"
        click.echo(f"{addresses} left out; --contacts takes over whom the teams name", err=True)
    return code
