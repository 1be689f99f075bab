"""All columns of a file that nobody has declared: which can be declared, and how; which are about people."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from living_sla.errors import Place, SlaError, Unreadable, shown
from living_sla.exports.cells import read_cell
from living_sla.exports.guessed_columns import PLAIN, GuessedColumn, day_order, marks_of, names_of
from living_sla.exports.guessed_header import as_shape, looks_like_data, might_be_somebody
from living_sla.exports.guessed_people import Personal, about_people
from living_sla.exports.guessed_rows import Loose
from living_sla.exports.records import Record
from living_sla.model.source import ColumnSpec, Marks

_WORDS = frozenset(("yes", "no", "true", "false", "null", "on", "off", "y", "n"))
_LONGEST = 1_000
"""Characters of a name."""
_TIME = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?: ?[AaPp][Mm])?")
_TIMES = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")


@dataclass(frozen=True)
class Guessed:
    """What was found out about the columns."""

    columns: Mapping[str, GuessedColumn]
    """Those that could be declared, by the names that they are to have."""
    specs: Mapping[str, ColumnSpec]
    """Those that are to be declared, and how."""
    personal: Mapping[str, Personal]
    """Headers of columns about people."""
    left_out: Mapping[str, Sequence[str]]
    """Columns that are neither, by what is said of them."""
    marks: Marks = PLAIN
    marks_doubt: str = ""
    doubts: Mapping[str, str] = field(default_factory=dict)

    def doubt(self, name: str) -> str:
        """What a person has to decide about a column."""
        return self.doubts.get(name, "")


def guess_columns(loose: Loose, rows: Sequence[Record], place: Place) -> Guessed:
    """What can be declared, from the cells of these rows.

    Raises `SlaError` where nothing can: every column is about people, empty, or without a name of its own.
    """
    header = loose.header.fields
    all_columns = [GuessedColumn(name, loose.types.get(name)) for name in header]
    for row in rows:
        for column, text in zip(all_columns, row.fields, strict=True):
            column.take(text, row.line)
    left_out: dict[str, list[str]] = {}
    columns: dict[str, GuessedColumn] = {}
    personal: dict[str, Personal] = {}
    for number, (name, column) in enumerate(zip(names_of(header), all_columns, strict=True), start=1):
        why = _why_not(header, number, column, loose)
        about = about_people(column.header, column.found().type, column.texts, column.filled)
        if why:
            what = _told(number, header, is_nested=column.is_nested)
            left_out.setdefault(why, []).append(what)
            about = about if "data" not in why and "name" not in why else None
        if about:
            personal.setdefault(column.header, about)
        elif not why and not column.filled:
            left_out.setdefault("empty in every row, left out", []).append(quoted(column.header))
        elif not why:
            columns[name] = column
    if not columns:
        hint = "export the id of the record and the columns that measures need"
        message = "no column can be declared: all are about people, empty, or without a name of their own"
        raise SlaError(message, where=place, hint=hint, code="SLA-F037")
    marks, marks_doubt = marks_of(columns)
    return _declared(columns, personal, left_out, marks, marks_doubt)


def _why_not(header: Sequence[str], number: int, column: GuessedColumn, loose: Loose) -> str:
    """Why the column cannot be declared; empty where it can."""
    name = column.header
    if not name.strip():
        return "without a name, left out"
    if looks_like_data(name):
        return "its name looks like data, left out"
    if header.count(name) > 1:
        return "a name that occurs more than once; to read one of them, rename it in the export"
    if name != name.strip():
        return "spaces around the name; to read it, remove them in the export"
    if len(name) > _LONGEST:
        return "a name that is too long to be one, left out"
    if shown(name) != name or "\n" in name:
        return "an unseen character in the name; to read it, remove it in the export"
    if column.is_nested or (name in loose.types and loose.types[name] is None):
        return "of a kind that no column is read from (an object, a time; a list only with values_separator), left out"
    return ""


def _told(number: int, header: Sequence[str], *, is_nested: bool) -> str:
    name = header[number - 1]
    if not name.strip():
        return f"column {number}"
    if len(name) > _LONGEST or looks_like_data(name) or (is_nested and might_be_somebody(name)):
        return f"column {number} ({as_shape(name)})"
    said = quoted(shown(name))
    return f"{said} in column {number}" if header.count(name) > 1 else said


def _declared(
    columns: dict[str, GuessedColumn],
    personal: dict[str, Personal],
    left_out: dict[str, list[str]],
    marks: Marks,
    marks_doubt: str,
) -> Guessed:
    day_first, is_certain = day_order(columns.values())
    specs: dict[str, ColumnSpec] = {}
    doubts: dict[str, str] = {}
    for name, column in columns.items():
        specs[name] = spec = column.found(marks, day_first)
        doubts[name] = column.doubt(spec, marks, day_first if is_certain else None)
        orders = column.orders()
        if orders and day_first is not None and day_first not in orders:
            doubts[name] = "day and month stand in another order than in other columns of the file: export it again"
        elif (
            marks_doubt
            and spec.type == "integer"
            and column.marks_are_doubtful(Marks(marks.thousands or marks.decimal))
        ):
            specs[name] = spec.model_copy(update={"type": "number"})
    _join_times(columns, specs, doubts)
    return Guessed(columns, specs, personal, left_out, marks, marks_doubt, doubts)


def _join_times(columns: dict[str, GuessedColumn], specs: dict[str, ColumnSpec], doubts: dict[str, str]) -> None:
    """Declare a date and the time of day in the next column as one instant."""
    names = list(specs)
    for first, second in pairwise(names):
        for day, time in ((first, second), (second, first)):
            if day not in specs or time not in specs or specs[day].type != "date" or len(specs[day].headers) > 1:
                continue
            found = _joined(columns[day], specs[day], columns[time])
            if found is None:
                continue
            specs[day] = found
            del specs[time]
            doubts[day] = "or two columns, a date and a length of time"
            break


def _joined(day: GuessedColumn, spec: ColumnSpec, time: GuessedColumn) -> ColumnSpec | None:
    if not time.texts or spec.empty or not all(map(_TIME.fullmatch, time.texts)) or day.filled != time.filled:
        return None
    written = spec.formats[0] if spec.formats else "%Y-%m-%d"
    for form in ((), *((written + time,) for time in _TIMES)):
        if not form and spec.formats:
            continue
        both = ColumnSpec.model_validate({
            "from": [day.header, time.header], "type": "instant", **({"format": list(form)} if form else {}),
        })  # fmt: skip
        try:
            for text in time.texts:
                read_cell(f"{next(iter(day.texts))} {text}", both, timezone_key="UTC")
        except Unreadable:
            continue
        return both
    return None


def quoted(text: str) -> str:
    """The text as YAML has it as a value."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9 _/.-]*[A-Za-z0-9]", text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
