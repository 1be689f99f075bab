"""`sla due`: what waits for somebody: old exports, signatures, reviews, agreements that end, consequences."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, say_unread, verdict
from living_sla.model.figures.due import due
from living_sla.report import build
from living_sla.reviews.shelf.reported import with_reviews
from living_sla.words import numbers
from living_sla.words.standing.due import due_line


@click.command(
    epilog="Exits with 1 where something is due, with --fail-on any.\n\nExample: sla due --within 60",
)
@click.option(
    "--within",
    "days",
    metavar="DAYS",
    type=click.IntRange(min=0),
    default=30,
    help="Look so many days ahead.",
    show_default=True,
)
@click.option(
    "--fail-on",
    type=click.Choice(["any", "never"]),
    default="never",
    show_default=True,
    help="Exit with 1 where something is due.",
)
@PROJECT
def command(days: int, fail_on: str, project: Path) -> int:
    """What is due: old or missing exports, signatures, reviews and their actions, agreements that end, consequences.

    A review is overdue once its period has ended and nobody has frozen it: sla snapshot. Actions are those of minutes
    that have a date and are not done.

    Home tells the same: which signatures are missing and since when, the next due date of each deliverable. Whether
    something was delivered for that date already is not asked.
    """
    report = with_reviews(build(project), project)
    say_unread(report.unread_history)
    lines = [due_line(item, report.built_at.date()) for item in due(report, within=timedelta(days=days))]
    click.echo(numbers.plain_spaces("\n".join(lines)) if lines else f"nothing is due within {days} days")
    return verdict(bool(lines), report.unread_history) if fail_on == "any" else 0
