"""The option that says which project is meant; it needs no package but click."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla import programs
from living_sla.errors import EnvironmentFault


def _shielded(_context: click.Context, _parameter: click.Parameter, project: Path) -> Path:
    """The project, whose own programs nothing here will start from now on."""
    try:
        programs.shield(project)
    except OSError:
        hint = "go to the folder of the project, or name it: --project FOLDER"
        raise EnvironmentFault("the folder that this stands in is not there any more", hint=hint) from None
    return project


PROJECT = click.option(
    "--project",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    callback=_shielded,
    default=".",
    show_default="this folder",
    help="The folder that holds agreements/ and data/.",
)
