"""The cells of a workbook as texts, where each holds what a person sees; else the cell, and why it is refused."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from living_sla.errors import Fault
from living_sla.exports.cells.spellings import in_marks
from living_sla.exports.formats.table import Broken, Digits, Record
from living_sla.exports.formats.xlsx.references import letters
from living_sla.model.agreement.source import ColumnSpec, Source


def read_line(line: bytes) -> Any:
    """The number and the cells of a row, or what the child says at the end; see `xlsx/program.py`."""
    text = line.decode("utf-8", "surrogatepass")
    if text.startswith("{"):
        return json.loads(text)
    number, cells = json.loads(text, parse_int=Digits, parse_float=lambda digits: Digits(f"{Decimal(digits):f}"))
    return int(number), cells


def name_in(cell: Any) -> str:
    """The name of a column that a cell of the first row holds; empty where it holds none."""
    return str(cell[1] if len(cell) > 1 else "") if isinstance(cell, list) else str(cell)


def plain_text(cell: Any) -> tuple[str, str | None]:
    """The text of a cell that may hold anything, and what it is where nobody could read it."""
    if not isinstance(cell, list):
        return str(cell), None
    kind = cell[0]
    if kind == "error":
        return "", "is a spreadsheet's error"
    if kind in _REFUSED:
        return "", _REFUSED[kind][0]
    return str(cell[-1]), None


_SAVE = "open it in a spreadsheet and save it, so that it is computed"
_AS_VALUE = "put the value itself there, in place of the formula"
_REFUSED = {
    "formula": ("is a formula without a value", _SAVE, Fault.MISLEADING_CELL),
    "left": ("is a formula that is computed only when somebody opens the workbook", _SAVE, Fault.MISLEADING_CELL),
    "changes": ("is a formula that changes by itself, as NOW and TODAY do", _AS_VALUE, Fault.MISLEADING_CELL),
    "elsewhere": ("is a formula whose value comes from another workbook or place", _AS_VALUE, Fault.MISLEADING_CELL),
    "digits": (
        "is a number of more digits than a spreadsheet keeps",
        "an identifier is text: export it as text, or as CSV",
        Fault.DIGITS_LOST,
    ),
    "format": (
        "has a number format that cannot be read",
        "choose another format, or export it as CSV",
        Fault.UNUSABLE_SHEET,
    ),
    "kind": (
        "holds a value of another kind than it states",
        "save the workbook again in a spreadsheet",
        Fault.UNUSABLE_SHEET,
    ),
}
WIDEST = 1_000
"""WorkbookCells that a header has at most."""
_ANY = ColumnSpec.model_validate({"from": "any", "type": "text"})
_NUMBERS = ("integer", "number", "money", "percent")
_TIMES = ("date", "instant")


class WorkbookCells:
    """Reads the cells of one sheet, row after row; what was seen in a column decides about its later cells."""

    def __init__(self, source: Source, wanted: Collection[str], *, loosely: bool) -> None:
        self._specs = {header: spec for spec in source.columns.values() for header in spec.headers if header in wanted}
        self._marks = source.marks
        self._loosely = loosely
        """Whether a cell is text as well as it can be, to find out what a column may be declared as."""
        self._wanted: list[tuple[int, ColumnSpec]] = []
        self._held: dict[int, int] = {}
        """The first row in which a column holds a number or date, by its position."""
        self._spelled: dict[int, int] = {}
        """The first in which it spells one as text."""

    def are_below(self, header: Sequence[str]) -> None:
        """Say which columns there are."""
        self._wanted = [(at, self._specs[name]) for at, name in enumerate(header) if name in self._specs]
        self._width = len(header)

    def record(self, number: int, cells: Sequence[Any]) -> Record | Broken:
        """The row as a record, without the cells that nobody wants."""
        fields = [""] * max(self._width, len(cells))
        wanted = self._wanted if not self._loosely else [(at, _ANY) for at in range(len(cells))]
        for position, spec in wanted:
            if position >= len(cells) or cells[position] == "":
                continue
            text = self._text(cells[position], spec, position, number)
            if isinstance(text, str):
                fields[position] = text
            elif not self._loosely:
                what, hint, code = text
                return Broken(number, f"the cell {letters(position + 1)}{number} {what}", hint, code)
        return Record(number, tuple(fields))

    def _text(self, cell: Any, spec: ColumnSpec, position: int, number: int) -> str | tuple[str, str, Fault]:
        """The text of the cell, or what is wrong with it, a hint and the code."""
        if isinstance(cell, list):
            return self._of_a_kind(cell, spec, position, number)
        if isinstance(cell, Digits):
            if spec.type in _NUMBERS and (mixed := self._mixed(position, number, holds=True)):
                return mixed
            return in_marks(cell, spec, self._marks)
        if "\0" in cell or any("\ud800" <= character <= "\udfff" for character in cell):
            return (
                "holds half a character or a NUL character",
                "the file is damaged: export it again",
                Fault.MALFORMED_TEXT,
            )
        spells = spec.type in (*_NUMBERS, *_TIMES) and cell not in spec.empty and any(map(str.isdigit, cell))
        return (spells and self._mixed(position, number, holds=False)) or str(cell)

    def _of_a_kind(self, cell: list[str], spec: ColumnSpec, position: int, number: int) -> str | tuple[str, str, Fault]:
        kind = cell[0]
        if kind == "error":
            which = f": {cell[1]}" if cell[1] else ""
            return f"is a spreadsheet's error{which}", "fix the formula and export again", Fault.MISLEADING_CELL
        if kind in _REFUSED:
            return _REFUSED[kind]
        if kind == "number":
            if spec.type == "text" and len(cell) == 2 and not self._loosely:
                hint = "put what is shown into the cell as text, or declare the column as integer"
                return "is a number that is shown with characters that it does not hold", hint, Fault.MISLEADING_CELL
            if self._loosely:
                return cell[2] if len(cell) > 2 else Digits(cell[1])
            return cell[-1] if spec.type == "text" else self._text(Digits(cell[1]), spec, position, number)
        if spec.type == "text" and not self._loosely:
            hint = (
                "a spreadsheet may have turned a text into it: export it again as text, or declare the column as date"
            )
            return f"is a {kind if kind != 'moment' else 'date'}, and the column is text", hint, Fault.MISLEADING_CELL
        return (spec.type in _TIMES and self._mixed(position, number, holds=True)) or cell[1]

    def _mixed(self, position: int, number: int, *, holds: bool) -> tuple[str, str, Fault] | None:
        """What is wrong where a column holds some of its numbers or dates, and spells others as texts."""
        (self._held if holds else self._spelled).setdefault(position, number)
        if self._loosely or not (position in self._held and position in self._spelled):
            return None
        text, value = self._spelled[position], self._held[position]
        other, what = (text, "a value") if holds else (value, "text")
        hint = "make all of them values, or texts; of dates, a spreadsheet may have swapped day and month: export again"
        return (
            f"holds {what}, the cell {letters(position + 1)}{other} {'text' if holds else 'a value'}, in one column",
            hint,
            Fault.MISLEADING_CELL,
        )
