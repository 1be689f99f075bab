"""Whole columns of texts to typed columns, as strictly as `cell.py` reads one cell and a thousand times as fast.

Three cells of a column of instants, declared for a clock in London. The two that are filled have one shape, so one
match of the expression says where their digits are, and each field is read for both at once::

    cell      2026-08-03 14:05    (blank)    2026-01-05 09:30
    filled    True                False      True
    Y         2026                           2026
    m         8                              1
    d         3                              5
    days      20668                          20458                since 1970
    wall      1785765900000000               1767605400000000     microseconds: days, hours and minutes added up
    values    1785762300000000    0          1767605400000000     in UTC: in August London is an hour ahead
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.exports.arrow import pa
from living_sla.exports.cells import arrow_values, shape_values, spellings
from living_sla.exports.cells.arrow_values import Words, blank_in, filled_of, integers_of
from living_sla.exports.cells.batch import Column, Flags, replaced
from living_sla.exports.cells.moments import LONGEST, length_of
from living_sla.exports.cells.shape_values import END, FIRST, MarksSeen
from living_sla.exports.cells.shapes import Cells, Numbers, Shape, by_shape
from living_sla.exports.cells.spellings import FALSE, TRUE
from living_sla.model.agreement.source import ColumnSpec, Marks, is_listed
from living_sla.model.time.zones import SECOND, Adjusted, Instants, zone

_OFTEN = 16
"""A column repeats itself when it has so many times more cells than distinct values."""


class Damaged(Exception):
    """A cell of the column is not spelled as its type wants; the slow reader finds out which, and why."""


class ColumnReader(Struct, eq=False, dict=True):
    """Reads one column batch after batch, and remembers what must hold for the whole of it."""

    spec: ColumnSpec
    marks: Marks
    zone_key: str | None
    adjusted: Adjusted = field(default_factory=Adjusted)
    """Naive times that a clock change touched, so far."""
    has_naive: bool = False
    has_aware: bool = False
    marks_seen: MarksSeen = field(default_factory=MarksSeen)
    """Of the file that is read."""
    repeats_itself: bool | None = None
    """Whether a number or a date comes many times over, as in the first batch; None before that."""

    @property
    def is_coded(self) -> bool:
        """Whether the column is wanted as positions in a list of distinct words, rather than as plain texts."""
        return self.spec.type in ("text", "boolean")

    @property
    def is_plain_iso(self) -> bool:
        """Whether every cell so far was an instant in ISO 8601 with an offset, which Arrow reads as we would."""
        spec = self.spec
        plain = spec.type == "instant" and not spec.formats and not spec.empty
        return plain and self.has_aware and not self.has_naive

    def read(self, array: pa.Array) -> Column:
        """The typed column; raises `Damaged` where `cells.read_cell` would find fault with a cell."""
        if self.is_typed(array):
            return self._typed(array)
        if self.is_coded:
            return self._coded(array)
        column = self._word_by_word(array) if pa.types.is_dictionary(array.type) else self._cell_by_cell(array)
        return replace(column, days_in=self.zone_key) if self._has_no_times else column

    @cached_property
    def _has_no_times(self) -> bool:
        """Whether the format of an instant states a date and no time of day: each is a day, told by its midnight."""
        if self.spec.type != "instant":
            return False
        groups = [expression.groupindex.keys() for expression in spellings.expressions(self.spec, self.marks)]
        # Seconds since 1970 name no day and no hour, and are instants all the same.
        return all("d" in letters and letters.isdisjoint({"H", "I"}) for letters in groups)

    def _cell_by_cell(self, array: pa.StringArray) -> Column:
        filled = ~blank_in(array, self.spec.empty)
        values, right = self._spelled(array, np.flatnonzero(filled))
        if right != np.count_nonzero(filled):
            raise Damaged
        if self.repeats_itself is None:
            can_repeat = self.spec.type != "instant"
            self.repeats_itself = can_repeat and len(np.unique(values[filled])) * _OFTEN < len(values)
        return Column(self.spec.type, values, filled)

    def _word_by_word(self, array: pa.DictionaryArray) -> Column:
        """The same where the cells are positions in a list of distinct words, each of which is spelled out once."""
        words, filled = self._cell_by_cell(array.dictionary), filled_of(array)
        if not len(words.values):
            return Column(self.spec.type, np.zeros(len(array), dtype=words.values.dtype), filled)
        codes = replaced(integers_of(array.indices), ~filled, 0).astype(np.intp)
        return Column(self.spec.type, words.values[codes], filled & words.filled[codes])

    # ------------------------------------------------------------ columns with types of their own

    @staticmethod
    def is_typed(array: pa.Array) -> bool:
        """Whether the file gave the column a type, so that nothing has to be spelled out."""
        return not (pa.types.is_string(array.type) or pa.types.is_dictionary(array.type))

    def _typed(self, array: pa.Array) -> Column:
        filled = filled_of(array)
        match self.spec.type:
            case "boolean":
                return Column("boolean", arrow_values.booleans(array) & filled, filled)
            case "date":
                return Column("date", arrow_values.whole_numbers(array), filled)
            case "instant" if self.spec.formats:
                return self._counted(Column("instant", arrow_values.whole_numbers(array), filled))
            case "duration":
                return self._lengths(array, filled)
            case "instant":
                return self._instants(Column("instant", arrow_values.microseconds(array), filled), array.type.tz)
        try:
            values = arrow_values.numbers(array, self.spec)
        except ValueError:
            raise Damaged from None
        if "nan" in self.spec.empty and values.dtype == np.float64:
            filled = filled & ~np.isnan(values)
        column = Column(self.spec.type, values, filled)
        if not column.is_bounded:
            raise Damaged
        return column

    def _counted(self, ticks: Column) -> Column:
        """Instants that whole numbers count from 1970."""
        self.has_aware = True
        unit = SECOND if self.spec.formats == ("unix s",) else SECOND // 1000
        if ticks.filled.any() and (ticks.earliest < FIRST // unit or ticks.latest >= END // unit):
            raise Damaged
        return Column("instant", ticks.values * unit, ticks.filled)

    def _lengths(self, array: pa.Array, filled: Flags) -> Column:
        """Durations of a type of their own, or whole numbers of a stated unit."""
        if self.spec.formats:
            unit = f"n_{self.spec.formats[0]}"
            ticks = arrow_values.whole_numbers(array)
            micros, good = length_of({unit: ticks}, {})
        else:
            micros = ticks = arrow_values.microseconds(array)
            good = ticks <= LONGEST
        if not np.all((good & (ticks >= 0))[filled]):
            raise Damaged
        return Column("duration", micros, filled)

    def _instants(self, moments: Column, stated_zone: str | None) -> Column:
        """The column in UTC, of moments in the zone that the file states, or where it states none on the wall clock."""
        if moments.filled.any() and (moments.earliest < FIRST or moments.latest >= END):
            raise Damaged
        if stated_zone is not None:
            self.has_aware = True
            return moments
        return Column("instant", self._from_wall(moments.values, moments.filled), moments.filled)

    def _from_wall(self, wall: Instants, good: Flags) -> Instants:
        """The instants that the wall clock of the column showed, in UTC; anything where they are not good."""
        self.has_naive = True
        if self.zone_key is None:
            raise Damaged
        clock = zone(self.zone_key)
        self.adjusted += clock.adjusted(wall[good])
        return clock.to_utc(replaced(wall, ~good, 0))

    # ------------------------------------------------------------ text and booleans

    def _coded(self, array: pa.DictionaryArray) -> Column:
        words = array.dictionary
        filled = filled_of(array)
        codes = replaced(integers_of(array.indices), ~filled, 0)
        blank = blank_in(words, self.spec.empty, spaces=self.spec.type == "text")
        if blank.any():
            filled &= ~blank[codes]
        if self.spec.type == "boolean":
            return self._boolean(words, codes, filled)
        if self.spec.values:
            allowed = np.array([is_listed(word, self.spec) for word in Words(words)] or [True])
            if not np.all(allowed[codes[filled]]):
                raise Damaged
        return Column("text", codes, filled, Words(words), separator=self.spec.values_separator or "")

    def _boolean(self, words: pa.StringArray, codes: npt.NDArray[np.int32], filled: Flags) -> Column:
        texts = list(Words(words)) or [""]
        true, false = (np.array([text in known for text in texts]) for known in (TRUE, FALSE))
        if not np.all((true | false)[codes[filled]]):
            raise Damaged
        return Column("boolean", true[codes] & filled, filled)

    # ------------------------------------------------------------ digits

    def _spelled(self, array: pa.StringArray, positions: Instants) -> tuple[npt.NDArray[Any], int]:
        """The values of the filled cells, and how many of them are spelled well, in one way only."""
        kind = self.spec.type
        values = np.zeros(len(array), dtype=np.float64 if kind in ("number", "percent") else np.int64)
        ways = np.zeros(len(array), dtype=np.int8)
        cells = Cells.of(array)
        for expression in spellings.expressions(self.spec, self.marks):
            for shape in by_shape(cells, positions, _for_bytes(expression)):
                numbers, good = self._of_shape(shape)
                values[shape.positions] = numbers if good.all() else np.where(good, numbers, values[shape.positions])
                ways[shape.positions] += good
        return values, int(np.count_nonzero(ways == 1))

    def _of_shape(self, shape: Shape) -> tuple[Numbers, Flags]:
        kind = self.spec.type
        if kind in ("date", "instant"):
            return self._moments(shape)
        if kind == "duration":
            digits = {name: numbers.astype(np.int64) for name, numbers in shape.digits.items()}
            if self.marks.thousands is None:
                self.marks_seen.look_at(shape, kind)
            micros, good = length_of(digits, shape.widths)
            return micros, np.broadcast_to(good, len(shape.positions))
        if kind in ("number", "money", "percent") and self.marks.thousands is None:
            self.marks_seen.look_at(shape, kind)
        return shape_values.numbers(shape, kind)

    def _moments(self, shape: Shape) -> tuple[Instants, Flags]:
        if "since_s" in shape.digits or "since_ms" in shape.digits:
            micros, good = shape_values.since_1970(shape)
            self.has_aware = self.has_aware or bool(good.any())
            return micros, good
        if self.spec.type == "date":
            return shape_values.days_of(shape)
        wall, good = shape_values.wall_of(shape)
        if "z" in shape.words:
            offset, exists = shape_values.offset_of(shape)
            good = good & exists
            self.has_aware = self.has_aware or bool(good.any())
            return wall - offset, good
        if not good.any():
            return wall, good  # of another format, perhaps, or damaged
        return self._from_wall(wall, good), good


@cache
def _for_bytes(expression: spellings.Expression) -> re.Pattern[bytes]:
    return re.compile(expression.pattern.encode())
