"""`sla impact`: what the past would have been under the terms that this folder proposes."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.agreements.editing.setting import Setting, read_setting
from living_sla.cli.options import CACHE, PROJECT, form_option, say
from living_sla.documents.promises import promises_document
from living_sla.documents.proposals.document import proposal_document
from living_sla.errors import Fault, SlaError
from living_sla.model.harmless import harmless
from living_sla.model.proposals.proposal import Proposal
from living_sla.proposals.curve import promised
from living_sla.proposals.proposal import answer_of, proposal_of
from living_sla.scaffold.changed import changed
from living_sla.words.proposals.impact import impact_lines
from living_sla.words.standing.promises import promise_lines

_EXAMPLE = 'write for example lead-handoff/first-contact.target="at least 95%"'


@click.command(epilog="Example: sla impact main")
@click.argument("base", required=False)
@click.option(
    "--what-if",
    "asked",
    multiple=True,
    metavar="AGREEMENT/FIELD=VALUE",
    help="Ask what the past would have been with another value, without a branch; nothing is written. May be repeated.",
)
@click.option(
    "--curve",
    is_flag=False,
    flag_value="",
    metavar="[AGREEMENT[/COMMITMENT]]",
    help="For each time limit the highest target that nine of the last ten closed periods kept, of all or of one.",
)
@form_option("table", "json")
@CACHE
@PROJECT
def command(base: str | None, asked: tuple[str, ...], curve: str | None, form: str, cache: bool, project: Path) -> int:
    """The past under the terms agreed at BASE (by default the main line), and under those of this folder."""
    if curve is not None:
        if asked or base is not None:
            raise click.UsageError("--curve tells of the terms of this folder: leave BASE and --what-if out.")
        return _curve(project, curve, form, cache)
    if asked and base is not None:
        raise click.UsageError("--what-if compares with the terms of this folder: leave BASE out.")
    proposal = _answer(project, asked, cache) if asked else proposal_of(project, base, cache=cache)
    say(proposal.notices)
    click.echo(proposal_document(proposal) if form == "json" else "\n".join(impact_lines(proposal)))
    return 0


def _answer(project: Path, asked: tuple[str, ...], cache: bool) -> Proposal:
    """What the past would have been with these values; nothing is written."""
    settings: dict[str, list[Setting]] = {}
    for text in asked:
        name, found, setting = text.partition("/")
        if not found or "=" in name:
            raise SlaError(f"{harmless(text, 60)} names no agreement", hint=_EXAMPLE, code=Fault.INVALID_VALUE)
        settings.setdefault(name, []).append(read_setting(setting))
    would_be = [changed(project, name, several).edited.after for name, several in settings.items()]
    return answer_of(project, would_be, cache=cache)


def _curve(project: Path, what: str, form: str, cache: bool) -> int:
    """What could be promised, by the terms of this folder."""
    agreement, _, commitment = what.partition("/")
    standings = promised(project, agreement, commitment, cache=cache)
    click.echo(promises_document(standings) if form == "json" else "\n".join(promise_lines(standings)))
    return 0
