"""Which ways to declare a column fit its cells, and which fit all but a few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.exports.arrow import pa
from living_sla.exports.cells.columns import ColumnReader, Damaged
from living_sla.exports.cells.spellings import in_marks
from living_sla.exports.formats.table import Digits
from living_sla.model.agreement.source import ColumnSpec, Marks
from living_sla.scaffold.candidates import ColumnCandidate, candidates, fits

_AT_LEAST, _SHARE = 3, 20
"""Cells that may speak against a way: three, and one of twenty."""
_ONE_BY_ONE = 32
"""Most ways are out of the question after a few cells, and to prepare the fast reader takes as long as so many."""
_TOGETHER = 8_192


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
