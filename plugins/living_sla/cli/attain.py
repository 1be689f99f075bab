"""`sla attain`: figures, as a table or Markdown for people, as JSON or CSV for machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from living_sla import report
from living_sla.cli.options import AS_OF, CACHE, PROJECT, parse_as_of, say_old, say_unread, verdict
from living_sla.documents.attainment import attainment_document
from living_sla.errors import SlaError
from living_sla.model.attainment import Attainment, Status
from living_sla.model.standing import Report, Standing
from living_sla.words import tables
from living_sla.words.outlook import with_reason

_FAIL_ON = {"missed": {Status.MISSED}, "at-risk": {Status.MISSED, Status.AT_RISK}, "never": set()}


@click.command()
@click.argument("what", metavar="[AGREEMENT[/COMMITMENT]]", required=False)
@click.option("--period", metavar="LABEL", help="Only this period, for example 2026-10, 2026-W41 or 2026-Q4.")
@AS_OF
@click.option("--by", "segments", is_flag=True, help="Break down by the segment that the commitment names.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]), default="table", show_default=True
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
    found = report.build(project, as_of=parse_as_of(as_of), only=agreement or None, cache=cache)
    say_unread(found.unread_history)
    if as_of is None:
        say_old(found.notices)
    standings = list(_chosen(found, agreement, commitment))
    rows = [row for standing in standings for row in _rows(standing, period, segments or form in ("json", "csv"))]
    if period is not None:
        standings = [standing for standing in standings if any(_rows(standing, period, segments=False))]
    if period is not None and not rows:
        raise SlaError(f'no commitment has a period "{period}"', hint="write for example 2026-10, 2026-W41 or 2026-Q4")
    if form == "json":
        click.echo(attainment_document(standings, rows, found, replayed=as_of is not None))
    elif form == "csv":
        from living_sla.documents.table import csv  # pandas takes longer to load than everything else

        click.echo(csv(rows), nl=False)
    else:
        write = tables.markdown_table if form == "markdown" else tables.attainment_table
        click.echo(write(standings, rows))
        if as_of is not None:
            click.echo(f"\n{tables.replayed(found)}")
    if fail_on == "never":
        return 0
    return verdict(bool(set(_verdicts(standings, rows, period)) & _FAIL_ON[fail_on]), found.unread_history)


def _verdicts(standings: list[Standing], rows: list[Attainment], period: str | None) -> Iterator[Status | None]:
    """The statuses that `--fail-on` looks at: of the period asked for, or of the last judged and the latest one."""
    if period is not None:
        yield from (row.status for row in rows if row.segment is None)
        return
    for standing in standings:
        yield from (found.status for found in (standing.last_closed, standing.current) if found is not None)


def _chosen(found: Report, agreement: str, commitment: str) -> Iterator[Standing]:
    standings = [standing for of in found.agreements for standing in of.commitments]
    if agreement and not standings:
        raise SlaError(f'there is no agreement "{agreement}"', hint="sla attain without arguments shows all of them")
    chosen = [standing for standing in standings if not commitment or standing.commitment.id == commitment]
    if commitment and not chosen:
        known = ", ".join(standing.commitment.id for standing in standings)
        raise SlaError(f'"{agreement}" has no commitment "{commitment}"', hint=f"its commitments: {known}")
    yield from chosen


def _rows(standing: Standing, period: str | None, segments: bool) -> Iterator[Attainment]:
    """The attainments of a commitment by period, each followed by its segments where they are asked for."""
    for number, whole in enumerate(standing.series):
        if period in (None, whole.period.label):
            shown = [whole, *(standing.segments[number] if segments and standing.segments else ())]
            yield from (with_reason(standing.commitment, found) for found in shown)
