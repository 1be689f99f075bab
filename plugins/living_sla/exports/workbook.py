"""A sheet of an XLSX workbook as a table. A child process with limits reads it; this process sees only its texts.

`openpyxl` reads large sheets only in a mode that tells nothing of merged cells, hidden rows and formulas without a
value, so `workbook_child.py` reads the XML itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from living_sla.errors import Notice, Place
from living_sla.exports import workbook_child
from living_sla.exports.files import File
from living_sla.exports.reading import Damage
from living_sla.exports.records import Broken, Record
from living_sla.exports.table import Texts, gathered
from living_sla.exports.whole_file import WholeFile
from living_sla.model.provenance import ExportFile
from living_sla.model.source import Source

if TYPE_CHECKING:
    import pyarrow as pa

MEGABYTES = 1024
"""Memory that the child may use."""
SECONDS, SECONDS_A_MEGABYTE = 4, 4
"""Its processor time: some, and more for larger files. A million cells take about 7 s and 7 MB."""
_WIDEST = 1_000
_TOLD_EVERY = 1_000
"""Rows."""
_REMARKS = {
    "formula": ("a formula without a value", "open it in a spreadsheet and save it, so that it is computed"),
    "digits": (
        "a number of more digits than a spreadsheet keeps",
        "an identifier is text: export it as text, or as CSV",
    ),
}


class WorkbookTable:
    """A `Table` of one sheet of a workbook."""

    takes_types = False

    def __init__(self, file: File, source: Source, names: Collection[str]) -> None:
        self._file = file
        self._whole = WholeFile(file)
        self._sheet = _Sheet(self._whole, source, {source.columns[name].header for name in names})
        header = next(self._sheet.rows, None)
        if not isinstance(header, Record):
            self.close()
            if header is None:
                raise Damage("the export has no header")
            raise Damage(header.message, hint=header.hint, code=header.code)
        self.header = header.fields

    @property
    def notices(self) -> tuple[Notice, ...]:
        """See `Table`: rows that a filter hides count, and a person may not know that."""
        if not self._sheet.hidden:
            return ()
        rows = f"{self._sheet.hidden} hidden row{'s' if self._sheet.hidden > 1 else ''}"
        hint = "remove the filter before exporting if they should not count"
        return (Notice("hidden-rows", f"the sheet has {rows}, which count", Place(self._file.shown), hint),)

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """See `Table`."""
        return gathered(_of_width(self._sheet.rows, len(self.header)), positions, types)

    def check_unchanged(self) -> None:
        """See `Table`."""
        self._whole.check_unchanged()

    def facts(self) -> ExportFile:
        """See `Table`."""
        return self._whole.facts()

    def close(self) -> None:
        """See `Table`."""
        self._sheet.close()
        self._whole.close()


def workbook_rows(file: File, source: Source, names: Collection[str]) -> Iterator[Record | Broken]:
    """The header and every row of the sheet, with its number there."""
    whole = WholeFile(file)
    sheet = _Sheet(whole, source, {source.columns[name].header for name in names})
    try:
        yield from sheet.rows
    finally:
        sheet.close()
        whole.close()


def sheets_of(file: File) -> tuple[str, ...]:
    """The names of the sheets that a person sees, where there are several; none where nobody has to choose."""
    whole = WholeFile(file)
    child = _child(whole, "")
    try:
        assert child.stdout is not None
        first = child.stdout.readline()
    finally:
        _end(child)
        whole.close()
    found = json.loads(first.decode("utf-8", "surrogatepass")) if first else {}
    return tuple(found.get("sheets", ())) if isinstance(found, dict) else ()


def _of_width(rows: Iterator[Record | Broken], width: int) -> Iterator[Record | Broken]:
    for row in rows:
        if isinstance(row, Record) and len(row.fields) != width:
            raise Damage("a row has more cells than the header")
        yield row


def _seconds(whole: WholeFile) -> int:
    return SECONDS + SECONDS_A_MEGABYTE * (whole.size >> 20)


def _child(whole: WholeFile, sheet: str) -> subprocess.Popen[bytes]:
    """The process that reads the sheet, the only one that a person sees where no name is given."""
    program = str(Path(workbook_child.__file__))
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", program, str(MEGABYTES), str(_seconds(whole)), *([sheet] if sheet else [])],
        stdin=whole.opened,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    assert child.stdout is not None
    child.stdout.close()


class _Sheet:
    """The sheet that a child process reads for us."""

    def __init__(self, whole: WholeFile, source: Source, wanted: Collection[str]) -> None:
        self.hidden = 0
        """Hidden rows, known after the last row."""
        self._whole, self._decimal, self._wanted = whole, source.decimal, wanted
        self._limit = _seconds(whole)
        self._child = _child(whole, source.sheet or "")
        self.rows = self._records()

    def close(self) -> None:
        """End the child, whether it is done or not."""
        _end(self._child)

    def _records(self) -> Iterator[Record | Broken]:
        header: tuple[str, ...] = ()
        before = 0
        assert self._child.stdout is not None
        for line in self._child.stdout:
            found = json.loads(line.decode("utf-8", "surrogatepass"))
            if isinstance(found, dict):
                yield from self._ended(found, header, before)
                return
            number, cells = found
            if not header:
                header = tuple(cell if isinstance(cell, str) else "" for cell in cells)
                if len(header) > _WIDEST:
                    yield Broken(number, f"the header has {len(header):,} cells", "export records only", "SLA-F052")
                    return
                yield Record(number, header)
            else:
                for blank in range(before + 1, min(number, before + 2)):
                    yield Broken(blank, "a blank row", "remove it; what follows may be a footer", "SLA-F043")
                yield self._record(number, cells, header)
            before = number
            if number % _TOLD_EVERY == 0:
                # The child reads from the file that it inherited: its position is the one that we see.
                self._whole.tell(self._whole.opened.tell() / max(1, self._whole.size))
        message = f"the export takes more than {self._limit} s or {MEGABYTES} MB to read"
        yield Broken(before + 1, message, "export it as CSV", "SLA-F052", is_last=True)

    def _record(self, number: int, cells: list[Any], header: tuple[str, ...]) -> Record | Broken:
        cells += [""] * (len(header) - len(cells))
        for position, cell in enumerate(cells):
            if position < len(header) and header[position] not in self._wanted:
                cells[position] = ""
            elif not isinstance(cell, str):
                place = f"the cell {_letters(position)}{number}"
                if cell[0] == "error":
                    hint = "fix the formula and export again"
                    which = f": {cell[1]}" if cell[1] else ""
                    return Broken(number, f"{place} is a spreadsheet's error{which}", hint, "SLA-F044")
                what, hint = _REMARKS[cell[0]]
                return Broken(number, f"{place} is {what}", hint, "SLA-F044" if cell[0] == "formula" else "SLA-F040")
            elif "\0" in cell or any("\ud800" <= character <= "\udfff" for character in cell):
                message = f"the cell {_letters(position)}{number} holds half a character or a NUL character"
                return Broken(number, message, "the file is damaged: export it again")
            elif self._decimal != "." and _NUMBER.fullmatch(cell):
                cells[position] = cell.replace(".", self._decimal)
        return Record(number, tuple(cells))

    def _ended(self, found: Mapping[str, Any], header: tuple[str, ...], last: int) -> Iterator[Broken]:
        if "fault" in found:
            yield Broken(last + 1, f"the export {found['fault']}", found["hint"], found["code"], is_last=True)
            return
        self.hidden = found["hidden"]
        for merged in found["merged"]:
            first, _, other = merged.partition(":")
            positions = [workbook_child.column_of(corner) - 1 for corner in (first, other or first)]
            if any(name in self._wanted for name in header[positions[0] : positions[1] + 1]):
                number = int(re.sub("[A-Z]", "", first))
                hint = "split them: only the first of merged cells holds a value"
                yield Broken(number, f"the cells {merged} are merged", hint, "SLA-F045")


_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")


def _letters(position: int) -> str:
    """The name of a column, counted from 0, as spreadsheets write it: A, B, ... Z, AA."""
    letters, number = "", position + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
