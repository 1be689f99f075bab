"""`sla docs`: the documentation, in the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from living_sla.handbook.pages import handbook_pages
from living_sla.handbook.terminal import laid_out
from living_sla.handbook.topics import Passage, passages_of
from living_sla.programs import shield

_SHOWN = 6
"""Passages; of more, the places are told."""


@click.command("docs", epilog="Example: sla docs F035")
@click.argument("topic", nargs=-1)
def command(topic: Sequence[str]) -> None:
    """Show what the documentation says about TOPIC; without one, list its pages.

    TOPIC is the name of a page, or a fault, verb, macro, setting, field, rule, warning or word of the glossary. On a
    terminal the text is laid out for it; elsewhere it is Markdown.
    """
    text = "\n".join(_told(passages_of(" ".join(topic)))) if topic else "\n".join(_contents())
    if not sys.stdout.isatty():
        click.echo(text)
        return
    columns, lines = shutil.get_terminal_size()
    shown = laid_out(text, width=columns, bold=lambda words: click.style(words, bold=True)) if topic else text
    if shown.count("\n") + 2 < lines:
        click.echo(shown)
    else:
        shield(Path())  # a pager that the folder one stands in brings is not the machine's
        click.echo_via_pager(shown)


def _contents() -> Iterator[str]:
    """The pages with their titles, by group."""
    pages = handbook_pages()
    width = max(len(page.name) for page in pages)
    for group, members in groupby(pages, key=lambda page: page.group):
        yield group
        yield from (f"  {page.name:{width}}  {page.title}" for page in members)
    yield "\nsla docs NAME shows a page, sla docs WORD what is said about a fault, verb, macro, setting or field"


def _told(passages: tuple[Passage, ...]) -> Iterator[str]:
    if len(passages) > _SHOWN:
        yield from dict.fromkeys(f"sla docs {found.address}  ({_place(found)})" for found in passages)
        return
    for number, found in enumerate(passages):
        if number:
            yield ""
        if found.text.startswith("# "):
            yield found.text
        else:
            yield f"{_place(found)} (sla docs {found.address})\n\n{found.text}"


def _place(found: Passage) -> str:
    return found.heading if found.heading == found.page.title else f"{found.page.title}: {found.heading}"
