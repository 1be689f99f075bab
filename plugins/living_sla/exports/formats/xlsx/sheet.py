"""The rows of a sheet, written to standard output as they end; what each cell holds, and what it only seems to hold."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from living_sla.exports.formats.xlsx.formulas import Formulas
from living_sla.exports.formats.xlsx.number_formats import PLAIN, Format
from living_sla.exports.formats.xlsx.parts import Refused, XmlPart, bounded
from living_sla.exports.formats.xlsx.references import Range, letters, position
from living_sla.fault import Fault

ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!",
     "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#EXTERNAL!", "#BUSY!", "#PYTHON!", "#TIMEOUT!")
)  # fmt: skip

_DIGITS = 10**15
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|-?\.[0-9]+(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?Z?")
_DAY_IN_MILLISECONDS = 86_400_000


class Worksheet(XmlPart):
    """The rows of a sheet; `shared` are the texts that its cells refer to."""

    def __init__(self, shared: list[str], formats: list[Format], epoch: datetime, *, is_computed: bool) -> None:
        self.hidden = 0
        self.merged: list[Range] = []
        self._shared, self._epoch, self._is_computed = shared, epoch, is_computed
        self._formats = {"": formats[0] if formats else PLAIN}
        self._formats |= {str(number): format for number, format in enumerate(formats)}
        self._formulas = Formulas()
        self._in_data = self._is_hidden = False
        self._row = self._column = 0
        self._digits = "0"
        self._known: dict[str, int] = {}
        """Columns by their letters."""
        self._cells: list[Any] = []
        self._kind = "n"
        self._style = ""
        self._parts: list[str] = []
        self._formula: list[str] | None = None
        self._formula_given: dict[str, str] = {}
        self._values = 0
        self._collects = self._in_formula = self._in_reading = self._is_inline = False

    # ------------------------------------------------------------ elements

    def start(self, name: str, given: dict[str, str]) -> None:
        """See `XmlPart`."""
        if name == "c" and self._in_data:
            self._begin_cell(given)
        elif name in ("v", "t") and self._in_data:
            self._collects = not self._in_reading
            self._values += self._collects and (name == "v" or not self._is_inline)
            self._is_inline = self._is_inline or name == "t"
        elif name == "f" and self._in_data:
            self._formula, self._formula_given, self._in_formula = [], given, True
        elif name == "rPh":
            self._in_reading = True
        elif name == "row" and self._in_data:
            self._begin_row(given)
        elif name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            self.merged.append(Range.of(given["ref"]))

    def characters(self, text: str) -> None:
        """See `XmlPart`."""
        if self._collects:
            self._parts.append(text)
        elif self._in_formula and self._formula is not None:
            self._formula.append(text)

    def end(self, name: str) -> None:
        """See `XmlPart`."""
        match name:
            case "v" | "t":
                self._collects = False
            case "f":
                self._in_formula = False
            case "rPh":
                self._in_reading = False
            case "c" if self._in_data:
                self._put(self._column, self._value("".join(self._parts)))
            case "row" if self._in_data:
                self._end_row()
            case "sheetData":
                self._in_data = False

    def _begin_row(self, given: dict[str, str]) -> None:
        now = int(given["r"]) if "r" in given else self._row + 1
        if now <= self._row:
            raise Refused(
                f"has row {now} twice, or out of order", "save it again in a spreadsheet", Fault.UNUSABLE_SHEET
            )
        self._row, self._digits, self._column, self._cells = now, str(now), 0, []
        self._is_hidden = given.get("hidden", "0") in ("1", "true")

    def _begin_cell(self, given: dict[str, str]) -> None:
        address = given.get("r")
        # Nearly every cell stands in a column that the rows above have: its letters are looked up.
        now = self._column + 1 if address is None else self._known.get(address.removesuffix(self._digits), 0)
        if not now or (address is not None and not address.endswith(self._digits)):
            now = self._placed(given["r"])
        if now <= self._column:
            raise _disorder(now, self._row)
        self._column = now
        self._kind, self._style = given.get("t", "n"), given.get("s", "")
        self._values, self._formula, self._is_inline = 0, None, False
        self._parts.clear()

    def _placed(self, address: str) -> int:
        """The column of a cell of this row."""
        row, column = position(address)
        if row != self._row:
            raise _disorder(column, row)
        self._known[address.removesuffix(self._digits)] = column
        return column

    def _end_row(self) -> None:
        for column in self._formulas.columns_in(self._row):
            if column > len(self._cells) or self._cells[column - 1] == "":
                self._put(column, ["formula"])
        if self._cells:
            self.hidden += self._is_hidden
            print(json.dumps([self._row, self._cells], ensure_ascii=False))

    def _put(self, column: int, value: Any) -> None:
        if value == "":
            return
        self._cells.extend([""] * (column - len(self._cells)))
        self._cells[column - 1] = value

    # ------------------------------------------------------------ values

    def _value(self, text: str) -> Any:
        """What the cell holds: a text, or a list of its kind and what belongs to it; see `program.py`."""
        if self._values > 1 or (self._values and self._is_inline is not (self._kind == "inlineStr")):
            return ["kind"]
        if self._formula is not None:
            doubt = self._formulas.doubt(self._formula_given, "".join(self._formula))
            is_empty_text = self._kind == "str" and self._values
            if not text and not is_empty_text:
                return ["formula"]
            if not self._is_computed:
                return ["left"]
            if doubt:
                return [doubt]
        if not text:
            return "" if self._kind in ("n", "str", "inlineStr", "d") or not self._values else ["kind"]
        match self._kind:
            case "s":
                return self._shared[int(text)] if text.isdecimal() and int(text) < len(self._shared) else ["kind"]
            case "str" | "inlineStr":
                return bounded(text)
            case "n":
                return self._number(text.strip())
            case "b":
                return {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}.get(text.strip(), ["kind"])
            case "e":
                return ["error", text if text in ERRORS else ""]
            case "d":
                return (
                    ["date", text]
                    if _DAY.fullmatch(text)
                    else ["moment", text]
                    if _MOMENT.fullmatch(text)
                    else ["kind"]
                )
        return ["kind"]

    def _number(self, text: str) -> Any:
        format = self._formats.get(self._style)
        if format is None or not _NUMBER.fullmatch(text):
            return ["kind"]
        number = float(text)
        if format is PLAIN:
            return ["digits"] if abs(number) >= _DIGITS else int(number) if number == int(number) else number
        if format.kind == "unknown":
            return ["format"]
        # Before March 1900 the two epochs and a leap day that never was make serial dates ambiguous.
        if format.kind in ("date", "moment") and 61 <= number < 2_958_466:
            moment = self._epoch + timedelta(milliseconds=round(number * _DAY_IN_MILLISECONDS))
            if format.kind == "date" and number == int(number):
                return ["date", moment.date().isoformat()]
            return ["moment", moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")]
        if abs(number) >= _DIGITS:
            return ["digits"]
        if format.kind == "time" and number >= 0:
            return ["time", _clock(round(number * _DAY_IN_MILLISECONDS))]
        plain = int(number) if number == int(number) else number
        if not (format.zeros or format.adds_text):
            return plain
        digits = str(plain) if isinstance(plain, int) else f"{Decimal(repr(plain)):f}"
        return ["number", digits, *([] if format.adds_text else [digits.zfill(format.zeros)])]


def _disorder(column: int, row: int) -> Refused:
    what = f"has the cell {letters(column)}{row} twice, or out of order"
    return Refused(what, "save it again in a spreadsheet", Fault.UNUSABLE_SHEET)


def _clock(milliseconds: int) -> str:
    """``36:05:00``: hours beyond a day are hours."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{rest:03}" if rest else "")
