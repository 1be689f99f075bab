"""The grid of a file: a sheet of a workbook, or text with delimiters, as people save it."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.file import File, check_ending, is_csv, is_packed, is_workbook
from living_sla.exports.formats.kinds import check_kind
from living_sla.exports.formats.workbook import MOST_ROWS, MOST_TEXT, Grid, grid_of
from living_sla.scaffold.encoding import encoding_of

_DELIMITERS = (",", ";", "\t", "|")


def read_grids(path: Path, sheet: str = "") -> list[Grid]:
    """The grid of the file; of text, one for each delimiter that it may have. `sheet` names one of a workbook.

    Raises `SlaError` for a file that is neither, that is damaged, or that holds more than people fill in by hand.
    """
    file = File(path, path.name)
    if not is_workbook(path) and (not is_csv(path) or is_packed(path)):
        check_ending(path, file.shown)
        hint = "save it as .xlsx, .csv or .tsv"
        raise SlaError("this is not a spreadsheet", where=Place(file.shown), hint=hint, code=Fault.UNREADABLE_EXPORT)
    check_ending(path, file.shown)
    encoding = "utf-8" if is_workbook(path) else encoding_of(path).name
    fault = check_kind(path, file.shown, encoding)
    if fault is not None:
        raise fault
    return [grid_of(file, sheet)] if is_workbook(path) else _of_text(file, encoding)


def _of_text(file: File, encoding: str) -> list[Grid]:
    raw = file.path.read_bytes() if file.path.stat().st_size <= MOST_TEXT else b""
    if not raw:
        message = f"the file is empty, or larger than {MOST_TEXT >> 20} MB"
        raise SlaError(message, where=Place(file.shown), hint="save the sheet alone", code=Fault.TOO_COSTLY)
    try:
        text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        raise SlaError(
            "the file is not text", where=Place(file.shown), hint="save it as CSV, UTF-8", code=Fault.NOT_UTF8
        ) from None
    return [_grid(_table(text, delimiter, file), file) for delimiter in _DELIMITERS]


def _grid(rows: list[tuple[str, ...]], file: File) -> Grid:
    if len(rows) > MOST_ROWS:
        message = f"the file has {len(rows):,} rows"
        hint = "keep what both teams agree on, and leave records out"
        raise SlaError(message, where=Place(file.shown), hint=hint, code=Fault.TOO_COSTLY)
    return Grid(tuple((number, row) for number, row in enumerate(rows, 1) if any(text.strip() for text in row)))


def _table(text: str, delimiter: str, file: File) -> list[tuple[str, ...]]:
    """The rows that a delimiter makes; a line break inside of quotes belongs to its cell."""
    lines = StringIO(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), newline="")
    try:
        return [tuple(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:  # a cell that is longer than any that a person fills in
        raise SlaError(
            "the file has a cell of more than 128 KB",
            where=Place(file.shown),
            hint="is a quote never closed?",
            code=Fault.TOO_COSTLY,
        ) from None
