"""Where the table stands in a sheet: columns of Marketing, Sales and both, rows by category; what lies around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from living_sla.exports.formats.workbook import Grid
from living_sla.exports.formats.xlsx.references import letters
from living_sla.scaffold.spreadsheet.sentences import seen

BOTH, MARKETING, SALES = "both", "marketing", "sales"
OWNER = "owner"
"""The category of a row that names people."""
_LONGEST_HEAD, _LONGEST_CATEGORY = 60, 200


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_SIDES = {
    MARKETING: _words("marketing", "marketers?", "mktg", r"demand ?gen\w*", "growth", "mops"),
    SALES: _words("sales", "sdrs?", "bdrs?", "account executives?", "aes?", "vertrieb", "ventas", "ventes"),
    BOTH: _words(
        "shared", "both", "joint", "jointly", "common", "mutual", "together", "combined", "everyone", "smarketing"
    ),
}
# The first that fits decides: "MQL definition" is about qualification, "sales reporting" about reporting.
_CATEGORIES = {
    OWNER: _words("owners?", "contacts?(?: person)?", "responsible", "accountable", "stakeholders?", "champions?"),
    "nurturing": _words(r"nurtur\w*", r"recycl\w*"),
    "hand-off": _words(
        "hand[- ]?(?:offs?|overs?)", "routing", "follow[- ]?ups?", r"respon[sd]\w*", "speed", r"assign\w*", "transfer"
    ),
    "qualification": _words(
        r"\w*qualif\w*", "definitions?", "criteria", "icp", "fit", "personas?", "scoring", "quality", "mqls?", "sqls?"
    ),
    "reporting": _words(
        r"report\w*", r"communicat\w*", "meetings?", "feedback", "reviews?", "cadence", "dashboards?", "check-?ins?"
    ),
    "metrics": _words("metrics?", "kpis?", "measures?", "measurement", "conversions?", "rates?"),
    "goals": _words("goals?", "objectives?", "targets?", "volumes?", "quotas?", "pipeline", "revenue", "commitments?"),
}


class SheetCell(Struct, frozen=True):
    """What one cell of the sheet holds, and what the table says about it."""

    text: str
    place: str
    """``B7``."""
    side: str = ""
    """``marketing``, ``sales`` or ``both``; empty where it stands outside the table."""
    label: str = ""
    """What stands before its row."""
    category: str = ""


class Layout(Struct, frozen=True):
    """The table of a sheet."""

    cells: tuple[SheetCell, ...]
    """Of the table, row by row."""
    around: tuple[SheetCell, ...]
    """Everything else, in order: titles above, notes beside and below, names of rows that hold nothing."""
    title: str = ""


def layout_of(grid: Grid) -> Layout | None:
    """The table of a grid, or of the grid turned by its corner; None where no row names Marketing and Sales."""
    return _found(grid) or _found(_turned(grid), turned=True)


def side_of(text: str) -> str:
    """Whose column a head is; empty for any other text."""
    words = seen(text)
    if not words or len(words) > _LONGEST_HEAD or "\n" in words or re.search(r"\d", words):
        return ""
    found = [side for side, of in _SIDES.items() if of.search(words)]
    return "" if not found else found[0] if len(found) == 1 else BOTH


def category_of(label: str) -> str:
    """The category that the name of a row stands for; empty where it stands for none."""
    return next((category for category, of in _CATEGORIES.items() if of.search(label)), "")


# ---------------------------------------------------------------- rows below heads


def _found(grid: Grid, *, turned: bool = False) -> Layout | None:
    cells: list[SheetCell] = []
    around: list[SheetCell] = []
    heads: dict[int, str] = {}
    label = ""
    for number, row in grid.rows:
        found = _heads(row)
        if found:
            heads, label = _spread(found, row, number, grid), ""
            around += (one for at, one in _cells(row, number, turned) if at not in found)
            continue
        first = min(heads, default=len(row))
        before = [one for at, one in _cells(row, number, turned) if at < first]
        inside = [(at, one) for at, one in _cells(row, number, turned) if at in heads]
        around += (one for at, one in _cells(row, number, turned) if at > first and at not in heads)
        if before:
            label = " ".join(" ".join(seen(one.text).split()) for one in before)
        if not inside or len(label) > _LONGEST_HEAD:
            around += before  # told as a text of its own, for a label is shortened
        for at, one in inside:
            side = _side_of_merged(at, number, heads, grid)
            name = label if len(label) <= _LONGEST_HEAD else f"{label[: _LONGEST_HEAD - 1].rstrip()}…"
            cells.append(replace(one, side=side, label=name, category=category_of(label[:_LONGEST_CATEGORY])))
    if not cells:
        return None
    above = [one for one in around if one.place and _row_of(one.place) < _row_of(cells[0].place)]
    title = seen(above[0].text) if above and not turned else ""
    return Layout(tuple(cells), tuple(around), title if len(title) <= _LONGEST_HEAD and "\n" not in title else "")


def _heads(row: Sequence[str]) -> dict[int, str]:
    """The columns of a row that names at least two sides; empty for any other row."""
    found = {at: side for at, text in enumerate(row) if (side := side_of(text))}
    filled = sum(bool(text.strip()) for text in row)
    return found if len(set(found.values())) >= 2 and filled <= 2 * len(found) + 1 else {}


def _spread(found: dict[int, str], row: Sequence[str], number: int, grid: Grid) -> dict[int, str]:
    """The heads with the columns that they stand above: those of a merged cell, and blank ones to their right."""
    heads = dict(found)
    for merged in grid.merged:
        if merged.first_row <= number <= merged.last_row and merged.first - 1 in found:
            heads |= dict.fromkeys(range(merged.first - 1, merged.last), found[merged.first - 1])
    widest = max((len(cells) for _, cells in grid.rows), default=0)
    side = ""
    for at in range(min(found), widest):
        if at in heads:
            side = heads[at]
        elif at >= len(row) or not row[at].strip():
            heads[at] = side
        else:
            side = ""
    return {at: side for at, side in heads.items() if side}


def _side_of_merged(at: int, number: int, heads: dict[int, str], grid: Grid) -> str:
    """The side of a cell; a merged one that lies below two of them is of both."""
    for merged in grid.merged:
        if merged.first_row <= number <= merged.last_row and merged.first - 1 == at:
            sides = {heads[below] for below in range(merged.first - 1, merged.last) if below in heads}
            return BOTH if len(sides) > 1 else heads[at]
    return heads[at]


def _cells(row: Sequence[str], number: int, turned: bool) -> Iterator[tuple[int, SheetCell]]:
    for at, text in enumerate(row):
        if seen(text):
            place = f"{letters(number)}{at + 1}" if turned else f"{letters(at + 1)}{number}"
            yield at, SheetCell(text, place)


def _row_of(place: str) -> int:
    return int(re.sub(r"\D", "", place))


def _turned(grid: Grid) -> Grid:
    """Columns as rows, numbered from 1."""
    last = max((number for number, _ in grid.rows), default=0)
    widest = max((len(row) for _, row in grid.rows), default=0)
    by_number = dict(grid.rows)
    if last * widest > 1_000_000:
        return Grid(())
    columns = (
        (
            at + 1,
            tuple(
                row[at] if (row := by_number.get(number, ())) and at < len(row) else "" for number in range(1, last + 1)
            ),
        )
        for at in range(widest)
    )
    return Grid(tuple(columns), tuple(one.turned for one in grid.merged))
