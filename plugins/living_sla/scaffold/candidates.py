"""The ways in which a column of a file that nobody has declared could be declared: types, marks and formats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from living_sla.errors import Unreadable
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.cells.misspelt import DAYS, TIMES
from living_sla.exports.cells.spellings import FALSE, TRUE, expressions, in_marks
from living_sla.exports.formats.table import Digits
from living_sla.model.agreement.source import ColumnSpec, ColumnType, Marks, day_comes_first

PLAIN = Marks()
MARKS = (
    PLAIN,
    Marks(","),
    Marks(",", "."),
    Marks(".", ","),
    Marks(",", " "),
    Marks(".", " "),
    Marks(".", "'"),
    Marks(",", "'"),
)
"""Ways to write numbers, the plainest first."""
_DAYS = (*DAYS, "%d.%m.%y", "%d/%b/%y", "%d/%b/%Y", "%d-%b-%y", "%d-%b-%Y", "%d. %B %Y", "%b %d %Y", "%Y年%m月%d日",
         "%Y.%m.%d", "%y/%m/%d")  # fmt: skip
_TIMES = (*TIMES, " %H:%M:%S %z", " %H:%M %z", "T%H:%M:%S", " %H:%M:%S.%f")
_ISO: tuple[ColumnType, ...] = ("boolean", "integer", "number", "percent", "date", "instant", "duration")


@dataclass
class ColumnCandidate:
    """A way to declare the column, and the cells that speak against it."""

    spec: ColumnSpec
    marks: Marks = PLAIN
    against: int = 0
    first_against: str = ""
    """The first of them."""


@lru_cache(1)
def candidates() -> tuple[tuple[ColumnSpec, Marks], ...]:
    """Every way, the narrowest types first."""

    def spec(kind: str, *formats: str) -> ColumnSpec:
        return ColumnSpec.model_validate(
            {"from": "any", "type": kind, **({"format": list(formats)} if formats else {})}
        )

    plain = [(spec(kind), PLAIN) for kind in _ISO]
    numbers = [(spec(kind), marks) for marks in MARKS[1:] for kind in ("integer", "number", "percent")]
    dates = [(spec("date", day), PLAIN) for day in _DAYS]
    instants = [(spec("instant", day + time), PLAIN) for day in _DAYS for time in _TIMES]
    lengths = [(spec("duration", form), PLAIN) for form in ("h:mm", "m:ss")]
    since = [(spec("instant", form), PLAIN) for form in ("unix s", "unix ms")]
    return (*plain, *numbers, *dates, *instants, *lengths, *since)


def in_order(spec: ColumnSpec, day_first: bool | None) -> bool:
    """Whether a way to write days agrees with the order of day and month; where either is not known, it does."""
    if day_first is None or not spec.formats:
        return True
    order = day_comes_first(spec.formats[0])
    return order is None or order == day_first


def fits(text: str, spec: ColumnSpec, marks: Marks) -> bool:
    """Whether a cell can be read as declared, where numbers are written with these marks."""
    if spec.type == "boolean":
        return text in TRUE or text in FALSE
    cell = in_marks(str(text), spec, marks) if isinstance(text, Digits) else text
    # Spelling a refusal out takes longer than finding it.
    if not any(one.fullmatch(cell) for one in expressions(spec, marks)):
        return False
    try:
        read_cell(cell, spec, marks=marks, timezone_key="UTC")
    except Unreadable:
        return False
    return True
