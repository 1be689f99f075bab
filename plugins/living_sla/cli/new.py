"""`sla new`: an agreement, or a commitment more in one, from the library of patterns."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, checked, one_line
from living_sla.cli.teams import new_sides, team_options, told
from living_sla.errors import SlaError, Unreadable
from living_sla.scaffold.patterns.additions import add_commitment
from living_sla.scaffold.patterns.appended import CannotAppend, agreement_to_join
from living_sla.scaffold.patterns.library import listing
from living_sla.scaffold.patterns.new_agreement import add_agreement

_LINE = checked(one_line)


@click.group("new", invoke_without_command=True)
@click.option("--list", "shows_list", is_flag=True, help="List the patterns: who owes each, its words, what it needs.")
@click.pass_context
def command(context: click.Context, shows_list: bool) -> None:
    """Write an agreement, or a commitment more in one, from a pattern.

    A pattern is a commitment that teams make. It is fitted to the columns that data/sources.yml declares; what is left
    to you is marked "decide" in the file, and said.
    """
    if shows_list:
        _show_list()
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


@command.command(
    "agreement",
    epilog="Exits with 1 where a column has to be declared before it passes the check.\n\n"
    "Example: sla new agreement partner-leads --pattern first-contact --pattern lead-volume",
)
@click.argument("id")
@click.option("--pattern", "patterns", multiple=True, help="A commitment of it; may be given several times.")
@click.option("--title", default="", callback=_LINE, help="What the page is called.")
@team_options
@PROJECT
def agreement(id: str, patterns: tuple[str, ...], title: str, like: str | None, project: Path, **flags: str) -> int:
    """Write agreements/ID.md, with one commitment a side unless you choose others.

    Teams, contacts and working hours are those of another agreement of the project, where there is one and no flag
    says otherwise.
    """
    today = datetime.now(UTC).astimezone().date()
    added = add_agreement(project, id, new_sides(project, like, flags), today=today, patterns=patterns, title=title)
    return told(added, project)


@command.command(
    "commitment",
    epilog="Exits with 1 where a column has to be declared before the agreement passes the check.\n\n"
    "Example: sla new commitment bad-fit --agreement lead-handoff",
)
@click.argument("pattern", required=False)
@click.option("--agreement", metavar="ID", help="The agreement that it joins; not needed where there is one alone.")
@click.option("--id", callback=_LINE, help="What the commitment is called.  [default: as the pattern]")
@click.option("--source", callback=_LINE, help="The source in data/sources.yml that holds the records.")
@click.option("--column", "columns", metavar="ROLE=NAME", multiple=True,
              help="The column that plays a part: to=first_call_at. Of several: fields=country,phone.")  # fmt: skip
@click.option("--title", callback=_LINE, help="Its title.")
@click.option("--by", callback=_LINE, help="The party that owes it, or both.")
@click.option("--owner", callback=_LINE, help="The person who answers for it.  [default: the contact of the party]")
@click.option("--target", callback=_LINE, help='For example "at least 90%".')
@click.option("--limit", callback=_LINE, help='For example "8 business hours".')
@click.option("--per", callback=_LINE, help="For example quarter.")
@PROJECT
def commitment(
    pattern: str | None,
    agreement: str | None,
    source: str | None,
    columns: tuple[str, ...],
    project: Path,
    **said: str | None,
) -> int:
    """Add the commitment PATTERN at the end of an agreement's list; every other byte of the file stays.

    Without PATTERN, list all of them, as sla new --list does: [Patterns of commitments](reference/patterns.md).
    """
    if pattern is None:
        _show_list()
        return 0
    roles, joined = dict(map(_role, columns)), agreement_to_join(project, agreement)
    try:
        added = add_commitment(project, joined, pattern, source=source, columns=roles, **said)
    except CannotAppend as refused:
        click.echo(refused.text, nl=False)
        raise
    return told(added, project)


def _role(text: str) -> tuple[str, str]:
    role, equals, name = (part.strip() for part in text.partition("="))
    try:
        one_line(name)
    except Unreadable as found:
        raise SlaError(f"--column: {found.message}", hint=found.hint) from None
    if not equals or not role or not name:
        raise SlaError(f'--column: "{text}" names no column', hint="write --column to=first_call_at")
    return role, name


def _show_list() -> None:
    click.echo("\n".join(listing()))
