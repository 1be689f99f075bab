"""`sla check`: everything that can be wrong with agreements, sources and exports, at once."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla import report
from living_sla.agreements.waiver_file import require_waivers
from living_sla.cli.options import PROJECT, say
from living_sla.errors import Faults, SlaError, each, raise_any
from living_sla.model.counted import counted
from living_sla.model.figures.standing import Report
from living_sla.reviews.shelf.minutes_here import require_actions, require_minutes


@click.command(
    epilog="Exits with 1 where there are warnings, with --strict.\n\nExample: sla check --strict",
)
@click.option("--strict", is_flag=True, help="Exit with 1 where there are warnings.")
@PROJECT
def command(strict: bool, project: Path) -> int:
    """Check every agreement, source, export and waiver and all minutes of reviews, and report all faults in one run."""
    checked = _checked(project)
    say(checked.notices)
    commitments = sum(len(standing.commitments) for standing in checked.agreements)
    rows = sum(source.facts.rows for source in checked.sources.values())
    click.echo(
        f"{counted(len(checked.agreements), 'agreement')} with {counted(commitments, 'commitment')}, "
        f"{counted(len(checked.sources), 'export')} with {counted(rows, 'row')}: no faults, "
        f"{counted(len(checked.notices), 'warning')}"
    )
    return 1 if strict and checked.notices else 0


def _checked(project: Path) -> Report:
    """The report; raises `Faults` with what is wrong in minutes and waivers as well."""
    faults: list[SlaError] = []
    for require in (_require_minutes, require_waivers):
        try:
            require(project)
        except Faults as several:
            faults += several.faults
    try:
        checked = report.check(project)
    except SlaError as more:
        raise Faults([*faults, *each(more)]) from None
    raise_any(faults)
    return checked


def _require_minutes(project: Path) -> None:
    require_minutes(project)
    require_actions(project)
