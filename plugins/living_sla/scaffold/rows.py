"""The rows of a file that nobody has declared, read as loosely as they can be: every column, every cell as text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.arrow import pa, pq
from living_sla.exports.file import File, is_json_lines, is_parquet, is_workbook
from living_sla.exports.formats.arrow_types import declarable
from living_sla.exports.formats.by_ending import rows_of
from living_sla.exports.formats.json_lines import loose_json
from living_sla.exports.formats.table import Broken, Record, Undecodable
from living_sla.exports.formats.workbook import workbook_rows
from living_sla.model.agreement.source import ColumnType

if TYPE_CHECKING:
    from living_sla.scaffold.loose_files import StatedFile

ROWS = 100_000
"""Rows that are looked at."""
_WIDEST, _TOLD = 1_000, 20


class Loose(Struct, frozen=True):
    """The header and the records below it, as they come; a line that is no record is left out."""

    stated: StatedFile
    header: Record
    types: dict[str, ColumnType | None]
    """Of a format that knows types: what each column may be declared as; None where it cannot be read."""
    rows: Iterator[Record]
    has_lines: bool = True
    """Whether the header is a line like those of the records."""
    broken: list[SlaError] = field(default_factory=list)
    """Lines that are no records, as far as the rows have been read."""


def read_loosely(file: File, stated: StatedFile) -> Loose:
    """The table of the file; raises `SlaError` where it has no header."""
    if is_parquet(file.path):
        return _parquet(file, stated)
    if is_json_lines(file.path):
        header, lacks = _header_of_json(file, stated)
        stated = replace(stated, absent="empty" if lacks else "refuse")
        found: Iterator[Record | Broken] = loose_json(file, stated.unknown, header.fields)
    else:
        source = stated.unknown
        is_book = is_workbook(file.path)
        found = workbook_rows(file, source, ["any"], loosely=True) if is_book else rows_of(file, source, ["any"])
        header = _first(file, found)
    broken: list[SlaError] = []
    has_lines = not is_json_lines(file.path)
    return Loose(stated, header, {}, islice(_records(file, found, broken), ROWS), has_lines, broken)


def _first(file: File, rows: Iterator[Record | Broken]) -> Record:
    try:
        first = next(rows, None)
    except Undecodable as found:
        first = found.broken
    if isinstance(first, Broken):
        raise _fault(file, first)
    if first is None:
        raise SlaError(
            "the export is empty", where=Place(file.shown), hint="export it again", code=Fault.UNREADABLE_EXPORT
        )
    if len(first.fields) > _WIDEST:
        message = f"the header has {len(first.fields):,} names"
        raise SlaError(message, where=Place(file.shown, first.line), hint="export records only", code=Fault.TOO_COSTLY)
    return first


def _records(file: File, rows: Iterator[Record | Broken], broken: list[SlaError]) -> Iterator[Record]:
    try:
        for row in rows:
            if isinstance(row, Record):
                yield row
            elif len(broken) < _TOLD:
                broken.append(_fault(file, row))
    except Undecodable as found:
        broken.append(_fault(file, found.broken))


def _fault(file: File, broken: Broken) -> SlaError:
    return SlaError(broken.message, where=Place(file.shown, broken.line), hint=broken.hint, code=broken.code)


def _header_of_json(file: File, stated: StatedFile) -> tuple[Record, bool]:
    """The keys of all objects, and whether some object lacks one."""
    keys: dict[str, int] = {}
    objects = 0
    first = None
    for row in islice(loose_json(file, stated.unknown, None), ROWS):
        first = first or row
        if isinstance(row, Record):
            objects += 1
            for key in row.fields:
                keys[key] = keys.get(key, 0) + 1
    if first is None or not objects:
        _first(file, iter([first] if first else []))
    lacks = any(count < objects for count in keys.values())
    return _first(file, iter([Record(1, tuple(keys))])), lacks


def _parquet(file: File, stated: StatedFile) -> Loose:
    try:
        schema = pq.read_schema(file.path)
        types = {name: declarable(schema.field(at).type) for at, name in enumerate(schema.names)}
    except (pa.ArrowException, OSError, UnicodeError):
        raise SlaError(
            "the export is a damaged Parquet file", where=Place(file.shown), code=Fault.UNREADABLE_EXPORT
        ) from None
    header = _first(file, iter([Record(1, tuple(schema.names))]))
    readable = {
        f"c{at}": {"from": name, "type": kind} | ({"currency": "EUR"} if kind == "money" else {})
        for at, (name, kind) in enumerate(types.items())
        if kind and name == name.strip() != "" and schema.names.count(name) == 1
    }
    if not readable:
        return Loose(stated, header, types, iter(()), has_lines=False)
    rows = rows_of(file, stated.source(readable), list(readable))
    first = _first(file, rows)
    broken: list[SlaError] = []
    found = islice(_records(file, rows, broken), ROWS)
    return Loose(stated, replace(header, fields=first.fields), types, found, False, broken)
