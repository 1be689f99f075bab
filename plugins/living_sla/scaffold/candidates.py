"""The ways in which a column of a file that nobody has declared could be declared, and which of them fit its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from living_sla.errors import Unreadable
from living_sla.exports.arrow import pa
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.cells.columns import ColumnReader, Damaged
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

_AT_LEAST, _SHARE = 3, 20
"""Cells that may speak against a way: three, and one of twenty."""
_ONE_BY_ONE = 32
"""Most ways are out of the question after a few cells, and to prepare the fast reader takes as long as so many."""
_TOGETHER = 8_192


class ColumnCandidate(Struct):
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


def fitting(cells: Sequence[tuple[int, str]]) -> list[ColumnCandidate]:
    """The ways that fit these cells but for a few, the narrowest types first.

    Args:
        cells: The different cells that say something, in the order of the file, each with its number among all
            different cells, from 1.
    """
    texts = [text for _, text in cells]
    found = []
    for spec, marks in candidates():
        candidate = ColumnCandidate(spec, marks)
        for at in _misfits(texts, spec, marks):
            candidate.against += 1
            candidate.first_against = candidate.first_against or texts[at]
            if candidate.against > _AT_LEAST + cells[at][0] // _SHARE:
                break
        else:
            found.append(candidate)
    return found


def _misfits(texts: Sequence[str], spec: ColumnSpec, marks: Marks) -> Iterator[int]:
    """The positions of the cells that cannot be read as declared, in their order."""
    for start in range(0, min(_ONE_BY_ONE, len(texts))):
        if not fits(texts[start], spec, marks):
            yield start
    for start in range(_ONE_BY_ONE, len(texts), _TOGETHER):
        yield from _misfits_within(texts, range(start, min(start + _TOGETHER, len(texts))), spec, marks)


def _misfits_within(texts: Sequence[str], positions: range, spec: ColumnSpec, marks: Marks) -> Iterator[int]:
    if len(positions) <= _ONE_BY_ONE:
        yield from (at for at in positions if not fits(texts[at], spec, marks))
    elif not _all_fit(texts[positions.start : positions.stop], spec, marks):
        middle = len(positions) // 2
        yield from _misfits_within(texts, positions[:middle], spec, marks)
        yield from _misfits_within(texts, positions[middle:], spec, marks)


def _all_fit(texts: Sequence[str], spec: ColumnSpec, marks: Marks) -> bool:
    """Whether the fast reader has nothing to say against any of these cells."""
    if spec.type == "boolean":
        return all(fits(text, spec, marks) for text in texts)
    written = [in_marks(str(text), spec, marks) if isinstance(text, Digits) else text for text in texts]
    try:
        ColumnReader(spec, marks, "UTC", repeats_itself=False).read(pa.array(written, pa.string()))
    except (Damaged, UnicodeError, pa.ArrowException):
        return False
    return True
