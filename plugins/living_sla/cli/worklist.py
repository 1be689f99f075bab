"""`sla worklist`: open records in the order in which they fall due, for who does the work."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, form_option
from living_sla.documents.cells import FOR_SPREADSHEETS
from living_sla.documents.worklist import worklist_csv
from living_sla.errors import EnvironmentFault, SlaError, Unreadable
from living_sla.files import bytes_of, is_there
from living_sla.model.quantity import Duration, parse_duration
from living_sla.pages.worklist import worklist as worklist_page
from living_sla.report import read_agreed
from living_sla.site.settings.mkdocs_yml import CONFIG, read_settings_file
from living_sla.words.standing.worklist import lines
from living_sla.worklist import worklist


def _within(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Duration | None:
    try:
        return None if text is None else parse_duration(text)
    except Unreadable as found:
        raise click.BadParameter(f"{found.message}; {found.hint}") from None


@click.command(
    epilog="Refuses to write where a site is made of, or stands.\n\nExample: sla worklist first-contact --within 4h",
)
@click.argument("what", metavar="[COMMITMENT]", required=False)
@click.option(
    "--within",
    metavar="TIME",
    callback=_within,
    help="Only what falls due by then, and what is overdue: 4h, 2 business hours, 1 business day.",
)
@click.option(
    "--now", "clock", is_flag=True, help="Tell by the clock how much time is left, not by the export's as-of."
)
@form_option("table", "csv", "html", help="A table for a terminal, CSV for a spreadsheet, HTML for a browser.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, for your eyes only; HTML needs one.",
)
@PROJECT
def command(
    what: str | None, within: Duration | None, clock: bool, form: str, output: Path | None, project: Path
) -> None:
    """What is open, in the order in which it falls due, with links into the CRM and with owners.

    COMMITMENT is first-contact, lead-handoff/first-contact, or an agreement. Only commitments whose records have a due
    instant are asked. It names records, and people where a source says who owns a record: it is never published.
    """
    if form == "html" and output is None:
        raise click.UsageError("--format html needs --output FILE")
    if output is not None:
        _refuse_published(output, project)
    now = datetime.now(UTC)
    found = worklist(read_agreed(project, now=now), what, within=within, now=now if clock else None)
    if form == "csv":
        text = worklist_csv(found)
    elif form == "html":
        text = f"{worklist_page(found)}\n"
    else:
        text = "\n".join(lines(found)) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    _written(output, (FOR_SPREADSHEETS if form == "csv" else "") + text)
    click.echo(f"{len(found.records)} records in {output}")


def _refuse_published(output: Path, project: Path) -> None:
    """Refuse a file below what becomes a site, or is one; a link counts for where it leads."""
    place = output.resolve()
    for folder in _published(project):
        if place.is_relative_to(folder.resolve()):
            message = f"{output} lies below {folder.name}/, which is published: a worklist names records and people"
            raise SlaError(message, hint="choose a folder outside the project, such as your home folder")


def _published(project: Path) -> Iterator[Path]:
    def content(path: str) -> bytes | None:
        return bytes_of(project / path, project) if is_there(project / path, project) else None

    said: Mapping[str, object] = read_settings_file(content).data if content(CONFIG) is not None else {}
    for key, usual in (("docs_dir", "docs"), ("site_dir", "site")):
        name = said.get(key)
        yield project / (name if isinstance(name, str) and name else usual)
    yield project / "agreements"  # what stands beside an agreement is published with it


def _written(output: Path, text: str) -> None:
    """Write the file so that only its owner can read it; one that is there is replaced."""
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, stat.S_IRUSR | stat.S_IWUSR)
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IWUSR) if hasattr(os, "fchmod") else None
            file.write(text)
    except OSError as problem:
        message = f"{output} cannot be written: {problem.strerror or 'the system says no'}"
        raise EnvironmentFault(message, hint="choose another file with --output") from None
