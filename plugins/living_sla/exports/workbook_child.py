"""Reads one sheet of an XLSX workbook and writes it to standard output, a line of JSON a row.

A program of its own, run by `workbook.py` on a file of unknown origin: the standard library only, limits on memory and
time, no files or connections to open, nothing to write but its output. ``workbook_child.py MEGABYTES SECONDS [SHEET]``,
the workbook on standard input.

A row is ``[number, [cell, ...]]``; a cell is its text, ``["error", "#REF!"]``, ``["formula"]`` without a value, or
``["digits"]`` beyond the fifteen that a spreadsheet keeps. Rows without any value are left out. The last line is an
object: ``{"hidden": rows, "merged": [ranges]}``, or ``{"fault": message, "hint": hint, "code": code}``, with the
``"sheets"`` where one of them must be named.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zipfile
import zlib
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.parsers import expat

LARGEST_RATIO = 100
"""How many times larger than the file its parts may be; spreadsheets reach 10 to 40."""
LONGEST_CELL = 32_767
LAST_COLUMN = 16_384
DIGITS = 10**15

ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!",
     "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#EXTERNAL!", "#BUSY!", "#PYTHON!", "#TIMEOUT!")
)  # fmt: skip

# Built-in number formats that show a date, a date with a time, a time.
_DATES = {14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)}
_MOMENTS = {22}
_TIMES = {18, 19, 20, 21, *range(32, 36), 45, 46, 47}
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|AM/PM|A/P', re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Refused(Exception):
    """The workbook cannot be read; holds message, hint, code, and the sheets where one of them must be named."""


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
    except Refused as found:
        message, hint, code, *sheets = found.args
        last = {"fault": message, "hint": hint, "code": code, "sheets": sheets}
    except MemoryError:
        last = {"fault": f"needs more than {megabytes} MB of memory", "hint": "export it as CSV", "code": "SLA-F052"}
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError, NotImplementedError, ValueError):
        last = {"fault": "is a damaged spreadsheet", "hint": "export or save it again", "code": "SLA-F048"}
    print(json.dumps(last), flush=True)


class Workbook:
    """An opened workbook."""

    def __init__(self, file: Any) -> None:
        self._zip = zipfile.ZipFile(file)
        packed = sum(part.compress_size for part in self._zip.infolist())
        unpacked = sum(part.file_size for part in self._zip.infolist())
        if unpacked > LARGEST_RATIO * packed + (1 << 20):
            size = f"unpacks from {packed >> 10:,} KB to {unpacked >> 20:,} MB"
            raise Refused(size, "a spreadsheet of records does not; export it as CSV", "SLA-F052")
        if any(part.filename.endswith("vbaProject.bin") for part in self._zip.infolist()):
            raise Refused("holds macros", "save it as a workbook without macros (.xlsx)", "SLA-F053")

    def write(self, sheet: str) -> dict[str, Any]:
        """Write the rows of the sheet, the only one where no name is given."""
        found = _Book()
        self._parse("xl/workbook.xml", found)
        seen = found.seen or list(found.sheets)
        if not sheet and len(seen) > 1:
            hint = "name one of them under sheet: in the source; `sla sources guess` lists them"
            raise Refused(f"has {len(seen)} sheets", hint, "SLA-F045", *seen)
        if sheet and sheet not in found.sheets:
            raise Refused(f'has no sheet "{sheet}"', "`sla sources guess` lists the sheets", "SLA-F045")
        links = _Links()
        self._parse("xl/_rels/workbook.xml.rels", links)
        target = links.targets[found.sheets[sheet or seen[0]]]
        shared, styles = _Shared(), _Styles()
        known = set(self._zip.namelist())
        if "xl/sharedStrings.xml" in known:
            self._parse("xl/sharedStrings.xml", shared)
        if "xl/styles.xml" in known:
            self._parse("xl/styles.xml", styles)
        rows = _Sheet(shared.texts, styles.kinds(), datetime(1904, 1, 1) if found.from_1904 else datetime(1899, 12, 30))
        self._parse(target.removeprefix("/") if target.startswith("/") else f"xl/{target}", rows)
        return {"hidden": rows.hidden, "merged": rows.merged}

    def _parse(self, part: str, handler: Any) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, given: handler.start(name.rpartition(" ")[2], given)
        parser.EndElementHandler = lambda name: handler.end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = handler.characters
        parser.StartDoctypeDeclHandler = _no_doctype
        with self._zip.open(part) as stream:
            while block := stream.read(1 << 16):
                parser.Parse(block)
            parser.Parse(b"", True)


def _no_doctype(*_: Any) -> None:
    raise Refused("declares entities of XML", "no spreadsheet does; export it again", "SLA-F052")


class _Part:
    """A part of the workbook, read element by element."""

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text inside of an element."""


class _Book(_Part):
    """Names of sheets with the links to them, and the epoch."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.seen: list[str] = []
        """Those that are not hidden from people: Dynamics keeps notes to itself in one that is."""
        self.from_1904 = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets[given["name"]] = next(value for key, value in given.items() if key.endswith(" id"))
            if given.get("state", "visible") == "visible":
                self.seen.append(given["name"])
        elif name == "workbookPr":
            self.from_1904 = given.get("date1904", "0") in ("1", "true")


class _Links(_Part):
    """Where links lead, by their ids."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[given["Id"]] = given["Target"]


class _Styles(_Part):
    """Which cell styles show dates."""

    def __init__(self) -> None:
        self._formats: dict[int, str] = {}
        self._used: list[int] = []
        self._in_cells = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[int(given["numFmtId"])] = given["formatCode"]
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._used.append(int(given.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def kinds(self) -> list[str]:
        """``date``, ``moment``, ``time`` or ``number``, by style."""
        return [self._kind(used) for used in self._used]

    def _kind(self, used: int) -> str:
        if used not in self._formats:
            return (
                "date" if used in _DATES else "moment" if used in _MOMENTS else "time" if used in _TIMES else "number"
            )
        code = _NOT_FORMAT.sub("", self._formats[used].split(";")[0]).lower()
        day, time = any(letter in code for letter in "yd"), any(letter in code for letter in "hs")
        return "moment" if day and time else "date" if day else "time" if time else "number"


class _Shared(_Part):
    """The texts that cells refer to, in their order."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "rPh":  # how a Japanese text is pronounced, not a part of it
            self._in_reading = True
        elif name == "t":
            self._in_text = not self._in_reading

    def characters(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_reading = False
        elif name == "si":
            self.texts.append(_bounded("".join(self._parts)))
            self._parts.clear()


class _Sheet(_Part):
    """The rows of a sheet, written as they end."""

    def __init__(self, shared: list[str], styles: list[str], epoch: datetime) -> None:
        self.hidden = 0
        self.merged: list[str] = []
        self._shared, self._styles, self._epoch = shared, styles, epoch
        self._row = self._column = 0
        self._is_hidden = False
        self._cells: list[Any] = []
        self._kind, self._style = "n", 0
        self._parts: list[str] = []
        self._collects = self._has_value = self._has_formula = self._in_reading = False

    def start(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "c":
                self._column = _later(self._column, column_of(given["r"]) if "r" in given else self._column + 1)
                self._kind, self._style = given.get("t", "n"), int(given.get("s", "0"))
                self._has_value = self._has_formula = False
                self._parts.clear()
            case "v" | "t":
                self._collects = not self._in_reading
                self._has_value = self._has_value or self._collects
            case "f":
                self._has_formula = True
            case "rPh":
                self._in_reading = True
            case "row":
                self._row = _later(self._row, int(given["r"]) if "r" in given else self._row + 1)
                self._column, self._cells = 0, []
                self._is_hidden = given.get("hidden", "0") in ("1", "true")
            case "mergeCell":
                self.merged.append(given["ref"])

    def characters(self, text: str) -> None:
        if self._collects:
            self._parts.append(text)

    def end(self, name: str) -> None:
        match name:
            case "v" | "t":
                self._collects = False
            case "rPh":
                self._in_reading = False
            case "c":
                value = self._value("".join(self._parts))
                if value != "":
                    self._cells.extend([""] * (self._column - 1 - len(self._cells)))
                    self._cells.append(value)
            case "row" if self._cells:
                self.hidden += self._is_hidden
                print(json.dumps([self._row, self._cells], ensure_ascii=False))

    def _value(self, text: str) -> Any:
        if not self._has_value:
            return ["formula"] if self._has_formula else ""
        match self._kind:
            case "s":
                return self._shared[int(text)]
            case "b":
                return "true" if text == "1" else "false"
            case "e":
                return ["error", text if text in ERRORS else ""]
            case "n":
                return self._number(float(text)) if text else ""
        return _bounded(text)

    def _number(self, number: float) -> Any:
        kind = self._styles[self._style] if self._style < len(self._styles) else "number"
        # Before March 1900 the two epochs and a leap day that never was make serial dates ambiguous.
        if kind in ("date", "moment") and 61 <= number < 2_958_466:
            moment = self._epoch + timedelta(milliseconds=round(number * 86_400_000))
            if kind == "date" and number == int(number):
                return moment.date().isoformat()
            return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
        if abs(number) >= DIGITS:
            return ["digits"]
        return str(int(number)) if number == int(number) else f"{Decimal(repr(number)):f}"


def _later(before: int, now: int) -> int:
    """`now`; a sheet whose rows or cells are out of order could be read in two ways."""
    if now <= before:
        raise ValueError(now)
    return now


def column_of(reference: str) -> int:
    """The number of the column, counted from 1, that a cell such as ``AB12`` stands in."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= LAST_COLUMN:
        raise ValueError(reference)
    return number


def _bounded(text: str) -> str:
    if len(text) > LONGEST_CELL:
        raise Refused(
            f"has a cell of {len(text):,} characters", "no spreadsheet writes it; export it again", "SLA-F052"
        )
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")  # type: ignore[union-attr]
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
