"""`sla due`: what waits for somebody: stale exports, reviews, agreements that end, consequences that are set off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, say_unread, verdict
from living_sla.model.standing import AgreementStanding, Report
from living_sla.pages import words


@click.command()
@click.option(
    "--within", "days", type=click.IntRange(min=0), default=30, help="Look so many days ahead.", show_default=True
)
@click.option("--fail-on", type=click.Choice(["any", "never"]), default="never", show_default=True, help="Exit with 1.")
@PROJECT
def command(days: int, fail_on: str, project: Path) -> int:
    """What is due: exports that are stale, reviews, agreements that end, consequences of misses."""
    from living_sla import report

    found = report.build(project)
    say_unread(found.unread_history)
    lines = sorted(_exports(found)) + sorted(_dates(found, found.built_at.date(), days)) + list(_consequences(found))
    click.echo("\n".join(lines).replace(words.NBSP, " ") if lines else f"nothing is due within {days} days")
    return verdict(bool(lines), found.unread_history) if fail_on == "any" else 0


def _exports(found: Report) -> Iterator[str]:
    for name, source in found.sources.items():
        if source.age != "fresh":
            yield f"{source.age:10} export {name}: speaks up to {source.facts.as_of:%Y-%m-%d %H:%M} UTC"


def _dates(found: Report, today: date, days: int) -> Iterator[str]:
    horizon = today + timedelta(days=days)
    for standing in found.agreements:
        terms = standing.agreement.terms
        if terms.review and terms.review.next and terms.review.next <= horizon:
            yield _dated(terms.review.next, today, f"review of {terms.id}")
        if terms.until and terms.until <= horizon:
            yield _dated(terms.until, today, f"{terms.id} ends")


def _dated(day: date, today: date, what: str) -> str:
    return f"{day}  {what}{', which has passed' if day < today else ''}"


def _consequences(found: Report) -> Iterator[str]:
    for standing in found.agreements:
        yield from (_consequence(standing, position) for position in range(len(standing.triggered)))


def _consequence(standing: AgreementStanding, position: int) -> str:
    found = standing.triggered[position]
    what = f"{standing.agreement.terms.id}/{found.commitment}"
    return f"{found.trigger.when}: {what} ({words.listed(found.periods)}): {found.trigger.do}"
