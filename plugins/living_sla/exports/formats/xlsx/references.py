"""Where cells stand: ``AB12``, and ranges of them such as ``C2:C10``."""

from __future__ import annotations

import re
from dataclasses import dataclass

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def position(reference: str) -> tuple[int, int]:
    """Row and column, counted from 1; raises `ValueError` for anything else than the address of one cell."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError("no address of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if column > LAST_COLUMN or row > LAST_ROW:
        raise ValueError("no address of a cell")
    return row, column


def letters(column: int) -> str:
    """The name of a column, counted from 1, as spreadsheets write it: A, B, ... Z, AA."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


@dataclass(frozen=True)
class Range:
    """The cells of some rows and columns next to each other, both ends included."""

    first_row: int
    last_row: int
    first: int
    last: int

    @property
    def turned(self) -> Range:
        """The same where rows and columns change places."""
        return Range(self.first, self.last, self.first_row, self.last_row)

    @classmethod
    def of(cls, reference: str) -> Range:
        """The range of ``C2:C10``, or of one cell; raises `ValueError`."""
        start, _, end = reference.partition(":")
        rows, columns = zip(position(start), position(end or start), strict=True)
        return cls(min(rows), max(rows), min(columns), max(columns))

    @property
    def shown(self) -> str:
        """``C2:C10``."""
        ends = f"{letters(self.first)}{self.first_row}", f"{letters(self.last)}{self.last_row}"
        return ends[0] if ends[0] == ends[1] else ":".join(ends)
