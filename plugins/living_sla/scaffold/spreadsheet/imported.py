"""A spreadsheet of two teams into a new agreement of a project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.formats.workbook import Grid
from living_sla.model.agreement.source import Source
from living_sla.scaffold.patterns.agreement_text import agreement_text
from living_sla.scaffold.patterns.matching import Fit
from living_sla.scaffold.patterns.sides import Sides, StatedTeam
from living_sla.scaffold.project.answers import cleaned
from living_sla.scaffold.spreadsheet.body import as_text, item
from living_sla.scaffold.spreadsheet.draft import body_of, draft_of, terms_of
from living_sla.scaffold.spreadsheet.layout import OWNER, Layout, layout_of
from living_sla.scaffold.spreadsheet.sentences import emails_in, seen
from living_sla.scaffold.spreadsheet.sheets import read_grids

_ROOM = 60_000
"""Characters of a page."""


class Sheet(Struct, frozen=True):
    """A sheet with its table."""

    name: str
    """Of the file."""
    grid: Grid
    layout: Layout

    @property
    def emails(self) -> int:
        """How many e-mail addresses it holds."""
        return sum(len(emails_in(text)) for _, row in self.grid.rows for text in row)

    def contact(self, side: str) -> StatedTeam:
        """Who speaks for a side: the first address in its column, in the row of owners where there is one."""
        cells = sorted((cell for cell in self.layout.cells if cell.side == side), key=lambda one: one.category != OWNER)
        for cell in cells:
            for line in seen(cell.text).split("\n"):
                if found := emails_in(line):
                    name = re.sub(r"[^\w .'-]+", " ", line.partition(found[0])[0]).strip(" -.'")
                    local = re.sub(r"[\W\d_]+", " ", found[0].partition("@")[0]).title()
                    return StatedTeam(contact=cleaned(name or local), email=found[0])
        return StatedTeam()


class Imported(Struct, frozen=True):
    """The text of a new agreement, and what the sheet came to."""

    text: str
    fits: tuple[Fit, ...]
    """Of its commitments, in their order."""
    definitions: int
    unmeasured: int
    """Sentences that nothing computes yet."""


def read_sheet(path: Path, sheet: str = "") -> Sheet:
    """The sheet of a file, the one of that name where it has several.

    Raises `SlaError` where it cannot be read, and where no row of it names Marketing and Sales.
    """
    found = [(grid, layout) for grid in read_grids(path, sheet) if (layout := layout_of(grid))]
    if not found:
        hint = "put Marketing, Sales and Shared above the columns, and goals, metrics, hand-off before the rows"
        message = "no table of Marketing and Sales was found"
        raise SlaError(message, where=Place(path.name), hint=hint, code=Fault.UNUSABLE_SHEET)
    grid, layout = max(found, key=lambda one: len(one[1].cells))
    return Sheet(path.name, grid, layout)


def imported(
    sheet: Sheet, id: str, sides: Sides, sources: Mapping[str, Source], *, today: date, title: str = ""
) -> Imported:
    """The agreement that a sheet comes to, effective from the first day of the month after `today`.

    Raises `SlaError` where the sheet holds more text than a page may.
    """
    draft = draft_of(sheet.layout, sources, sides, today=today)
    unread = [item(place, what) for place, what in sheet.grid.unread]
    body = body_of(draft, name=as_text(seen(sheet.name)), unread=unread)
    if len(body) > _ROOM:
        hint = "split it into several sheets, or keep what both teams agree on"
        message = f"the sheet holds more text than a page may have: {len(body):,} characters"
        raise SlaError(message, where=Place(sheet.name), hint=hint, code=Fault.TOO_LARGE)
    name = cleaned(title or sheet.layout.title) or id.replace("-", " ").capitalize()
    text = agreement_text(id, name, sides, "".join(draft.items), today=today, more=terms_of(draft), body=body)
    return Imported(text, tuple(draft.fits), len(draft.definitions), len(draft.unmeasured))
