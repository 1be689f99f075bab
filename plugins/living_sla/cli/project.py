"""The options that say which project is meant and in which form to tell of it; they need no package but click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from living_sla import programs
from living_sla.errors import EnvironmentFault

Command = TypeVar("Command", bound=Callable[..., object])


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


def form_option(*forms: str, help: str = "A table for people, JSON for programs.") -> Callable[[Command], Command]:
    """The option `--format` of a verb that writes in these forms, the first of them where nobody says which."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=help)
