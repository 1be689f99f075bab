"""The parts of a workbook beside its sheets: names of sheets, links, shared texts, styles."""

from __future__ import annotations

import re

from living_sla.exports.formats.xlsx.number_formats import Format, built_in, parsed
from living_sla.fault import Fault

LONGEST_CELL = 32_767
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")


class Refused(Exception):
    """The workbook cannot be read; holds message, hint, code, and the sheets where one of them must be named."""


def bounded(text: str) -> str:
    """The text of a cell, its escapes written out; raises `Refused` for one that no spreadsheet writes."""
    if len(text) > LONGEST_CELL:
        what = f"has a cell of {len(text):,} characters"
        raise Refused(what, "no spreadsheet writes it; export it again", Fault.TOO_COSTLY)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class XmlPart:
    """A part of the workbook, read element by element; names of elements come without their namespace."""

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text inside of an element."""


class Book(XmlPart):
    """Names of sheets with the links to them, the epoch, and whether formulas were computed."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        """Dynamics keeps notes to itself in such a sheet."""
        self.from_1904 = False
        self.is_computed = True
        """False where the program that wrote the workbook leaves it to a spreadsheet to compute the formulas."""

    def start(self, name: str, given: dict[str, str]) -> None:
        """See `XmlPart`."""
        if name == "sheet":
            if given["name"] in self.sheets:
                raise ValueError("two sheets of one name")
            self.sheets[given["name"]] = next((value for key, value in given.items() if key.endswith(" id")), "")
            if given.get("state", "visible") != "visible":
                self.hidden.add(given["name"])
        elif name == "workbookPr":
            self.from_1904 = given.get("date1904", "0") in _TRUE
        elif name == "calcPr":
            by_hand = given.get("calcMode") == "manual" and given.get("calcOnSave", "1") not in _TRUE
            left = given.get("fullCalcOnLoad", "0") in _TRUE or given.get("calcCompleted", "1") not in _TRUE
            self.is_computed = not (by_hand or left)


class PartLinks(XmlPart):
    """Where links lead, by their ids, and what is there, by the last word of its type."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        """See `XmlPart`."""
        if name == "Relationship" and given.get("TargetMode", "Internal") == "Internal":
            self.targets[given["Id"]] = given["Target"]
            self.kinds[given["Id"]] = given.get("Type", "").rpartition("/")[2]

    def only(self, kind: str) -> str | None:
        """Where the one link of that type leads."""
        return next((self.targets[link] for link, known in self.kinds.items() if known == kind), None)


class Styles(XmlPart):
    """What the styles of cells make of numbers."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._used: list[int] = []
        self._in_cells = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """See `XmlPart`."""
        if name == "numFmt" and "numFmtId" in given:
            self._codes.setdefault(int(given["numFmtId"]), given.get("formatCode", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._used.append(int(given.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        """See `XmlPart`."""
        if name == "cellXfs":
            self._in_cells = False

    def formats(self) -> list[Format]:
        """The number format of each style."""
        known = {used: parsed(self._codes[used]) if used in self._codes else built_in(used) for used in set(self._used)}
        return [known[used] for used in self._used]


class Shared(XmlPart):
    """The texts that cells refer to, in their order."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """See `XmlPart`."""
        if name == "rPh":  # how a Japanese text is pronounced, not a part of it
            self._in_reading = True
        elif name == "t":
            self._in_text = not self._in_reading

    def characters(self, text: str) -> None:
        """See `XmlPart`."""
        if self._in_text:
            self._parts.append(text)

    def end(self, name: str) -> None:
        """See `XmlPart`."""
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_reading = False
        elif name == "si":
            self.texts.append(bounded("".join(self._parts)))
            self._parts.clear()
