"""`sla due`: what waits for somebody: old exports, signatures, reviews, agreements that end, consequences."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, say_unread, verdict
from living_sla.model.due import Due, DueKind, due
from living_sla.model.terms import Terms
from living_sla.model.timeline import Waiting
from living_sla.words import numbers
from living_sla.words.people import name_of, team_of


@click.command()
@click.option(
    "--within", "days", type=click.IntRange(min=0), default=30, help="Look so many days ahead.", show_default=True
)
@click.option("--fail-on", type=click.Choice(["any", "never"]), default="never", show_default=True, help="Exit with 1.")
@PROJECT
def command(days: int, fail_on: str, project: Path) -> int:
    """What is due: old exports, missing signatures, reviews, agreements that end, consequences of misses."""
    from living_sla import report

    found = report.build(project)
    say_unread(found.unread_history)
    lines = [_line(one, found.built_at.date()) for one in due(found, within=timedelta(days=days))]
    click.echo(numbers.plain_spaces("\n".join(lines)) if lines else f"nothing is due within {days} days")
    return verdict(bool(lines), found.unread_history) if fail_on == "any" else 0


def _line(found: Due, today: date) -> str:
    if found.source is not None:
        source = found.source
        return f"{source.age:10} export {source.name}: speaks up to {source.facts.as_of:%Y-%m-%d %H:%M} UTC"
    assert found.agreement is not None
    terms = found.agreement.agreement.terms
    if found.consequence is not None:
        what = f"{terms.id}/{found.consequence.commitment} ({numbers.listed(found.consequence.periods)})"
        return f"{found.consequence.trigger.when}: {what}: {found.consequence.trigger.do}"
    if found.signature is not None:
        return f"{found.day}  version {found.version} of {terms.id} waits for {_signature(found.signature, terms)}"
    what = f"review of {terms.id}" if found.kind is DueKind.REVIEW else f"{terms.id} ends"
    return f"{found.day}  {what}{', which has passed' if found.day and found.day < today else ''}"


def _signature(waiting: Waiting, terms: Terms) -> str:
    return f"the signature of {name_of(terms, waiting.signer)}, {team_of(terms, waiting.party)}"
