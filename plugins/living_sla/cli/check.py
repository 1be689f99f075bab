"""`sla check`: everything that can be wrong with agreements, sources and exports, at once."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla import report
from living_sla.cli.options import PROJECT
from living_sla.model.counted import counted


@click.command(
    epilog="Exits with 1 where there are warnings, with --strict.\n\nExample: sla check --strict",
)
@click.option("--strict", is_flag=True, help="Exit with 1 where there are warnings.")
@PROJECT
def command(strict: bool, project: Path) -> int:
    """Check every agreement, source and export, and report all faults in one run."""
    checked = report.check(project)
    for notice in checked.notices:
        click.echo(str(notice), err=True)
    commitments = sum(len(standing.commitments) for standing in checked.agreements)
    rows = sum(source.facts.rows for source in checked.sources.values())
    click.echo(
        f"{counted(len(checked.agreements), 'agreement')} with {counted(commitments, 'commitment')}, "
        f"{counted(len(checked.sources), 'export')} with {counted(rows, 'row')}: no faults, "
        f"{counted(len(checked.notices), 'warning')}"
    )
    return 1 if strict and checked.notices else 0
