"""`sla check`: everything that can be wrong with agreements, sources and exports, at once."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla import report
from living_sla.cli.options import PROJECT
from living_sla.model.counted import counted


@click.command()
@click.option("--strict", is_flag=True, help="Exit with 1 where there are warnings.")
@PROJECT
def command(strict: bool, project: Path) -> int:
    """Check every agreement, source and export, and report all faults in one run."""
    found = report.check(project)
    for notice in found.notices:
        click.echo(str(notice), err=True)
    commitments = sum(len(standing.commitments) for standing in found.agreements)
    rows = sum(source.facts.rows for source in found.sources.values())
    click.echo(
        f"{counted(len(found.agreements), 'agreement')} with {counted(commitments, 'commitment')}, "
        f"{counted(len(found.sources), 'export')} with {counted(rows, 'row')}: no faults, "
        f"{counted(len(found.notices), 'warning')}"
    )
    return 1 if strict and found.notices else 0
