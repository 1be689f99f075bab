"""Who agrees in a new agreement: the options that say it, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from living_sla.agreements.reader import agreement_called, readable_agreements
from living_sla.scaffold.patterns.sides import Sides, StatedTeam, sides_of, stated_sides

_TEAM_OPTIONS = (
    click.option("--like", metavar="AGREEMENT", help="The agreement whose teams, contacts and hours it takes over."),
    click.option("--marketing", default="", help="The team that hands leads over."),
    click.option("--marketing-contact", default="", help="Who speaks for it."),
    click.option("--marketing-email", default="", help="That person's e-mail address."),
    click.option("--sales", default="", help="The team that answers leads."),
    click.option("--sales-contact", default="", help="Who speaks for it."),
    click.option("--sales-email", default="", help="That person's e-mail address."),
    click.option("--timezone", default="", help="Area/City of the working hours."),
    click.option("--country", default="", help="Whose public holidays are no working days: GB, DE-BY."),
)


def team_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options that say who agrees in a new agreement."""
    for option in reversed(_TEAM_OPTIONS):
        command = option(command)
    return command


def new_sides(project: Path, like: str | None, flags: dict[str, str]) -> Sides:
    """Teams, contacts and hours of a new agreement: as flags say, else as another agreement has them."""
    if like is None and any(flags.values()):
        teams = [
            StatedTeam(flags[key], flags[f"{key}_contact"], flags[f"{key}_email"]) for key in ("marketing", "sales")
        ]
        return stated_sides(*teams, timezone=flags["timezone"], country=flags["country"])
    known = [agreement_called(project, like)] if like else readable_agreements(project)[:1]
    if not known:
        return stated_sides(StatedTeam(), StatedTeam())
    return sides_of(known[0], project)
