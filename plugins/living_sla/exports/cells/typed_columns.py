"""Columns that arrive with types of their own, as in Parquet, as typed columns of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from living_sla.exports.cells.batch import Flags
from living_sla.exports.cells.cell import MONEY_DIGITS
from living_sla.model.source import ColumnSpec

if TYPE_CHECKING:
    import pyarrow as pa

_LARGEST_MONEY = 10**14
_DIGITS = 18
"""So many digits fit into 64 bits, the lower half of an Arrow decimal."""
_LAST_TICK = int(np.iinfo(np.int64).max)
_TICKS = {"s": 1_000_000, "ms": 1_000}


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
    import pyarrow as pa

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
