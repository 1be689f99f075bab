"""What leaves this room: batches of typed columns, ready for arithmetic on whole columns.

A `Batch` knows nothing of files or engines, so that the same measures run on any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.notation import several_in

if TYPE_CHECKING:
    from living_sla.model.agreement.source import ColumnType

Flags = npt.NDArray[np.bool_]

LAST = int(np.iinfo(np.int64).max)
"""The largest whole number of a column: stands for a blank where the smallest value is looked for."""


MONEY_DIGITS = 4
"""Decimals of an amount of money: it is stored in ten-thousandths."""


class Column(Struct, frozen=True, eq=False, dict=True):
    """One column of a batch; `values[i]` means something only where `filled[i]`.

    | type | values |
    | --- | --- |
    | instant | int64, microseconds since the epoch, UTC |
    | date | int64, days since the epoch |
    | duration | int64, microseconds |
    | integer | int64 |
    | money | int64, ten-thousandths of the currency's unit: exact |
    | number, percent | float64; a percent is a share (12 % is 0.12) |
    | boolean | bool |
    | text | int32, positions in `words` |
    """

    type: ColumnType
    values: npt.NDArray[Any]
    filled: Flags
    words: Sequence[str] = ()
    """The distinct texts of a text column in this batch, in no particular order; made when they are looked at."""
    days_in: str | None = None
    """The zone in which every instant is the midnight of a date, of a column that has no times of day; else None."""

    separator: str = ""
    """What stands between several values of one cell; empty where a cell holds one."""

    def parts_of(self, word: str) -> list[str]:
        """The values of a cell of this column, without the spaces around them."""
        return several_in(word, self.separator)

    @cached_property
    def or_last(self) -> npt.NDArray[np.int64]:
        """The values of a column of whole numbers, `LAST` where it is blank."""
        return replaced(self.values, ~self.filled, LAST)

    @cached_property
    def earliest(self) -> int:
        """The smallest filled value of a column of whole numbers; `LAST` where nothing is filled."""
        return int(self.or_last.min(initial=LAST))

    @cached_property
    def latest(self) -> int:
        """The largest filled value of a column of whole numbers; the smallest integer where nothing is filled."""
        if self.earliest == LAST:
            return int(np.iinfo(np.int64).min)
        # One more than the largest integer is the smallest one, so that no blank is the maximum.
        return int((self.or_last + 1).max()) - 1

    @cached_property
    def is_bounded(self) -> bool:
        """Whether every filled number is finite and no larger than its type allows."""
        limit = 1 if self.type == "percent" else 10**18 - 1
        if self.values.dtype == np.float64:
            numbers = self.values[self.filled]
            return bool(np.all(np.isfinite(numbers) & (np.abs(numbers) <= limit)))
        return not self.filled.any() or (-limit <= self.earliest and self.latest <= limit)


def replaced(values: npt.NDArray[Any], flags: Flags, by: Any) -> npt.NDArray[Any]:
    """The values, with another in place of those that are flagged; themselves where none is.

    `numpy.where` chooses value by value, which takes three times as long where the flags are mixed.
    """
    if not flags.any():
        return values
    changed = values.copy()
    changed[np.flatnonzero(flags)] = by
    return changed


class Keys(Protocol):
    """The keys of some records: asked for the few that are shown, never for all."""

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """The keys, as text, of the records at these positions."""
        ...

    def take(self, at: npt.NDArray[np.int64], /) -> Keys:
        """The keys of the records at these positions, free of the batch that they came from."""
        ...


class ListedKeys(Struct, frozen=True, eq=False):
    """Keys that are texts already."""

    texts: Sequence[str]

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """See `Keys`."""
        return [self.texts[position] for position in at]

    def take(self, at: npt.NDArray[np.int64], /) -> Keys:
        """See `Keys`."""
        return ListedKeys(self(at))


class SomeKeys(Struct, frozen=True, eq=False):
    """The keys of some records among others, at their positions."""

    keys: Keys
    at: npt.NDArray[np.int64]

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """See `Keys`."""
        return self.keys(self.at[at])

    def take(self, at: npt.NDArray[np.int64], /) -> Keys:
        """See `Keys`."""
        return self.keys.take(self.at[at])


class Batch(Struct, frozen=True, eq=False):
    """Some records of one export: columns of equal length, in the order of the file where it has one."""

    rows: int
    columns: Mapping[str, Column]
    key_hashes: npt.NDArray[np.uint64]
    """A 64-bit hash of each record's key as it is written, stable within one run: it tells records apart."""
    keys_at: Keys
    key: Column | None = None
    """The key as a typed column, where it is not a text."""

    def take(self, at: npt.NDArray[np.int64], /) -> Batch:
        """The records at these positions as a batch of their own, free of this one."""
        return Batch(
            len(at),
            {name: _taken(column, at) for name, column in self.columns.items()},
            self.key_hashes[at],
            self.keys_at.take(at),
            None if self.key is None else _taken(self.key, at),
        )


def _taken(column: Column, at: npt.NDArray[np.int64]) -> Column:
    return replace(column, values=column.values[at], filled=column.filled[at])
