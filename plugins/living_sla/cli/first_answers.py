"""What `sla init` is told: by flags, by what is there, by the machine, and by whoever sits at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from living_sla.agreements.reader import read_agreement
from living_sla.errors import Place, SlaError, Unreadable
from living_sla.history.git import new_repository
from living_sla.model.forge import ForgeKind, kind_of, web_address
from living_sla.model.harmless import harmless
from living_sla.scaffold.project import handover, machine
from living_sla.scaffold.project import questions as asking
from living_sla.scaffold.project.answers import Answers, TeamAnswer
from living_sla.scaffold.project.handover import Handover, MomentColumn

Answer = TypeVar("Answer")
_WHY_NOT_KEPT = (
    "Exports hold what the CRM wrote, also about people, and git keeps for ever what it is given once.\n"
    "Let git keep them"
)
_AGREEMENT = "agreements/lead-handoff.md"


def defaults_of(project: Path, flags: Mapping[str, str | None], crm: str) -> dict[str, str]:
    """What is known or likely before anybody is asked, by the names of the options."""
    zone = machine.zone_of_machine()
    remote = web_address(new_repository.origin(project))
    kind = kind_of(remote) if remote else None
    likely = {"timezone": zone, "forge": kind.value if kind else "none", "crm": crm, **_known(project)}
    given = {name: value for name, value in flags.items() if value is not None}
    country = machine.country_of(given.get("timezone", likely["timezone"]))
    return {"country": country, **likely, **given}


def _known(project: Path) -> dict[str, str]:
    """What the first agreement of an earlier run says; nothing where there is none, or another one."""
    if not (project / _AGREEMENT).is_file():
        return {}
    try:
        terms = read_agreement(project.resolve() / _AGREEMENT, project.resolve())[0].terms
    except SlaError:
        return {}
    found = {"timezone": terms.coverage.timezone, "country": terms.coverage.holidays or ""}
    for side in ("marketing", "sales"):
        if party := terms.parties.get(side):
            found |= {side: party.team, f"{side}_contact": party.contact.name, f"{side}_email": party.contact.email}
    return found


def answers_of(project: Path, said: Mapping[str, str], *, keeps_exports: bool) -> Answers:
    """The answers as files have them; `said` are all that somebody or something gave.

    Raises `SlaError` where one person would sign for both sides.
    """
    full = {**asking.PLACEHOLDERS, **said}
    try:
        asking.require_two_people(full["marketing_email"], full["sales_email"])
    except Unreadable as found:
        raise SlaError(f"--sales-email: {found.message}", hint=found.hint) from None
    remote = web_address(new_repository.origin(project))
    forge = None if full["forge"] == "none" else ForgeKind(full["forge"])
    return Answers(
        company=full["company"],
        marketing=_team("marketing", full, said),
        sales=_team("sales", full, said),
        timezone=full["timezone"],
        country=full["country"],
        crm=full["crm"],
        forge=forge,
        repository=remote if forge else "",
        folder=new_repository.folder_in_repository(project),
        keeps_exports=keeps_exports,
    )


def _team(side: str, full: Mapping[str, str], said: Mapping[str, str]) -> TeamAnswer:
    contact, email = f"{side}_contact", f"{side}_email"
    return TeamAnswer(full[side], full[contact], full[email], not {contact, email} <= said.keys())


# ---------------------------------------------------------------- at the terminal


def asked(defaults: Mapping[str, str], flags: Mapping[str, str | None], *, crm_is_known: bool) -> dict[str, str]:
    """The answers of whoever sits at the terminal, to all that no flag says; raises `click.Abort`."""
    said = dict(defaults)
    for question in asking.questions(defaults, asking.PLACEHOLDERS):
        if flags.get(question.flag) is not None or (question.flag == "crm" and crm_is_known):
            continue
        shown = said.get(question.flag, question.default) or "none"
        while True:
            answer = _prompt(question, None if question.is_placeholder and "email" in question.flag else shown)
            said[question.flag] = answer
            if question.flag != "sales_email" or not _is_one_person(said):
                break
            click.echo("Both contacts have one address, and nobody signs for both sides.", err=True)
        if question.flag == "timezone" and flags.get("country") is None:
            said["country"] = machine.country_of(answer) or said["country"]
    return said


def _is_one_person(said: Mapping[str, str]) -> bool:
    try:
        asking.require_two_people(said["marketing_email"], said["sales_email"])
    except Unreadable:
        return True
    return False


def _prompt(question: asking.FirstQuestion, default: str | None) -> str:
    def checked(text: str) -> str:
        try:
            return question.check(text)
        except Unreadable as found:
            told = harmless(found.message)  # it quotes what was typed, or piped in
            raise click.UsageError(f"{told}; {found.hint}" if found.hint else told) from None

    return _answered(question.words, checked, default=default)


def _answered(
    words: str, value_proc: Callable[[str], Answer], *, default: str | None, show_default: bool = True
) -> Answer:
    """What is typed; raises `SlaError` where nobody can type, `click.Abort` where somebody stops."""
    try:
        if sys.stdin is None:  # closed by who started this
            raise click.Abort
        return click.prompt(words, default, value_proc=value_proc, show_default=show_default, err=True)
    except click.Abort:
        if sys.stdin is not None and sys.stdin.isatty():
            raise
        hint = "sla init --yes asks nothing; sla init --help lists what flags say"
        raise SlaError("the questions have no answers: input has ended, or there is no terminal", hint=hint) from None


def asked_yes(words: str, *, default: bool) -> bool:
    """Whether somebody said yes."""
    question = f"{words} ({'Y/n' if default else 'y/N'})"

    def checked(text: str) -> bool:
        word = text.strip().lower()
        if word not in ("y", "yes", "n", "no", ""):
            raise click.UsageError("type y or n")
        return default if not word else word in ("y", "yes")

    return _answered(question, checked, default="", show_default=False)


def keeps_exports() -> bool:
    """Whether git is to keep exports, asked with the reason why not."""
    return asked_yes(_WHY_NOT_KEPT, default=False)


def asked_columns(columns: Sequence[MomentColumn], best: Handover, crm: str) -> tuple[str, str]:
    """The headers of the hand-over and of the answer that somebody chose, the best ones by the enter key."""
    starts = handover.starts_of(columns, crm)
    start = _chosen("Which column says when a lead was handed to Sales?", starts, best.handed_over, None)
    ends = [one for one in columns if one is not start and one.filled]
    end = _chosen("Which column says when somebody first answered it?", ends, best.answered, start)
    return start.header, end.header


def _chosen(
    words: str, columns: Sequence[MomentColumn], best: MomentColumn, start: MomentColumn | None
) -> MomentColumn:
    listed = [*([best] if best in columns else []), *(one for one in columns if one is not best)]
    click.echo(f"\n{words}", err=True)
    for number, one in enumerate(listed, start=1):
        click.echo(f"  {number}  {one.told(start)}", err=True)

    def checked(text: str) -> MomentColumn:
        text = text.strip()
        if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= len(listed):
            return listed[int(text) - 1]
        try:
            return handover.named(text, listed, Place(""))
        except SlaError:
            raise click.UsageError(f"type a number from 1 to {len(listed)}, or the name of a column") from None

    return _answered("Column", checked, default="1")
