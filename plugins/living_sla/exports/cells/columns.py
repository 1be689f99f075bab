"""Whole columns of texts to typed columns, as strictly as `cell.py` reads one cell and a thousand times as fast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from living_sla.exports.cells import spellings, typed_columns
from living_sla.exports.cells.batch import Column, Flags, replaced
from living_sla.exports.cells.cell import FALSE, MONEY_DIGITS, TRUE
from living_sla.exports.cells.lengths import LONGEST, length_of
from living_sla.exports.cells.shapes import Cells, Numbers, Shape, by_shape, where_equal
from living_sla.model.source import ColumnSpec, Marks, is_listed
from living_sla.model.zones import DAY, END_YEAR, FIRST_YEAR, HOUR, MINUTE, SECOND, Adjusted, Instants, zone

if TYPE_CHECKING:
    import pyarrow as pa


_OFTEN = 16
"""A column repeats itself when it has so many times more cells than distinct values."""


class Damaged(Exception):
    """A cell of the column is not spelled as its type wants; the slow reader finds out which, and why."""


class Words(Sequence[str]):
    """The distinct texts of a column, made into Python strings only when somebody looks at them."""

    def __init__(self, array: pa.StringArray) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        found: Any = self._array[at]
        texts: str | list[str] = found.to_pylist() if isinstance(at, slice) else found.as_py()
        return texts

    def __iter__(self) -> Any:
        return iter(self._array.to_pylist())


@dataclass(eq=False)
class ColumnReader:
    """Reads one column batch after batch, and remembers what must hold for the whole of it."""

    spec: ColumnSpec
    marks: Marks
    zone_key: str | None
    adjusted: Adjusted = field(default_factory=Adjusted)
    """Naive times that a clock change touched, so far."""
    has_naive: bool = False
    has_aware: bool = False
    has_doubtful_mark: bool = False
    """Whether a number of this file has a mark that could stand between thousands: ``1.200``."""
    has_plain_mark: bool = False
    """Whether one says that it does not: ``1.25``, ``0.200``, ``1200``."""
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
        column = self._word_by_word(array) if _is_coded(array) else self._cell_by_cell(array)
        return replace(column, days_in=self.zone_key) if self._has_no_times else column

    @cached_property
    def _has_no_times(self) -> bool:
        """Whether the format of an instant states a date and no time of day: each is a day, told by its midnight."""
        if self.spec.type != "instant":
            return False
        said = [expression.groupindex.keys() for expression in spellings.expressions(self.spec, self.marks)]
        # Seconds since 1970 name no day and no hour, and are instants all the same.
        return all("d" in letters and letters.isdisjoint({"H", "I"}) for letters in said)

    def _cell_by_cell(self, array: pa.StringArray) -> Column:
        filled = ~_blank(array, self.spec.empty)
        values, right = self._spelled(array, np.flatnonzero(filled))
        if right != np.count_nonzero(filled):
            raise Damaged
        if self.repeats_itself is None:
            distinct = len(np.unique(values[filled]))
            self.repeats_itself = self.spec.type != "instant" and distinct * _OFTEN < len(values)
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
        import pyarrow as pa

        return not (pa.types.is_string(array.type) or pa.types.is_dictionary(array.type))

    def _typed(self, array: pa.Array) -> Column:
        filled = filled_of(array)
        match self.spec.type:
            case "boolean":
                return Column("boolean", typed_columns.booleans(array) & filled, filled)
            case "date":
                return Column("date", typed_columns.whole_numbers(array), filled)
            case "instant" if self.spec.formats:
                return self._counted(Column("instant", typed_columns.whole_numbers(array), filled))
            case "duration":
                return self._lengths(array, filled)
            case "instant":
                return self._instants(Column("instant", typed_columns.microseconds(array), filled), array.type.tz)
        try:
            values = typed_columns.numbers(array, self.spec)
        except ValueError:
            raise Damaged from None
        if "nan" in self.spec.empty and values.dtype == np.float64:
            filled = filled & ~np.isnan(values)
        column = Column(self.spec.type, values, filled)
        if not _is_bounded(column):
            raise Damaged
        return column

    def _counted(self, ticks: Column) -> Column:
        """Instants that whole numbers count from 1970."""
        self.has_aware = True
        unit = SECOND if self.spec.formats == ("unix s",) else SECOND // 1000
        if ticks.filled.any() and (ticks.earliest < _FIRST // unit or ticks.latest >= _END // unit):
            raise Damaged
        return Column("instant", ticks.values * unit, ticks.filled)

    def _lengths(self, array: pa.Array, filled: Flags) -> Column:
        """Durations of a type of their own, or whole numbers of a stated unit."""
        if self.spec.formats:
            unit = f"n_{self.spec.formats[0]}"
            ticks = typed_columns.whole_numbers(array)
            micros, good = length_of({unit: ticks}, {})
        else:
            micros = ticks = typed_columns.microseconds(array)
            good = ticks <= LONGEST
        if not np.all((good & (ticks >= 0))[filled]):
            raise Damaged
        return Column("duration", micros, filled)

    def _instants(self, moments: Column, stated_zone: str | None) -> Column:
        """The column in UTC, of moments in the zone that the file states, or where it states none on the wall clock."""
        if moments.filled.any() and (moments.earliest < _FIRST or moments.latest >= _END):
            raise Damaged
        if stated_zone is not None:
            self.has_aware = True
            return moments
        self.has_naive = True
        if self.zone_key is None:
            raise Damaged
        clock = zone(self.zone_key)
        self.adjusted += clock.adjusted(moments.values[moments.filled])
        return Column("instant", clock.to_utc(replaced(moments.values, ~moments.filled, 0)), moments.filled)

    # ------------------------------------------------------------ text and booleans

    def _coded(self, array: pa.DictionaryArray) -> Column:
        words = array.dictionary
        filled = filled_of(array)
        codes = replaced(integers_of(array.indices), ~filled, 0)
        blank = _blank(words, self.spec.empty, spaces=self.spec.type == "text")
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
        cells = cells_of(array)
        for expression in spellings.expressions(self.spec, self.marks):
            for shape in by_shape(cells, positions, _for_bytes(expression)):
                found, good = self._of_shape(shape)
                values[shape.positions] = found if good.all() else np.where(good, found, values[shape.positions])
                ways[shape.positions] += good
        return values, int(np.count_nonzero(ways == 1))

    def _of_shape(self, shape: Shape) -> tuple[Numbers, Flags]:
        kind = self.spec.type
        if kind in ("date", "instant"):
            return self._moments(shape)
        if kind == "duration":
            digits = {name: found.astype(np.int64) for name, found in shape.digits.items()}
            if self.marks.thousands is None:
                self._look_for_thousands(shape)
            micros, good = length_of(digits, shape.widths)
            return micros, np.broadcast_to(good, len(shape.positions))
        if kind in ("number", "money", "percent") and self.marks.thousands is None:
            self._look_for_thousands(shape)
        return _numbers(shape, kind)

    def _look_for_thousands(self, shape: Shape) -> None:
        """As `cells.could_be_thousands` does, of many cells at once."""
        whole = next((name for name in shape.widths if name == "whole" or name.startswith("n_")), None)
        if whole is None:
            return  # hours and minutes have no marks
        part = "part" if whole == "whole" else "fraction"
        if part not in shape.digits:
            self.has_plain_mark = self.has_plain_mark or shape.widths[whole] > 3
        elif shape.widths[part] != 3 or shape.widths[whole] > 3 or self._is_bare_share(shape):
            self.has_plain_mark = True
        else:
            is_nought = shape.digits[whole] == 0
            self.has_plain_mark = self.has_plain_mark or bool(is_nought.any())
            self.has_doubtful_mark = self.has_doubtful_mark or not is_nought.all()

    def _is_bare_share(self, shape: Shape) -> bool:
        """Whether it is a percent without its sign: no more than one, so that no thousand can be meant."""
        return self.spec.type == "percent" and "percent" not in shape.words

    def _moments(self, shape: Shape) -> tuple[Instants, Flags]:
        if "since_s" in shape.digits or "since_ms" in shape.digits:
            micros, good = _since_1970(shape)
            self.has_aware = self.has_aware or bool(good.any())
            return micros, good
        days, good = _days(shape)
        if self.spec.type == "date":
            return days, good
        year = _year(shape)
        good = good & (year >= FIRST_YEAR) & (year < END_YEAR)
        time, in_day = _time_of_day(shape)
        good = good & in_day
        wall = days * DAY + time
        if "z" in shape.words:
            offset, exists = _offset(shape)
            good = good & exists
            self.has_aware = self.has_aware or bool(good.any())
            return wall - offset, good
        if not good.any():
            return wall, good  # of another format, perhaps, or damaged
        self.has_naive = True
        if self.zone_key is None:
            raise Damaged
        clock = zone(self.zone_key)
        self.adjusted += clock.adjusted(wall[good])
        return clock.to_utc(replaced(wall, ~good, 0)), good


def _is_bounded(column: Column) -> bool:
    """Whether every filled number is finite and no larger than its type allows."""
    limit = 1 if column.type == "percent" else 10**18 - 1
    if column.values.dtype == np.float64:
        shown = column.values[column.filled]
        return bool(np.all(np.isfinite(shown) & (np.abs(shown) <= limit)))
    return not column.filled.any() or (-limit <= column.earliest and column.latest <= limit)


_FIRST, _END = (int(np.datetime64(f"{year}-01-01", "us").astype(np.int64)) for year in (FIRST_YEAR, END_YEAR))


def cells_of(array: pa.StringArray) -> Cells:
    """The texts of an Arrow column, without a copy of their characters."""
    _, offsets, characters = array.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    buffer = np.frombuffer(characters, dtype=np.uint8) if characters else np.zeros(0, dtype=np.uint8)
    return Cells(buffer, ends[:-1].astype(np.int64), np.diff(ends).astype(np.int64))


# Arrow's own conversions to and from numpy import pandas on the way, a quarter of a second that nobody asked for; its
# functions on columns import `pyarrow.compute`, another 70 ms.


def _is_coded(array: pa.Array) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_dictionary(array.type))


def filled_of(array: pa.Array) -> Flags:
    """Which values of an Arrow array are not null."""
    valid = array.buffers()[0]
    if valid is None:
        return np.ones(len(array), dtype=np.bool_)
    bits = np.unpackbits(np.frombuffer(valid, dtype=np.uint8), bitorder="little")
    flags: Flags = bits[array.offset : array.offset + len(array)].view(np.bool_)
    return flags


def integers_of(array: pa.Int32Array) -> npt.NDArray[np.int32]:
    """The values of an Arrow array of 32-bit integers, not copied; anything where it is null."""
    return np.frombuffer(array.buffers()[1], dtype=np.int32)[array.offset : array.offset + len(array)]


def _blank(array: pa.StringArray, empty: tuple[str, ...], *, spaces: bool = False) -> Flags:
    """Which texts say nothing: none at all, one of those declared, or nothing but spaces."""
    cells = cells_of(array)
    blank: Flags = ~filled_of(array) | (cells.lengths == 0)
    for word in empty:
        blank[where_equal(cells, word.encode())] = True
    if spaces:
        filled = np.flatnonzero(cells.lengths)
        first = cells.characters[cells.starts[filled]]
        # White space begins with a byte below the exclamation mark, or is not ASCII.
        for position in filled[(first <= _SPACE) | (first >= _NOT_ASCII)].tolist():
            blank[position] = not cells.at(position).decode().strip()
    return blank


_SPACE, _NOT_ASCII = ord(" "), 0x80


@cache
def _for_bytes(expression: spellings.Expression) -> re.Pattern[bytes]:
    return re.compile(expression.pattern.encode())


def _numbers(shape: Shape, kind: str) -> tuple[Numbers, Flags]:
    whole, width = _whole(shape)
    good = whole >= 10 ** (width - 1) if width > 1 else np.ones(len(whole), dtype=np.bool_)
    sign = -1 if "minus" in shape.words else 1
    part, decimals = shape.digits.get("part"), shape.widths.get("part", 0)
    if kind == "integer":
        return whole.astype(np.int64) * sign, good
    if kind == "money":
        fraction, exact = _ten_thousandths(part, decimals, len(whole))
        return (whole.astype(np.int64) * 10**MONEY_DIGITS + fraction) * sign, good & exact
    if "percent" in shape.words:
        return _decimal(whole, part, decimals, 2) * sign, good
    number = _decimal(whole, part, decimals, 0) * sign
    return number, good & (np.abs(number) <= 1) if kind == "percent" else good


def _whole(shape: Shape) -> tuple[Numbers, int]:
    """The digits before the decimals as one number, and how many they are."""
    if "whole" in shape.digits:
        return shape.digits["whole"], shape.widths["whole"]
    groups = sorted(name for name in shape.digits if name.startswith("w"))
    number = np.zeros(len(shape.positions), dtype=np.int64)
    for name in groups:
        number = number * 1000 + shape.digits[name]
    return number, shape.widths["w0"] + 3 * (len(groups) - 1)


def _ten_thousandths(part: Numbers | None, decimals: int, count: int) -> tuple[Instants, Flags]:
    if part is None:
        return np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.bool_)
    digits = part.astype(np.int64)
    if decimals <= MONEY_DIGITS:
        return digits * 10 ** (MONEY_DIGITS - decimals), np.ones(count, dtype=np.bool_)
    beyond = 10 ** (decimals - MONEY_DIGITS)
    return digits // beyond, digits % beyond == 0


def _decimal(whole: Numbers, part: Numbers | None, decimals: int, shift: int) -> npt.NDArray[np.float64]:
    """The nearest floating-point number to `whole.part` divided by ten `shift` times."""
    fraction = np.zeros(len(whole), dtype=np.int64) if part is None else part.astype(np.int64)
    largest = int(whole.max()) if len(whole) else 0
    if (largest + 1) * 10**decimals < 2**53 and decimals + shift <= 22:
        # Both sides of the division are exact, so its one rounding is the right one.
        exact: npt.NDArray[np.float64] = (whole.astype(np.int64) * 10**decimals + fraction) / float(
            10 ** (decimals + shift)
        )
        return exact
    texts = (f"{w}{f:0{decimals}d}e-{decimals + shift}" for w, f in zip(whole.tolist(), fraction.tolist(), strict=True))
    if not decimals:
        texts = (f"{w}e-{shift}" for w in whole.tolist())
    return np.array([float(text) for text in texts], dtype=np.float64)


# ---------------------------------------------------------------- dates and times


def _since_1970(shape: Shape) -> tuple[Instants, Flags]:
    said = shape.digits
    ticks, unit = (said["since_s"], SECOND) if "since_s" in said else (said["since_ms"], SECOND // 1000)
    micros = ticks.astype(np.int64) * unit
    if "f" in said:
        micros += said["f"].astype(np.int64) * 10 ** ((6 if unit == SECOND else 3) - shape.widths["f"])
    good = (micros >= _FIRST) & (micros < _END)
    return micros, np.zeros_like(good) if "minus" in shape.words else good


@cache
def _month_starts() -> Instants:
    """Days from the epoch to the first of each month, from January of year 0 to January of year 10000."""
    months = np.arange("0000-01", "10000-02", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def _year(shape: Shape) -> Instants:
    if "Y" in shape.digits:
        return shape.digits["Y"].astype(np.int64)
    short = shape.digits["y"].astype(np.int64)
    return short + np.where(short < 69, 2000, 1900)


def _days(shape: Shape) -> tuple[Instants, Flags]:
    """Days since the epoch, and which of the dates exist."""
    year = _year(shape)
    month: Numbers | int
    if "b" in shape.words:
        month = spellings.SHORT_MONTHS.index(shape.words["b"]) + 1
    elif "B" in shape.words:
        month = spellings.MONTHS.index(shape.words["B"]) + 1
    else:
        month = shape.digits["m"]
    day = shape.digits["d"].astype(np.int64)
    good = (year >= 1) & (np.asarray(month) >= 1) & (np.asarray(month) <= 12) & (day >= 1)
    at = year * 12 + np.minimum(np.maximum(month, 1), 12) - 1
    starts = _month_starts()
    first = starts[at]
    return first + day - 1, good & (day <= starts[at + 1] - first)


def _time_of_day(shape: Shape) -> tuple[Instants, Flags]:
    """Microseconds since midnight, and which of the times exist."""
    said = shape.digits
    count = len(shape.positions)
    good = np.ones(count, dtype=np.bool_)
    micros = np.zeros(count, dtype=np.int64)
    if "H" in said:
        good &= said["H"] < 24
        micros += said["H"].astype(np.int64) * HOUR
    if "I" in said:
        good &= (said["I"] >= 1) & (said["I"] <= 12)
        micros += (said["I"].astype(np.int64) % 12 + 12 * (shape.words["p"].upper() == "PM")) * HOUR
    for name, unit in (("M", MINUTE), ("S", SECOND)):
        if name in said:
            good &= said[name] < 60
            micros += said[name].astype(np.int64) * unit
    if "f" in said:
        micros += said["f"].astype(np.int64) * 10 ** (6 - shape.widths["f"])
    return micros, good


def _offset(shape: Shape) -> tuple[Instants | int, Flags | bool]:
    """Microseconds east of UTC, and which of the offsets exist."""
    if "sign" not in shape.words:
        return 0, True
    hours = shape.digits["zh"].astype(np.int64)
    minutes = shape.digits["zm"].astype(np.int64) if "zm" in shape.digits else np.zeros_like(hours)
    east = hours * HOUR + minutes * MINUTE
    return (-east if shape.words["sign"] == "-" else east), (hours <= 15) & (minutes < 60)
