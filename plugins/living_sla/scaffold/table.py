"""All columns of a file that nobody has declared: which can be declared, and how; which are about people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.errors import Fault, Place, SlaError, Unreadable, shown
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.formats.table import Record
from living_sla.model.agreement.source import ColumnSpec, Marks
from living_sla.scaffold.candidates import MARKS, PLAIN
from living_sla.scaffold.columns import GuessedColumn, names_of
from living_sla.scaffold.header import as_shape, looks_like_data, might_be_somebody, names_a_column, quoted
from living_sla.scaffold.people import Personal, about_people

if TYPE_CHECKING:
    from living_sla.scaffold.rows import Loose

_LONGEST = 1_000
"""Characters of a name."""
_TIME = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?: ?[AaPp][Mm])?")
_TIMES = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")


class Guessed(Struct, frozen=True):
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
    lines = [row.line for row in rows]
    all_columns = [
        GuessedColumn.of(name, [row.fields[at] for row in rows], lines, loose.types.get(name))
        for at, name in enumerate(header)
    ]
    about = [about_people(one.header, one.found().type, one.texts) for one in all_columns]
    hidden = _hidden(all_columns, about, are_apart=not loose.has_lines)
    left_out: dict[str, list[str]] = {}
    columns: dict[str, GuessedColumn] = {}
    personal: dict[str, Personal] = {}
    for number, (name, column) in enumerate(zip(names_of(header), all_columns, strict=True), start=1):
        is_nested = column.is_nested or loose.types.get(column.header, "text") is None
        found = about[number - 1]
        if not column.header.strip():
            left_out.setdefault("without a name, left out", []).append(f"column {number}")
        elif number in hidden or len(column.header) > _LONGEST:
            told = f"column {number} ({as_shape(column.header)})"
            left_out.setdefault("its name may be data, left out", []).append(told)
        elif why := _why_unreadable(column.header):
            left_out.setdefault(why, []).append(quoted(shown(column.header)))
        elif found:
            personal.setdefault(column.header, found)
        elif header.count(column.header) > 1:
            why = "a name that occurs more than once; to read one of them, rename it in the export"
            left_out.setdefault(why, []).append(f"{quoted(column.header)} in column {number}")
        elif is_nested:
            why = (
                "of a kind that no column is read from (an object, a time; a list only with values_separator), left out"
            )
            left_out.setdefault(why, []).append(quoted(column.header))
        elif not column.filled:
            left_out.setdefault("empty in every row, left out", []).append(quoted(column.header))
        else:
            columns[name] = column
    if not columns:
        hint = "export the id of the record and the columns that measures need"
        message = "no column can be declared: all are about people, empty, or without a name of their own"
        raise SlaError(message, where=place, hint=hint, code=Fault.WRONG_COLUMNS)
    return _declared(columns, personal, left_out)


def _hidden(columns: Sequence[GuessedColumn], about: Sequence[Personal | None], *, are_apart: bool) -> set[int]:
    """The numbers of the columns of which the name may be data, and so is not shown.

    Where one name is data, others may be, too. In a format that tells names from records (`are_apart`), nothing
    else says that its names are not those of people.
    """
    of_people = {text for column, found in zip(columns, about, strict=True) if found for text in column.texts}
    others = {text for column in columns for text in column.texts if " " in text.strip()}
    are_suspect = any(looks_like_data(column.header) for column in columns)
    hidden: set[int] = set()
    for number, column in enumerate(columns, start=1):
        name = column.header
        may_be = are_suspect or name in of_people or name in others or (are_apart and might_be_somebody(name))
        if looks_like_data(name) or (may_be and not names_a_column(name)):
            hidden.add(number)
    return hidden


def _why_unreadable(name: str) -> str:
    """Why no column of that name can be declared; empty where one can."""
    if name != name.strip():
        return "spaces around the name; to read it, remove them in the export"
    if shown(name) != name or "\n" in name:
        return "an unseen character in the name; to read it, remove it in the export"
    return ""


def _declared(
    columns: dict[str, GuessedColumn], personal: dict[str, Personal], left_out: dict[str, list[str]]
) -> Guessed:
    marks, marks_doubt = marks_of(columns)
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


def day_order(columns: Iterable[GuessedColumn]) -> tuple[bool | None, bool]:
    """Whether the day stands before the month in this file, None where nothing does; and whether that is certain."""
    certain: list[bool] = []
    open_ones: list[GuessedColumn] = []
    for column in columns:
        orders = column.orders()
        if len(orders) == 1:
            certain += orders
        elif orders:
            open_ones.append(column)
    if certain:
        return certain.count(True) * 2 >= len(certain), True
    if open_ones:
        return not all(column.names_noon for column in open_ones), False
    return None, True


def marks_of(columns: Mapping[str, GuessedColumn]) -> tuple[Marks, str]:
    """How numbers are written in this file, and what is doubtful about it."""
    spelled = [column for column in columns.values() if any(column.is_number(marks) for marks in MARKS)]
    marks = max(MARKS, key=lambda marks: sum(column.is_number(marks) for column in spelled)) if spelled else PLAIN
    doubtful = [column for column in spelled if column.marks_are_doubtful(marks)]
    if not doubtful or marks.thousands is not None:
        return marks, ""
    names = ", ".join(name for name, column in columns.items() if column in doubtful[:4])
    mark = marks.decimal
    if any(column.marks_are_certain(marks) for column in spelled):
        return Marks(mark, "none"), f"1{mark}200 is less than two in {names}, as the other numbers have it"
    other = "," if mark == "." else "."
    doubt = (
        f'1{mark}200 is more than a thousand in {names}; if it is less than two, decimal: "{mark}" and thousands: none'
    )
    return Marks(other, mark), doubt
