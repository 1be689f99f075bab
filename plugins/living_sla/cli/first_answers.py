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
from living_sla.history.git.state import folder_in_repository
from living_sla.model.forge import ForgeKind, kind_of, web_address
from living_sla.model.harmless import harmless
from living_sla.scaffold.project import handover, machine
from living_sla.scaffold.project import questions as asking
from living_sla.scaffold.project.answers import MAIN, Answers, TeamAnswer, checked_branch
from living_sla.scaffold.project.handover import Handover, MomentColumn

Answer = TypeVar("Answer")
_WHY_NOT_KEPT = "\nExports hold personal data, and what git has stored once stays in its history.\nStore exports in git"
_AGREEMENT = "agreements/lead-handoff.md"


def defaults_of(project: Path, flags: Mapping[str, str | None], crm: str, header: Sequence[str] = ()) -> dict[str, str]:
    """What is known or likely before anybody is asked, by the names of the options; `header` is that of the export."""
    zone = machine.zone_of_headers(header) or machine.zone_of_machine()
    remote = web_address(new_repository.origin(project))
    kind = kind_of(remote) if remote else None
    likely = {"timezone": zone, "forge": kind.value if kind in asking.FORGES else "none", "crm": crm, **_known(project)}
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
    if asking.is_one_person(full):
        message = "--sales-email: both contacts have one address, and nobody signs for both sides"
        raise SlaError(message, hint="name another person")
    remote = web_address(new_repository.origin(project))
    forge = None if full["forge"] == "none" else ForgeKind(full["forge"])
    return Answers(
        company=full["company"],
        marketing=_team("marketing", full),
        sales=_team("sales", full),
        timezone=full["timezone"],
        country=full["country"],
        crm=full["crm"],
        forge=forge,
        repository=remote if forge else "",
        folder=folder_in_repository(project),
        branch=_branch(project),
        keeps_exports=keeps_exports,
    )


def _branch(project: Path) -> str:
    try:
        return checked_branch(new_repository.default_branch(project) or MAIN)
    except Unreadable as found:
        click.echo(f"warning: {found.message}\n  hint: {found.hint}", err=True)
        return MAIN


def _team(side: str, full: Mapping[str, str]) -> TeamAnswer:
    contact, email = f"{side}_contact", f"{side}_email"
    is_placeholder = any(full[one] == asking.PLACEHOLDERS[one] for one in (contact, email))
    return TeamAnswer(full[side], full[contact], full[email], is_placeholder)


def is_used_otherwise(folder: Path, export: Path | None) -> bool:
    """Whether a folder holds things that are no project's, as a folder of downloads does.

    A folder in a repository, and one that holds a project or its exports alone, does not; `export` does not count.
    """
    if not folder.is_dir() or new_repository.is_in_repository(folder) or (folder / "agreements").is_dir():
        return False
    own = {"data", "docs", "README.md", "LICENSE", "mkdocs.yml", "pyproject.toml", "requirements.txt"}
    there = (one for one in folder.iterdir() if not one.name.startswith(".") and one.name not in own)
    return any(export is None or not one.samefile(export) for one in there if one.exists())


# ---------------------------------------------------------------- at the terminal


def asked_folder() -> Path:
    """The folder of the project, asked where this one holds other things."""
    words = "This folder holds other things. Folder for the project (a dot: this one)"
    return Path(_answered(words, lambda text: text.strip() or "our-agreements", default="our-agreements"))


def asked(defaults: Mapping[str, str], flags: Mapping[str, str | None], *, crm_is_known: bool) -> dict[str, str]:
    """The answers of whoever sits at the terminal, to all that no flag says; raises `click.Abort`."""
    said = dict(defaults)
    for question in asking.questions(defaults, asking.PLACEHOLDERS):
        if flags.get(question.flag) is not None or (question.flag == "crm" and crm_is_known):
            continue
        shown = said.get(question.flag, question.default) or "none"
        while True:
            answer = _prompt(question, shown)
            said[question.flag] = answer
            if question.flag != "sales_email" or not asking.is_one_person(said):
                break
            click.echo("Both contacts have one address, and nobody signs for both sides.", err=True)
        if question.flag == "timezone" and flags.get("country") is None:
            said["country"] = machine.country_of(answer) or said["country"]
    return said


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
    ends = [one for one in columns if one is not start and one.filled and any(one.shares_after(start))]
    ends = [one for one in ends if one.shares_after(start)[0] or one is best.answered] or ends
    end = _chosen("Which column says when Sales first contacted it?", ends, best.answered, start)
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
