"""What an Arrow array holds, as numpy columns and as the cells of a text file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from living_sla.exports.arrow import is_text, pa
from living_sla.exports.cells.batch import MONEY_DIGITS, Flags
from living_sla.exports.cells.shapes import Cells, where_equal
from living_sla.exports.cells.spellings import in_marks
from living_sla.model.agreement.source import ColumnSpec, Marks

# Arrow's own conversions to and from numpy import pandas on the way, a quarter of a second that nobody asked for; its
# functions on columns import `pyarrow.compute`, another 70 ms.

_LARGEST_MONEY = 10**14
_DIGITS = 18
"""So many digits fit into 64 bits, the lower half of an Arrow decimal."""
_LAST_TICK = int(np.iinfo(np.int64).max)
_TICKS = {"s": 1_000_000, "ms": 1_000}


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
        value: Any = self._array[at]
        texts: str | list[str] = value.to_pylist() if isinstance(at, slice) else value.as_py()
        return texts

    def __iter__(self) -> Any:
        return iter(self._array.to_pylist())


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


def whole_numbers(array: pa.Array) -> npt.NDArray[np.int64]:
    """The values of an Arrow array of integers or days; anything where it is null."""
    return _buffer(array, f"{'u' if str(array.type)[0] == 'u' else ''}int{array.type.bit_width}").astype(np.int64)


def booleans(array: pa.Array) -> Flags:
    """The values of an Arrow array of booleans; anything where it is null."""
    bits = np.unpackbits(np.frombuffer(array.buffers()[1], dtype=np.uint8), bitorder="little")
    flags: Flags = bits[array.offset : array.offset + len(array)].view(np.bool_)
    return flags


def microseconds(array: pa.Array) -> npt.NDArray[np.int64]:
    """Microseconds since the epoch, of the wall clock or UTC, nanoseconds rounded down; anything where it is null."""
    ticks = _buffer(array, "int64")
    if array.type.unit == "us":
        return ticks
    if array.type.unit == "ns":
        return ticks // 1_000
    # Beyond what 64 bits hold, an instant would come round to one that can be; so it stays the last of all.
    factor = _TICKS[array.type.unit]
    bounded: npt.NDArray[np.int64] = np.clip(ticks, -_LAST_TICK // factor, _LAST_TICK // factor)
    return bounded * factor


def numbers(array: pa.Array, spec: ColumnSpec) -> npt.NDArray[Any]:
    """The values of a column declared as integer, number, percent or money; raises `ValueError` for one too fine."""
    if pa.types.is_decimal128(array.type):
        finer = MONEY_DIGITS - array.type.scale
        if finer >= 0 and array.type.precision + finer <= _DIGITS:
            exact: npt.NDArray[np.int64] = _lower_halves(array) * 10**finer
            return exact
        # ArrowInvalid, a ValueError, where digits would be lost
        return _lower_halves(array.cast(pa.decimal128(_DIGITS, MONEY_DIGITS)))
    if pa.types.is_floating(array.type):
        return _buffer(array, f"float{array.type.bit_width}").astype(np.float64)
    whole = whole_numbers(array)
    if spec.type == "money":
        bounded = np.where(np.abs(whole) < _LARGEST_MONEY, whole, _LARGEST_MONEY)
        whole = bounded.astype(np.int64) * 10**MONEY_DIGITS
    return whole.astype(np.float64) if spec.type == "number" else whole


def _lower_halves(array: pa.Decimal128Array) -> npt.NDArray[np.int64]:
    whole = np.frombuffer(array.buffers()[1], dtype="<i8")
    halves: npt.NDArray[np.int64] = whole[::2][array.offset : array.offset + len(array)]
    return halves


def _buffer(array: pa.Array, kind: str) -> npt.NDArray[Any]:
    values: npt.NDArray[Any] = np.frombuffer(array.buffers()[1] or b"", dtype=kind)
    return values[array.offset : array.offset + len(array)]


def blank_in(array: pa.StringArray, empty: tuple[str, ...], *, spaces: bool = False) -> Flags:
    """Which texts say nothing: none at all, one of those declared, or nothing but spaces."""
    cells = Cells.of(array)
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


# ---------------------------------------------------------------- as they are wanted, and as texts


def _is_coded(array: pa.Array) -> bool:
    coded = pa.types.is_dictionary(array.type) and is_text(array.type.value_type)
    return coded and not array.dictionary.null_count


def as_wanted(array: pa.Array, wanted: pa.DataType) -> pa.Array:
    """Texts as they are wanted; everything else as it is, also where plain texts are wanted."""
    if _is_coded(array) and pa.types.is_dictionary(wanted):
        # Not row by row: a dictionary may repeat one long text so often that no memory holds it written out.
        return array if array.type == wanted else _recoded(array)
    plain = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    if not (is_text(plain.type) or pa.types.is_null(plain.type) or pa.types.is_dictionary(wanted)):
        return plain
    if pa.types.is_boolean(plain.type):
        return plain
    texts = plain if plain.type == pa.string() else plain.cast(pa.string())
    return texts.dictionary_encode() if pa.types.is_dictionary(wanted) else texts


def _recoded(array: pa.DictionaryArray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(array.indices.cast(pa.int32()), array.dictionary.cast(pa.string()))


def values_of(array: pa.Array) -> list[Any]:
    """The values, one by one: instants and dates as texts in ISO 8601, for Python's own end in the year 9999."""
    if pa.types.is_timestamp(array.type):
        offset = "Z" if array.type.tz else ""
        texts = _in_iso(array, microseconds(array), "us")
        return [text and f"{text.removesuffix('.000000')}{offset}" for text in texts]
    if pa.types.is_date32(array.type):
        return _in_iso(array, whole_numbers(array), "D")
    if pa.types.is_dictionary(array.type):
        # Made once each, however often they occur.
        words = [*array.dictionary.to_pylist(), None]
        return [words[-1 if code is None else code] for code in array.indices.to_pylist()]
    plain: list[Any] = array.to_pylist()
    return plain


def _in_iso(array: pa.Array, counts: npt.NDArray[np.int64], unit: Literal["us", "D"]) -> list[str | None]:
    """Each as text; what lies beyond the years of four digits as the last moment within them, which is none either."""
    first, last = (int(np.datetime64(end, unit).astype(np.int64)) for end in ("0001-01-01", "9999-12-31"))
    texts: list[str] = np.datetime_as_string(np.clip(counts, first, last).astype(f"datetime64[{unit}]")).tolist()
    return [text if filled else None for text, filled in zip(texts, filled_of(array).tolist(), strict=True)]


def cells_spelled(array: pa.Array, spec: ColumnSpec, marks: Marks) -> list[str]:
    """The values as cells of a text file: ISO 8601, plain digits, empty where they are null."""
    return [_spelled(value, spec, marks) for value in values_of(array)]


def _spelled(value: Any, spec: ColumnSpec, marks: Marks) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return in_marks(f"{Decimal(repr(value)):.18f}".rstrip("0").rstrip("."), spec, marks)
        case Decimal():
            return in_marks(f"{value:f}", spec, marks)
    return str(value)
