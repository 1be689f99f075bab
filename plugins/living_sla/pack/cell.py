"""A sheet of a workbook as plain values: numbers stay numbers, dates stay dates, and texts are texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from living_sla.model.harmless import cannot_be_shown

DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm"
WHOLE = "#,##0"


class Cell(Struct, frozen=True):
    """A value, and the number format in which a spreadsheet shows it."""

    value: str | int | float | date | datetime | None
    """An instant is naive, and in UTC: a workbook knows no zones."""
    shown: str = ""
    strong: bool = False


Row = tuple[Cell, ...]


class SheetColumn(Struct, frozen=True):
    """One column of a sheet."""

    title: str
    width: int = 14
    """In characters."""
    wraps: bool = False
    side: str = "left"
    """Where its title stands, and its texts: ``right`` above numbers."""


class PackSheet(Struct, frozen=True):
    """A table with a header; the header stays in sight."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Row]


def text(said: str | None, *, strong: bool = False) -> Cell:
    """A text, what cannot be seen in it, or turns its direction, as ``�``; an empty cell where there is none."""
    return Cell(_seen(said) if said else None, strong=strong)


def _seen(said: str) -> str:
    if said.isprintable() and said.isascii():
        return said
    lines = said.replace("\r\n", "\n").split("\n")
    return "\n".join(
        "".join("\N{REPLACEMENT CHARACTER}" if one != "\t" and cannot_be_shown(one) else one for one in of)
        for of in lines
    )


def whole(count: int | None) -> Cell:
    """A whole number, its digits in groups of three."""
    return Cell(count, WHOLE)


def day(on: date | None) -> Cell:
    """A date without a time."""
    return Cell(on, DAY)


def moment(at: datetime) -> Cell:
    """An aware instant, in UTC."""
    return Cell(at.astimezone(UTC).replace(tzinfo=None), MOMENT)
