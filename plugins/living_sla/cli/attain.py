"""`sla attain`: figures, as a table or Markdown for people, as JSON or CSV for machines."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import AS_OF, CACHE, PROJECT, form_option, parse_as_of, say_lacking, say_unread, verdict
from living_sla.documents.attainment import attainment_document
from living_sla.documents.rows import chosen, judged_in, latest_statuses, rows_of
from living_sla.documents.tidy import csv
from living_sla.model.figures.attainment import Status
from living_sla.report import build
from living_sla.words.standing import tables

_FAIL_ON = {"missed": {Status.MISSED}, "at-risk": {Status.MISSED, Status.AT_RISK}, "never": set()}


@click.command(
    epilog="Exits with 1 where --fail-on says so.\n\nExample: sla attain lead-handoff/first-contact --period 2026-09",
)
@click.argument("what", metavar="[AGREEMENT[/COMMITMENT]]", required=False)
@click.option("--period", metavar="LABEL", help="Only this period, for example 2026-10, 2026-W41 or 2026-Q4.")
@AS_OF
@click.option("--by", "segments", is_flag=True, help="Break down by the segment that the commitment names.")
@form_option(
    "table",
    "json",
    "csv",
    "markdown",
    help="A table for people, Markdown for a comment, CSV for a spreadsheet, JSON for programs.",
)
@click.option(
    "--fail-on", type=click.Choice(list(_FAIL_ON)), default="never", show_default=True,
    help="Exit with 1 where the last judged or the latest period (or --period) came to this.",
)  # fmt: skip
@CACHE
@PROJECT
def command(
    what: str | None,
    period: str | None,
    as_of: str | None,
    segments: bool,
    form: str,
    fail_on: str,
    cache: bool,
    project: Path,
) -> int:
    """Figures: what was owed, and what was kept."""
    agreement, _, commitment = (what or "").partition("/")
    report = build(project, as_of=parse_as_of(as_of), only=agreement or None, cache=cache, alone=not cache)
    say_unread(report.unread_history)
    say_lacking(report.notices, replayed=as_of is not None)
    standings = list(judged_in(chosen(report, agreement, commitment), period))
    rows = list(rows_of(standings, period, segments=segments or form in ("json", "csv")))
    if form == "json":
        click.echo(attainment_document(standings, rows, report, replayed=as_of is not None))
    elif form == "csv":
        click.echo(csv(rows), nl=False)
    else:
        write = tables.markdown_table if form == "markdown" else tables.attainment_table
        click.echo(write(standings, rows))
        if as_of is not None and report.sources:
            click.echo(f"\n{tables.replayed(report)}")
    if fail_on == "never":
        return 0
    return verdict(bool(set(latest_statuses(standings, period)) & _FAIL_ON[fail_on]), report.unread_history)
