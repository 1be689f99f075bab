"""`sla goals`: from a quota back to what a count has to bring, and on to the hours that a desk needs for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec.structs import replace

from living_sla.agreements.other_numbers import with_numbers
from living_sla.cli.options import PROJECT, checked, form_option
from living_sla.documents.goals import goals_document
from living_sla.errors import Fault, SlaError, Unreadable
from living_sla.model.agreement.basis import parse_amount, parse_rate
from living_sla.model.agreement.capacity import parse_hours, parse_minutes, parse_people
from living_sla.model.agreement.terms import Agreement
from living_sla.model.figures.goal_item import GoalItem, goal_items
from living_sla.model.suggestion import did_you_mean
from living_sla.report import read_agreed
from living_sla.words.past.goals import changes_ahead, not_bound
from living_sla.words.terms.goal_tables import goal_table


def _like(parse: Callable[[str], object]) -> Callable[..., str | None]:
    """A callback that refuses what the agreement file would refuse."""

    def check(text: str) -> str:
        parse(text)
        return text

    return checked(check)


@click.command(epilog="Example: sla goals lead-handoff/mql-volume --share 50% --people 5")
@click.argument("what", metavar="[AGREEMENT[/COMMITMENT]]", required=False)
@click.option("--quota", metavar="AMOUNT", callback=_like(parse_amount), help="Another quota: 4000000.")
@click.option("--share", metavar="SHARE", callback=_like(parse_rate), help="Another share of it that is owed: 50%.")
@click.option("--deal", metavar="AMOUNT", callback=_like(parse_amount), help="Another sum of a deal: 25000.")
@click.option(
    "--conversion", "conversions", metavar="FROM=SHARE", multiple=True,
    help="Another share of a stage that becomes the next one: MQL=18%; may be given several times.",
)  # fmt: skip
@click.option("--people", metavar="NUMBER", callback=_like(parse_people), help="Another number of people: 5.")
@click.option("--hours", metavar="HOURS", callback=_like(parse_hours), help="Other hours of each: '30 a week'.")
@click.option("--minutes", metavar="MINUTES", callback=_like(parse_minutes), help="Another time: '10 an attempt'.")
@click.option("--attempts", type=click.IntRange(1, 1000), help="Another number of attempts on each record.")
@form_option("table", "json", help="Tables for people, JSON for programs.")
@PROJECT
def command(
    what: str | None,
    conversions: tuple[str, ...],
    attempts: int | None,
    form: str,
    project: Path,
    **other: str | None,
) -> int:
    """Goals: what the basis of a count leads to, month by month, and the hours that a desk needs for it.

    The terms in force are worked out, or the newest where none are, and what a proposal would change is told beside
    them. An option asks what would follow from another number. Nothing is written.
    """
    agreement_id, _, commitment_id = (what or "").partition("/")
    numbers = {name: text for name, text in other.items() if text is not None}
    agreed = read_agreed(project, now=datetime.now(UTC))
    timelines = agreed.past.timelines
    binding = [timelines[folder.terms.id].shown(folder) for folder in agreed.project.agreements]
    items: list[GoalItem] = []
    tables: list[str] = []
    for agreement in _chosen(binding, agreement_id, commitment_id):
        terms = with_numbers(agreement, commitment_id, numbers, _rates(conversions))
        timeline = timelines[terms.id]
        for item in goal_items(terms):
            if commitment_id in ("", item.commitment.id):
                agreed_item = next(of for of in goal_items(agreement.terms) if of.commitment.id == item.commitment.id)
                items.append(item if attempts is None else replace(item, attempts=attempts))
                notes = [not_bound(timeline), *(said for _, said in changes_ahead(agreed_item, timeline))]
                tables.append(goal_table(items[-1], [note for note in notes if note]))
    if form == "json":
        click.echo(goals_document(items))
    elif items:
        click.echo("\n\n".join(tables))
    else:
        click.echo(
            "no count says where its number comes from: give its commitment a basis, or its agreement a capacity"
        )
    return 0


def _chosen(agreements: Sequence[Agreement], agreement_id: str, commitment_id: str) -> list[Agreement]:
    found = [agreement for agreement in agreements if agreement_id in ("", agreement.terms.id)]
    if not found:
        hint = did_you_mean(agreement_id, [agreement.terms.id for agreement in agreements])
        raise SlaError(f'there is no agreement "{agreement_id}"', hint=hint, code=Fault.UNKNOWN_NAME)
    known = [commitment.id for agreement in found for commitment in agreement.terms.commitments]
    if commitment_id and commitment_id not in known:
        message = f'{agreement_id} has no commitment "{commitment_id}"'
        raise SlaError(message, hint=did_you_mean(commitment_id, known), code=Fault.UNKNOWN_NAME)
    return found


def _rates(conversions: Sequence[str]) -> dict[str, str]:
    """The shares by the stage that they are of; raises `click.BadParameter`."""
    found = {}
    for text in conversions:
        stage, equals, share = text.rpartition("=")
        if not equals:
            raise click.BadParameter("write the stage and its share: MQL=18%", param_hint="--conversion")
        try:
            parse_rate(share)
        except Unreadable as refused:
            raise click.BadParameter(f"{refused.message}; {refused.hint}", param_hint="--conversion") from None
        found[stage.strip()] = share
    return found
