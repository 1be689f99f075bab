"""`sla sources`: what helps to declare an export."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.scaffold.guess import NotReadAsItIs
from living_sla.scaffold.guess import guess as guessed


@click.group("sources")
def command() -> None:
    """Help with data/sources.yml."""


@command.command("guess", epilog="Example: sla sources guess data/exports/hubspot-contacts-2026-10-21.csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def guess(file: Path) -> None:
    """Print a first entry of data/sources.yml for FILE.

    What the file alone does not say is marked "decide"; columns that look personal are proposed as such. No cell is
    shown. Where lines of the file are no records, they are told besides, and the exit code is 2.
    """
    try:
        text = guessed(file)
    except NotReadAsItIs as found:
        click.echo(found.entry, nl=False)
        raise
    click.echo(text, nl=False)
