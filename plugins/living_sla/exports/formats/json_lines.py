"""Exports with one JSON object a line: strict JSON, the same keys in every object, one value a key.

Numbers keep the digits that they were written with and are typed like the texts of a CSV file; true, false and null are
``true``, ``false`` and an empty cell. Of an object only the columns that are read are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from living_sla.errors import Fault, Notice, Place, WarningName
from living_sla.exports.cells.spellings import in_marks
from living_sla.exports.file import File
from living_sla.exports.formats.lines import lines_of
from living_sla.exports.formats.row_batches import gathered
from living_sla.exports.formats.table import Broken, Damage, Digits, Record, Texts
from living_sla.exports.formats.text_file import TextFile
from living_sla.model.agreement.source import ColumnSpec, Source
from living_sla.model.figures.provenance import ExportFile

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST = 8 << 20
_ABSENT = "write null for nothing, or add absent: empty to the source"


class JsonLinesTable:
    """A `Table` of a file of JSON lines; its header is the keys of the first object."""

    takes_types = False
    header_line = 1

    def __init__(self, file: File, source: Source) -> None:
        self._file = file
        self._never: set[str] = set()
        """Keys that are read and that no object has had yet."""
        self._source = source
        self._reading = TextFile(file, source)
        self._lines = _lines(self._reading)
        try:
            self._first = next(self._lines, "")
            header = _header(self._first, source)
            if isinstance(header, Broken):
                raise Damage(header.message)
        except Damage:
            self._reading.close()
            raise
        self.header = header.fields

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """See `Table`."""
        wanted = [self.header[positions[name]] for name in types]
        self._never = set(wanted)
        rows = _records(chain((self._first,), self._lines), self.header, wanted, self._source, self._never)
        return gathered(rows, positions, types)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """See `Table`: a key that every object leaves out may be spelled otherwise, and would be empty for ever."""
        hint = "look at how the export spells it, capitals too; nothing is wrong where no record has one yet"
        return tuple(
            Notice(
                WarningName.KEY_NEVER_THERE, f'no object has "{key}", which is declared', Place(self._file.shown), hint
            )
            for key in sorted(self._never)
        )

    def check_unchanged(self) -> None:
        """See `Table`."""
        self._reading.check_unchanged()

    def facts(self) -> ExportFile:
        """See `Table`."""
        return self._reading.facts()

    def close(self) -> None:
        """See `Table`."""
        self._reading.close()


def json_rows(file: File, source: Source, wanted: Collection[str]) -> Iterator[Record | Broken]:
    """The header, and each object as a record with the line on which it stands; raises `Undecodable`."""
    lines = lines_of(file.path, source)
    first = next(lines, "")
    header = _header(first, source)
    yield header
    if isinstance(header, Record):
        yield from _records(chain((first,), lines), header.fields, wanted, source, set())


class Nested(str):
    """A list or an object, which no column is read from."""


def loose_json(file: File, source: Source, header: Sequence[str] | None) -> Iterator[Record | Broken]:
    """Each object as a record of the columns of `header`, whatever it holds; without a header, its keys."""
    for number, line in enumerate(lines_of(file.path, source), start=1):
        parsed = _object(number, line)
        if isinstance(parsed, Broken):
            yield parsed
        elif header is None:
            yield Record(number, tuple(parsed))
        else:
            yield Record(number, tuple(_loosely(parsed.get(name)) for name in header))


def texts_of_keys(file: File, source: Source, wanted: Callable[[str], bool]) -> Iterator[tuple[str, set[str]]]:
    """Every text and number that the values of the wanted keys hold, however deep, with the key that is wanted."""
    for number, line in enumerate(lines_of(file.path, source), start=1):
        parsed = _object(number, line)
        for key, value in parsed.items() if isinstance(parsed, dict) else ():
            if wanted(key):
                yield key, set(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value if isinstance(value, list) else value.values():
            yield from _texts(item)


def _loosely(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else "true" if value else "false"
    if not isinstance(value, str):
        return Nested()
    return value if value.isascii() or _is_text(value) else ""


def _lines(reading: TextFile) -> Iterator[str]:
    rest = b""
    while block := reading.read_block():
        *whole, rest = (rest + block).split(b"\n")
        if len(rest) > _LONGEST:
            raise Damage(f"a line is longer than {_LONGEST >> 20} MB")
        for line in whole:
            yield line.decode() + "\n"
    if rest:
        yield rest.decode()


def _header(line: str, source: Source) -> Record | Broken:
    """The keys of the first object; where keys may be absent, those that are declared and no other."""
    parsed = _object(1, line)
    if isinstance(parsed, Broken):
        return parsed
    declared = [name for spec in source.columns.values() for name in spec.headers] if source.absent == "empty" else []
    return Record(1, tuple(dict.fromkeys((*parsed, *declared))))


def _records(
    lines: Iterable[str], header: tuple[str, ...], wanted: Collection[str], source: Source, never: set[str]
) -> Iterator[Record | Broken]:
    specs = {
        name: spec for spec in source.columns.values() for name in spec.headers if name in wanted and name in header
    }
    for number, line in enumerate(lines, start=1):
        parsed = _object(number, line)
        if never and not isinstance(parsed, Broken):
            never.difference_update(parsed)
        yield parsed if isinstance(parsed, Broken) else _record(number, parsed, header, specs, source)


def _record(
    line: int, parsed: Mapping[str, Any], header: tuple[str, ...], specs: Mapping[str, ColumnSpec], source: Source
) -> Record | Broken:
    fields, marks = [], source.marks
    for name in header:
        if name not in specs:
            fields.append("")
            continue
        if name not in parsed and source.absent == "empty":
            fields.append("")
            continue
        if name not in parsed:
            return Broken(line, f'the object has no "{name}", the first one has', _ABSENT, Fault.WRONG_FIELD_COUNT)
        value = parsed[name]
        if value is None or isinstance(value, bool):
            value = "" if value is None else "true" if value else "false"
        if isinstance(value, list) and (separator := specs[name].values_separator) is not None:
            if not all(isinstance(item, str) and separator not in item for item in value):
                hint = "declare another values_separator, or export one text a value"
                return Broken(
                    line, f'"{name}" holds a value with "{separator}" in it, or no text', hint, Fault.WRONG_COLUMN_TYPE
                )
            value = separator.join(value)
        if not isinstance(value, str):
            hint = "export one value a key, or leave the column out of the source"
            return Broken(line, f'"{name}" holds a list or an object', hint, Fault.WRONG_COLUMN_TYPE)
        if (not value.isascii() and not _is_text(value)) or "\0" in value:
            hint = "the file is damaged: export it again"
            return Broken(line, f'"{name}" holds half a character or a NUL character', hint, Fault.MALFORMED_TEXT)
        fields.append(in_marks(value, specs[name], marks) if isinstance(value, Digits) else value)
    return Record(line, tuple(fields))


def _is_text(value: str) -> bool:
    """Whether no half of a surrogate pair stands in it."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


class _Refused(ValueError):
    """JSON that readers take in different ways."""


def _object(line: int, text: str) -> dict[str, Any] | Broken:
    if not text.strip():
        return Broken(line, "a blank line", "remove it; what follows may be a footer", Fault.NOT_A_RECORD)
    try:
        parsed = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_int=Digits,
            parse_float=Digits,
            parse_constant=_no_number,
        )
    except _Refused as refused:
        return Broken(
            line,
            str(refused),
            "fix it in the export",
            Fault.WRONG_COLUMNS if "twice" in str(refused) else Fault.VALUE_OUT_OF_RANGE,
        )
    except (json.JSONDecodeError, RecursionError):
        cut = "" if text.endswith("\n") else "; the file may be cut off here"
        return Broken(line, f"the line is not one JSON object{cut}", "write one object a line", Fault.UNREADABLE_EXPORT)
    if not isinstance(parsed, dict):
        return Broken(line, "the line is not one JSON object", "write one object a line", Fault.UNREADABLE_EXPORT)
    return parsed


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    parsed = dict(pairs)
    if len(parsed) != len(pairs):
        raise _Refused("a key stands twice in the object")
    return parsed


def _no_number(word: str) -> Any:
    raise _Refused(f"{word} is not a number of JSON")
