"""A sheet of an XLSX workbook as a table. A child process with limits reads it; this process sees only its texts.

`openpyxl` reads large sheets only in a mode that tells nothing of merged cells, hidden rows and formulas without a
value, so the program in `xlsx/` reads the XML itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from living_sla.errors import Fault, Notice, Place, SlaError, WarningName
from living_sla.exports.file import File
from living_sla.exports.formats import xlsx
from living_sla.exports.formats.header import headers_of
from living_sla.exports.formats.row_batches import gathered
from living_sla.exports.formats.table import Broken, Damage, Record, Texts
from living_sla.exports.formats.whole_file import WholeFile
from living_sla.exports.formats.workbook_cells import WIDEST, WorkbookCells, name_in, plain_text, read_line
from living_sla.exports.formats.xlsx.references import Range, letters
from living_sla.model.agreement.source import Source
from living_sla.model.counted import counted
from living_sla.model.figures.provenance import ExportFile

if TYPE_CHECKING:
    import pyarrow as pa

MEGABYTES = 1024
"""Memory that the child may use."""
SECONDS, SECONDS_A_MEGABYTE = 4, 4
"""Its processor time: some, and more for larger files. A million cells take about 7 s and 7 MB."""
MOST_ROWS, MOST_TEXT = 2_000, 4 << 20
"""Of a sheet that people fill in by hand: rows, and bytes of its cells."""
_TOLD_EVERY = 1_000
"""Rows."""


class WorkbookTable:
    """A `Table` of one sheet of a workbook."""

    takes_types = False

    def __init__(self, file: File, source: Source, names: Collection[str]) -> None:
        self._file = file
        self._whole = WholeFile(file)
        self._sheet = _Sheet(self._whole, source, headers_of(source, names))
        header = next(self._sheet.rows, None)
        if not isinstance(header, Record):
            self.close()
            if header is None:
                raise Damage("the export has no header")
            raise Damage(header.message, hint=header.hint, code=header.code)
        self.header, self.header_line = header.fields, header.line

    @property
    def notices(self) -> tuple[Notice, ...]:
        """See `Table`: rows that a filter hides count, and a person may not know that."""
        if not self._sheet.hidden:
            return ()
        rows = counted(self._sheet.hidden, "hidden row")
        hint = "remove the filter before exporting if they should not count"
        return (
            Notice(
                WarningName.HIDDEN_ROWS,
                f"the sheet has {rows}, which {'counts' if self._sheet.hidden == 1 else 'count'}",
                Place(self._file.shown),
                hint,
            ),
        )

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


def workbook_rows(
    file: File, source: Source, names: Collection[str], *, loosely: bool = False
) -> Iterator[Record | Broken]:
    """The header and every row of the sheet, with its number there.

    Read loosely, a cell is text as well as it can be, blank where it cannot, whatever is declared.
    """
    whole = WholeFile(file)
    sheet = _Sheet(whole, source, headers_of(source, names), loosely=loosely)
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
    answer = read_line(first) if first else {}
    return tuple(answer.get("sheets", ())) if isinstance(answer, dict) else ()


class Grid(Struct, frozen=True):
    """A sheet as a person sees it: texts in rows and columns, whatever they mean."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """The number of each row that holds something, and its cells."""
    merged: tuple[Range, ...] = ()
    hidden: int = 0
    """How many of the rows are hidden."""
    unread: tuple[tuple[str, str], ...] = ()
    """Cells that hold no text that anybody could read: where each stands, and what it is."""


def grid_of(file: File, sheet: str) -> Grid:
    """The sheet of that name, or the only one that a person sees.

    Raises `SlaError` where it cannot be read, and where it holds more than a person would fill in.
    """
    whole = WholeFile(file)
    child = _child(whole, sheet)
    try:
        return _grid(file, child)
    finally:
        _end(child)
        whole.close()


def _grid(file: File, child: subprocess.Popen[bytes]) -> Grid:
    rows: list[tuple[int, tuple[str, ...]]] = []
    unread: list[tuple[str, str]] = []
    size = 0
    assert child.stdout is not None
    for line in child.stdout:
        answer = read_line(line)
        if isinstance(answer, dict):
            if "fault" in answer:
                sheets = answer.get("sheets")
                hint = f"name one of them: {', '.join(sheets)}" if sheets else answer["hint"]
                message, code = f"the workbook {answer['fault']}", Fault(answer["code"])
                raise SlaError(message, where=Place(file.shown), hint=hint, code=code)
            merged = tuple(Range.of(shown) for *_, shown in answer["merged"])
            return Grid(tuple(rows), merged, answer["hidden"], tuple(unread))
        number, cells = answer
        size += len(line)
        if len(rows) >= MOST_ROWS or size > MOST_TEXT:
            message = f"the sheet holds more than {MOST_ROWS:,} rows or {MOST_TEXT >> 20} MB"
            hint = "keep what both teams agree on, and leave records out"
            raise SlaError(message, where=Place(file.shown), hint=hint, code=Fault.TOO_COSTLY)
        read = [plain_text(cell) for cell in cells]
        rows.append((number, tuple(text if why is None else "" for text, why in read)))
        unread += [(f"{letters(at)}{number}", why) for at, (_, why) in enumerate(read, 1) if why is not None]
    hint = "save it as CSV"
    raise SlaError("the workbook cannot be read", where=Place(file.shown), hint=hint, code=Fault.TOO_COSTLY)


def _of_width(rows: Iterator[Record | Broken], width: int) -> Iterator[Record | Broken]:
    for row in rows:
        if isinstance(row, Record) and len(row.fields) != width:
            raise Damage("a row has more cells than the header")
        yield row


def _seconds(whole: WholeFile) -> int:
    return SECONDS + SECONDS_A_MEGABYTE * (whole.size >> 20)


def _child(whole: WholeFile, sheet: str) -> subprocess.Popen[bytes]:
    """The process that reads the sheet, the only one that a person sees where no name is given."""
    program = str(Path(xlsx.__file__).parent)
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

    def __init__(self, whole: WholeFile, source: Source, wanted: Collection[str], *, loosely: bool = False) -> None:
        self.hidden = 0
        """Hidden rows, known after the last row."""
        self._whole, self._wanted = whole, wanted
        self._cells = WorkbookCells(source, wanted, loosely=loosely)
        self._limit, self._skipped = _seconds(whole), source.skip_lines
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
            answer = read_line(line)
            if isinstance(answer, dict):
                yield from self._ended(answer, header, before)
                return
            number, cells = answer
            if number <= self._skipped:
                continue
            if not header:
                header = tuple(map(name_in, cells))
                if len(header) > WIDEST:
                    yield Broken(
                        number, f"the header has {len(header):,} cells", "export records only", Fault.TOO_COSTLY
                    )
                    return
                self._cells.are_below(header)
                yield Record(number, header)
            else:
                for blank in range(before + 1, min(number, before + 2)):
                    yield Broken(blank, "a blank row", "remove it; what follows may be a footer", Fault.NOT_A_RECORD)
                yield self._cells.record(number, cells)
            before = number
            if number % _TOLD_EVERY == 0:
                # The child reads from the file that it inherited: its position is the one that we see.
                self._whole.tell(self._whole.opened.tell() / max(1, self._whole.size))
        message = f"the export takes more than {self._limit} s or {MEGABYTES} MB to read"
        yield Broken(before + 1, message, "export it as CSV", Fault.TOO_COSTLY, is_last=True)

    def _ended(self, answer: Mapping[str, Any], header: tuple[str, ...], last: int) -> Iterator[Broken]:
        if "fault" in answer:
            yield Broken(last + 1, f"the export {answer['fault']}", answer["hint"], Fault(answer["code"]), is_last=True)
            return
        self.hidden = answer["hidden"]
        for row, first, end, shown in answer["merged"]:
            if row > self._skipped and any(name in self._wanted for name in header[first - 1 : end]):
                hint = "split them: only the first of merged cells holds a value"
                yield Broken(row, f"the cells {shown} are merged", hint, Fault.UNUSABLE_SHEET)
