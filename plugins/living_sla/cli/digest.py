"""`sla digest`: the Monday page as a message."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, form_option, say_unread
from living_sla.documents.messages import FORMATS
from living_sla.errors import SlaError, Unreadable
from living_sla.model.address import read_address
from living_sla.model.figures.crossed import crossed
from living_sla.model.figures.monday import monday
from living_sla.model.figures.news import monday_before, zone_of_report
from living_sla.model.figures.standing import Report
from living_sla.model.notation import parse_day
from living_sla.model.time.zones import wall_time, zone
from living_sla.pages.home.mail import mail
from living_sla.report import build
from living_sla.reviews.shelf.reported import with_reviews
from living_sla.told import told_before
from living_sla.words.standing.message import Message, crossings, digest

STATE = Path(".sla-state") / "digest.json"


@click.command(
    epilog="Exits with 0 whether there is news or not.\n\nExample: sla digest --format slack",
)
@click.option(
    "--since",
    metavar="DATE",
    show_default="the Monday of the week before",
    help="Tell what has changed since that day.",
)
@form_option(
    "text",
    "html",
    "slack",
    "teams",
    help="Plain text, an HTML page for mail, or the JSON that a webhook of Slack or a workflow of Teams takes.",
)
@click.option(
    "--crossed",
    "only_crossed",
    is_flag=True,
    help="Tell only thresholds that were crossed and not told yet, each once; nothing where there are none.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default=STATE.as_posix(),
    help="Where --crossed keeps what it has told.",
)
@click.option("--address", metavar="URL", default="", help="Of the site; the message links to it.")
@PROJECT
def command(since: str | None, form: str, only_crossed: bool, state: Path | None, address: str, project: Path) -> int:
    """What Home says on Monday, as a message: its first sentence is the subject.

    It prints, and sends nothing: one more line in a workflow posts it. A consequence that the agreement names, a miss,
    a figure that is worse than usual, a period at risk and an export that is too old are thresholds: --crossed tells
    each of them once.
    """
    _check(address)
    report = with_reviews(build(project), project)
    say_unread(report.unread_history)
    if not only_crossed:
        _say(digest(report, _since(since, report), address), form)
        return 0
    with told_before(project / STATE if state is None else state) as told:
        new = [item for item in crossed(report, monday(report)) if item.key not in told]
        if new:
            # Told first and remembered then: where the message goes nowhere, the next run tells it again.
            _say(crossings(report, new, address), form)
            sys.stdout.flush()
            told.remember(item.key for item in new)
    return 0


def _check(address: str) -> None:
    if address and (not address.isprintable() or " " in address or not read_address(address).is_web):
        raise SlaError("--address: not the address of a site", hint="write for example https://sla.example.com/")


def _since(text: str | None, report: Report) -> datetime:
    timezone = zone_of_report(report)
    if text is None:
        return monday_before(report.built_at, timezone)
    try:
        day: date = parse_day(text)
    except Unreadable as found:
        raise SlaError(f"--since: {found.message}", hint=found.hint, code=found.code) from None
    if day > wall_time(report.built_at, timezone).date():
        raise SlaError("--since: that day has not come yet", hint="name a day that has passed, or leave it out")
    return zone(timezone).instant(day)


def _say(message: Message, form: str) -> None:
    click.echo(mail(message) if form == "html" else FORMATS[form](message))
