"""How somebody gives a signature: by a form of the forge, by a command, or by adding a file."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.standing import Report
from living_sla.pages.html import entities


class Signing(Struct, frozen=True):
    """One signature that can be given."""

    href: str
    """The form of the forge; empty where the site names no forge."""
    filled_in: bool
    """Whether the form holds the text already."""
    path: str
    text: Markup
    """What the file holds, for a `pre`: its line breaks are entities."""
    command: str
    on: date
    """The day that the text names: the day of the build, which a script replaces by the reader's."""


def way_to_sign(path: str, text: str, command: str, on: date, report: Report) -> Signing:
    """The way to add the file at `path` of the project, which says to have been signed `on` that day."""
    form = report.forge.new_file(f"{report.folder}{path}", text) if report.forge else None
    return Signing(
        href=form.address if form else "",
        filled_in=form is not None and form.filled_in,
        path=path,
        text=_lines(text),
        command=command,
        on=on,
    )


def _lines(text: str) -> Markup:
    return Markup("&#10;").join(entities(line) for line in text.splitlines())
