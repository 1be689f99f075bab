"""Whole columns of spelled digits to whole columns of numbers: a regular expression for thousands of cells at once.

Cells of the same *shape* differ in their digits only: ``2026-08-03 14:05`` and ``2025-12-31 09:00``. One cell of a
shape is matched with a regular expression, which says where the fields are; the others are then read by position. A
column of an export has few shapes, so the expression runs a few times and the arithmetic runs on whole columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 40
"""Characters beyond which no cell is a number, a date or an instant."""

_ZERO = ord("0")

Positions = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]


class Cells(Struct, frozen=True, eq=False):
    """The texts of one column, back to back: text `i` is `characters[starts[i]:starts[i] + lengths[i]]`."""

    characters: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(cls, array: pa.StringArray) -> Cells:
        """The texts of an Arrow column, without a copy of their characters."""
        _, offsets, characters = array.buffers()
        ends = np.frombuffer(offsets, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
        buffer = np.frombuffer(characters, dtype=np.uint8) if characters else np.zeros(0, dtype=np.uint8)
        return cls(buffer, ends[:-1].astype(np.int64), np.diff(ends).astype(np.int64))

    def at(self, position: int) -> bytes:
        """The text at that position, as bytes."""
        start = self.starts[position]
        return self.characters[start : start + self.lengths[position]].tobytes()

    def take(self, at: Positions) -> Cells:
        """The texts at these positions, copied: nothing is kept of the others."""
        lengths = self.lengths[at]
        starts = np.cumsum(lengths) - lengths
        from_here = np.repeat(self.starts[at] - starts, lengths) + np.arange(int(lengths.sum()), dtype=np.int64)
        return Cells(self.characters[from_here], starts, lengths)


def where_equal(cells: Cells, text: bytes) -> Positions:
    """The positions of the cells that hold exactly this text."""
    positions = np.flatnonzero(cells.lengths == len(text))
    for offset, character in enumerate(text):
        positions = positions[cells.characters[cells.starts[positions] + offset] == character]
    return positions


class Shape(Struct, frozen=True, eq=False):
    """The cells at `positions`, which match the expression alike."""

    positions: Positions
    digits: Mapping[str, Numbers]
    """For each group of the expression that holds digits: the number they spell, per cell."""
    widths: Mapping[str, int]
    """How many digits each of those groups has."""
    words: Mapping[str, str]
    """For each other group that took part: its text, the same in all cells."""


def by_shape(cells: Cells, positions: Positions, expression: re.Pattern[bytes]) -> Iterator[Shape]:
    """The cells at `positions`, shape by shape; cells that do not match the expression are in none."""
    if not len(positions):
        return
    lengths = cells.lengths[positions]
    shortest, longest = int(lengths.min()), min(int(lengths.max()), LONGEST)
    for length in range(max(shortest, 1), longest + 1):
        of_length = positions if shortest == int(lengths.max()) else positions[np.flatnonzero(lengths == length)]
        if len(of_length):
            yield from _of_length(cells, of_length, length, expression)


def _of_length(cells: Cells, positions: Positions, length: int, expression: re.Pattern[bytes]) -> Iterator[Shape]:
    starts = cells.starts[positions]
    if starts[-1] - starts[0] == (len(starts) - 1) * length:  # back to back: only blank cells lie between them
        texts = cells.characters[starts[0] : starts[-1] + length].reshape(-1, length)
    else:
        texts = np.lib.stride_tricks.sliding_window_view(cells.characters, length)[starts]
    # One row a character: arithmetic on neighbours in memory is many times faster than on every nth byte.
    rows = np.ascontiguousarray(texts.T)
    while len(positions):
        sample = rows[:, 0].tobytes()
        alike = _alike(rows, sample)
        match = expression.fullmatch(sample)
        if match:
            chosen = rows if alike.all() else rows[:, alike]
            yield _shape(positions[alike], chosen, match)
        if alike.all():
            return
        positions, rows = positions[~alike], rows[:, ~alike]


def _alike(rows: npt.NDArray[np.uint8], sample: bytes) -> npt.NDArray[np.bool_]:
    alike = np.ones(rows.shape[1], dtype=np.bool_)
    for row, character in zip(rows, sample, strict=True):
        is_digit = _ZERO <= character <= _ZERO + 9
        alike &= (row - np.uint8(_ZERO) < 10) if is_digit else (row == character)
    return alike


def _shape(positions: Positions, rows: npt.NDArray[np.uint8], match: re.Match[bytes]) -> Shape:
    digits, widths, words = {}, {}, {}
    for name, text in match.groupdict().items():
        if text is not None and text.isdigit():
            start, end = match.span(name)
            digits[name], widths[name] = _number(rows[start:end] - np.uint8(_ZERO)), end - start
        elif text is not None:
            words[name] = text.decode("ascii", "replace")
    return Shape(positions, digits, widths, words)


def _number(rows: npt.NDArray[np.uint8]) -> Numbers:
    """The numbers whose digits stand in `rows`, most significant first; up to 18 digits."""
    kind = next(kind for width, kind in _KINDS if len(rows) <= width)
    number: Numbers = rows[0].astype(kind)
    for row in rows[1:]:
        number *= kind(10)
        number += row
    return number


_KINDS: tuple[tuple[int, type[Any]], ...] = ((2, np.uint8), (4, np.uint16), (9, np.uint32), (LONGEST, np.int64))
