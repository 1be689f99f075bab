"""Options that several verbs share, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import click

from living_sla.cli.project import PROJECT as PROJECT
from living_sla.cli.project import form_option as form_option
from living_sla.errors import EnvironmentFault, Notice, SlaError, Unreadable, name_of, shown
from living_sla.model.address import read_address
from living_sla.model.figures.standing import OLD_DATA, WAITING
from living_sla.model.harmless import harmless
from living_sla.model.time.moment import parse_moment

CACHE = click.option(
    "--cache/--no-cache",
    default=True,
    help="Remember what was read and computed, in your cache folder (the default); the figures are the same without.",
)

SETTINGS_FROM = click.option(
    "--settings-from",
    metavar="REF",
    show_default="this folder, where it can do no more than the trusted ref; on a pull request the trusted ref",
    help="Take mkdocs.yml, hooks, theme, macros and pyproject.toml from this ref; a dot believes this folder.",
)


_LONGEST = 300
Checked = TypeVar("Checked")


def checked(
    check: Callable[[str], Checked],
) -> Callable[[click.Context, click.Parameter, str | None], Checked | str | None]:
    """A callback that turns what a check refuses into what click says of an option; what is empty was not said."""

    def callback(_context: click.Context, parameter: click.Parameter, text: str | None) -> Checked | str | None:
        if text is None or text == parameter.default == "":
            return text
        try:
            return check(text)
        except Unreadable as found:
            told = harmless(found.message, _LONGEST)  # it quotes what may come from anywhere
            raise click.BadParameter(f"{told}; {found.hint}" if found.hint else told) from None

    return callback


def one_line(text: str) -> str:
    """The text, fit to stand in a field of a file; raises `Unreadable` for one with breaks or unseen characters."""
    for letter in text:
        if letter == "\n" or shown(letter) != letter:
            raise Unreadable(f"it holds {name_of(letter)}", "write it on one line, of letters that can be seen")
    return text


def page_address(text: str) -> str:
    """The text, which is the address of a page of the web; raises `Unreadable` for any other."""
    if not read_address(one_line(text)).is_web:
        raise Unreadable(f"it is {text!r}", "write an address such as https://preview.example/12/proposal/")
    return text


def say(notices: Iterable[Notice]) -> None:
    """Say each of them on standard error."""
    for notice in notices:
        click.echo(str(notice), err=True)


def say_unread(history: Notice | None) -> None:
    """Say on standard error that figures are those of drafts, because the history could not be read."""
    if history is not None:
        click.echo(str(history), err=True)


def say_lacking(notices: Iterable[Notice], *, replayed: bool = False) -> None:
    """Say on standard error which exports have never come, and, but of a moment that is replayed, which are old."""
    said = (WAITING,) if replayed else (WAITING, *OLD_DATA)
    say(notice for notice in notices if notice.name in said)


def verdict(fails: bool, history: Notice | None) -> int:
    """The exit code of a verb that was asked to judge: there is no verdict without the terms that were agreed."""
    if history is not None:
        return EnvironmentFault.exit_code
    return 1 if fails else 0


AS_OF = click.option(
    "--as-of",
    metavar="INSTANT",
    help="Replay an earlier moment, on the wall clock of each source unless it carries an offset or Z; "
    "later facts are unseen.",
)


def parse_as_of(text: str | None) -> datetime | None:
    """The moment that `--as-of` spells, as `as_of` of a source does: naive where it says no offset; None without it."""
    if text is None:
        return None
    try:
        return parse_moment(text)
    except Unreadable as found:
        raise SlaError(f"--as-of: {found.message}", hint=found.hint, code=found.code) from None
