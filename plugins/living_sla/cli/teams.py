"""What the verbs share that write into agreements: who agrees in a new one, and what is said of what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from living_sla.agreements.reader import agreement_called, readable_agreements
from living_sla.agreements.rules.lint import too_many_at_first
from living_sla.cli.options import checked, say
from living_sla.errors import SlaError
from living_sla.history.past import read_past_here
from living_sla.scaffold.patterns.left import Added
from living_sla.scaffold.patterns.sides import Sides, StatedTeam, sides_of, stated_sides
from living_sla.scaffold.project.answers import checked_country, checked_email, checked_name, checked_zone

_NAME, _EMAIL = checked(checked_name), checked(checked_email)
_TEAM_OPTIONS = (
    click.option("--like", metavar="AGREEMENT", help="The agreement whose teams, contacts and hours it takes over."),
    click.option("--marketing", default="", callback=_NAME, help="The team that hands leads over."),
    click.option("--marketing-contact", default="", callback=_NAME, help="Who speaks for it."),
    click.option("--marketing-email", default="", callback=_EMAIL, help="That person's e-mail address."),
    click.option("--sales", default="", callback=_NAME, help="The team that answers leads."),
    click.option("--sales-contact", default="", callback=_NAME, help="Who speaks for it."),
    click.option("--sales-email", default="", callback=_EMAIL, help="That person's e-mail address."),
    click.option("--timezone", default="", callback=checked(checked_zone), help="Area/City of the working hours."),
    click.option(
        "--country",
        default="",
        callback=checked(checked_country),
        help="Whose public holidays are no working days: GB, DE-BY.",
    ),
)


def team_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options that say who agrees in a new agreement."""
    for option in reversed(_TEAM_OPTIONS):
        command = option(command)
    return command


def new_sides(project: Path, like: str | None, flags: dict[str, str]) -> Sides:
    """Teams, contacts and hours of a new agreement: as flags say, else as another agreement has them.

    Raises `SlaError` where both are asked for.
    """
    if like is not None and any(flags.values()):
        said = ", ".join(f"--{name.replace('_', '-')}" for name, value in flags.items() if value)
        hint = "write what differs into the new file, or leave out --like and say who agrees"
        raise SlaError(f"--like takes over teams and hours as they are, and {said} says others", hint=hint)
    if like is None and any(flags.values()):
        teams = [
            StatedTeam(flags[key], flags[f"{key}_contact"], flags[f"{key}_email"]) for key in ("marketing", "sales")
        ]
        return stated_sides(*teams, timezone=flags["timezone"], country=flags["country"])
    known = [agreement_called(project, like)] if like else readable_agreements(project)[:1]
    if not known:
        return stated_sides(StatedTeam(), StatedTeam())
    return sides_of(known[0], project)


def told(added: Added, project: Path) -> int:
    """Say what was written and what is left; 1 where the agreement does not pass the check before something is done."""
    click.echo(f"{added.path}:{added.line}: {', '.join(added.ids)}")
    for paragraph in (*added.decisions, *added.missing):
        click.echo(paragraph, err=True)
    if _begins(project, added.agreement.terms.id):
        say(too_many_at_first(added.agreement))
    return 1 if added.missing else 0


def _begins(project: Path, agreement: str) -> bool:
    """Whether the agreement never was in force; so it is, where other files have faults that hide its history."""
    try:
        return agreement in read_past_here(project).beginning
    except SlaError:
        return True
