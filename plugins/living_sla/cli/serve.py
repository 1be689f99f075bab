"""`sla serve`: the site on this machine, rebuilt as files change."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import PROJECT, SETTINGS_FROM
from living_sla.site.publishing.serve import serve


@click.command("serve", epilog="Example: sla serve --port 8080")
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port on this machine.",
)
@SETTINGS_FROM
@PROJECT
def command(port: int, settings_from: str | None, project: Path) -> int:
    """Show the site at http://127.0.0.1:PORT/ and rebuild it when an agreement, an export or a page changes."""
    serve(project.resolve(), port=port, settings_from=settings_from)
    return 0
