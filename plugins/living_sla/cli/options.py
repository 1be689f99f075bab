"""Options that several verbs share, and how their values are read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla import programs
from living_sla.errors import EnvironmentFault, Notice, SlaError
from living_sla.model.zones import END_YEAR, FIRST_YEAR


def _shielded(_context: click.Context, _parameter: click.Parameter, project: Path) -> Path:
    """The project, whose own programs nothing here will start from now on."""
    programs.shield(project)
    return project


PROJECT = click.option(
    "--project",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    callback=_shielded,
    default=".",
    show_default="this folder",
    help="The folder that holds agreements/ and data/.",
)

CACHE = click.option(
    "--cache/--no-cache",
    default=True,
    help="Remember what was read and computed, in your cache folder (the default); the figures are the same without.",
)

SETTINGS_FROM = click.option(
    "--settings-from",
    metavar="REF",
    show_default="this folder, where it can do no more than the trusted ref; on a pull request the trusted ref",
    help="Take mkdocs.yml, hooks, theme, macros and pyproject.toml from this ref; a dot believes this folder.",
)


def say_unread(history: Notice | None) -> None:
    """Say on standard error that figures are those of drafts, because the history could not be read."""
    if history is not None:
        click.echo(str(history), err=True)


def verdict(fails: bool, history: Notice | None) -> int:
    """The exit code of a verb that was asked to judge: there is no verdict without the terms that were agreed."""
    if history is not None:
        return EnvironmentFault.exit_code
    return 1 if fails else 0


def parse_as_of(text: str | None) -> datetime | None:
    """The instant that `--as-of` spells, in UTC unless it says otherwise; None where it was left out."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        hint = "write for example 2026-10-31T18:00 (UTC) or 2026-10-31T18:00+01:00"
        raise SlaError(f'--as-of: "{text}" is not an instant', hint=hint) from None
    if not FIRST_YEAR <= moment.year < END_YEAR:
        hint = f"choose a year from {FIRST_YEAR} to {END_YEAR - 1}"
        raise SlaError(f'--as-of: "{text}" is no moment that an export speaks of', hint=hint)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
