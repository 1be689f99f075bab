"""Reads one sheet of an XLSX workbook and writes it to standard output, a line of JSON a row.

A program of its own, run by `workbook.py` on a file of unknown origin: the standard library only, limits on memory and
time, no files or connections to open, nothing to write but its output. ``MEGABYTES SECONDS [SHEET]``, the workbook on
standard input.

A row is ``[number, [cell, ...]]``. A cell is its text, the number that it holds, or a list of what it is:

| list | the cell |
| --- | --- |
| ``["number", digits, shown]`` | holds a number, shown as `shown`, or else with characters that it does not hold |
| ``["date" | "moment" | "time", text]`` | holds a number that is shown as such, in ISO 8601; a time may be 36:00:00 |
| ``["error", "#REF!"]`` | holds an error |
| ``["formula"]`` | holds a formula that was never computed |
| ``["left"]`` | holds a formula that is computed when a spreadsheet opens the workbook, and what it held before |
| ``["changes"]``, ``["elsewhere"]`` | holds a formula whose value changes by itself, or comes from elsewhere |
| ``["digits"]`` | holds a number of more than the fifteen digits that a spreadsheet keeps |
| ``["format"]`` | has a number format that nobody can tell the meaning of |
| ``["kind"]`` | holds a value that is not of the kind which it states |

Rows without any value are left out. The last line is an object: ``{"hidden": rows, "merged": [range, ...]}``, or
``{"fault": message, "hint": hint, "code": code}``, with the ``"sheets"`` where one of them must be named.
"""

from __future__ import annotations

import json
import posixpath
import resource
import sys
import zipfile
import zlib
from collections import Counter
from datetime import datetime
from typing import Any
from xml.parsers import expat

from living_sla.exports.formats.xlsx.parts import Book, PartLinks, Refused, Shared, Styles, XmlPart
from living_sla.exports.formats.xlsx.sheet import Worksheet
from living_sla.fault import Fault

LARGEST_RATIO = 100
"""How many times larger than the file its parts may be; spreadsheets reach 10 to 40."""


def main(megabytes: int, seconds: int, sheet: str) -> None:
    """Write the rows, and last what is known of the whole; a fault is written, not raised."""
    "".encode("cp437")  # zipfile looks this codec up, and nothing can be opened later
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    try:
        last = Workbook(sys.stdin.buffer).write(sheet)
    except Refused as refused:
        message, hint, code, *sheets = refused.args
        last = {"fault": message, "hint": hint, "code": code, "sheets": sheets}
    except BrokenPipeError:
        return
    except Exception as error:  # the file is of unknown origin, and what libraries raise for it has no common class
        if lacks_memory(error):
            message, hint, code = f"needs more than {megabytes} MB of memory", "export it as CSV", Fault.TOO_COSTLY
        else:
            message, hint, code = "is a damaged spreadsheet", "export or save it again", Fault.UNREADABLE_EXPORT
        last = {"fault": message, "hint": hint, "code": code}
    print(json.dumps(last), flush=True)


def lacks_memory(error: Exception) -> bool:
    """Whether the limit of memory was met; zlib and expat say so in errors of their own."""
    if isinstance(error, expat.ExpatError):
        return error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
    return isinstance(error, MemoryError) or (isinstance(error, zlib.error) and str(error).startswith("Error -4 "))


class Workbook:
    """An opened workbook."""

    def __init__(self, file: Any) -> None:
        self._zip = zipfile.ZipFile(file)
        parts = self._zip.infolist()
        packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
        if unpacked > LARGEST_RATIO * packed + (1 << 20):
            size = f"unpacks from {packed >> 10:,} KB to {unpacked >> 20:,} MB"
            raise Refused(size, "a spreadsheet of records does not; export it as CSV", Fault.TOO_COSTLY)
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise Refused("holds macros", "save it as a workbook without macros (.xlsx)", Fault.UNSUPPORTED_WORKBOOK)
        names = Counter(part.filename.lower() for part in parts)
        if names and max(names.values()) > 1:
            raise Refused("holds two parts of one name", "save it again in a spreadsheet", Fault.UNREADABLE_EXPORT)
        self._names = {part.filename.lower(): part.filename for part in parts}

    def write(self, sheet: str) -> dict[str, Any]:
        """Write the rows of the sheet, the only one that a person sees where no name is given."""
        book, links = Book(), PartLinks()
        at = self._book()
        folder, name = posixpath.split(at)
        self._parse(at, book)
        self._parse(posixpath.join(folder, "_rels", f"{name}.rels"), links)
        chosen = self._chosen(book, links, sheet)
        shared, styles = Shared(), Styles()
        texts = _path(folder, links.only("sharedStrings") or "sharedStrings.xml")
        if texts.lower() in self._names:
            self._parse(texts, shared)
        looks = _path(folder, links.only("styles") or "styles.xml")
        if looks.lower() in self._names:
            self._parse(looks, styles)
        epoch = datetime(1904, 1, 1) if book.from_1904 else datetime(1899, 12, 30)
        rows = Worksheet(shared.texts, styles.formats(), epoch, is_computed=book.is_computed)
        self._parse(_path(folder, links.targets[book.sheets[chosen]]), rows)
        merged = [
            [merged_cells.first_row, merged_cells.first, merged_cells.last, merged_cells.shown]
            for merged_cells in rows.merged
        ]
        return {"hidden": rows.hidden, "merged": merged}

    def _book(self) -> str:
        """The part that lists the sheets."""
        links = PartLinks()
        if "_rels/.rels" in self._names:
            self._parse("_rels/.rels", links)
        return _path("", links.only("officeDocument") or "xl/workbook.xml")

    def _chosen(self, book: Book, links: PartLinks, sheet: str) -> str:
        tables = [name for name, link in book.sheets.items() if links.kinds.get(link) in ("worksheet", "")]
        seen = [name for name in tables if name not in book.hidden] or tables
        if sheet and sheet not in tables:
            raise Refused(
                f'has no sheet "{sheet}"', "`sla sources guess` lists the sheets", Fault.UNUSABLE_SHEET, *seen
            )
        if not sheet and len(seen) > 1:
            hint = "name one of them under sheet: in the source; `sla sources guess` lists them"
            raise Refused(f"has {len(seen)} sheets", hint, Fault.UNUSABLE_SHEET, *seen)
        return sheet or seen[0]

    def _parse(self, part: str, handler: XmlPart) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, given: handler.start(name.rpartition(" ")[2], given)
        parser.EndElementHandler = lambda name: handler.end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = handler.characters
        parser.StartDoctypeDeclHandler = _no_doctype
        with self._zip.open(self._names[part.lower()]) as stream:
            while block := stream.read(1 << 16):
                parser.Parse(block)
            parser.Parse(b"", True)


def _path(folder: str, target: str) -> str:
    """The name of the part that a link in that folder leads to."""
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _no_doctype(*_: Any) -> None:
    raise Refused("declares entities of XML", "no spreadsheet does; export it again", Fault.TOO_COSTLY)
