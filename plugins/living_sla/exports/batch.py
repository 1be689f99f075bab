"""What leaves this room: batches of typed columns, ready for arithmetic on whole columns.

A `Batch` knows nothing of files or engines, so that the same measures run on any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from living_sla.model.source import ColumnType

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a batch; `values[i]` means something only where `filled[i]`.

    | type | values |
    | --- | --- |
    | instant | int64, microseconds since the epoch, UTC |
    | date | int64, days since the epoch |
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

    @cached_property
    def earliest(self) -> int:
        """The smallest filled value of a column of whole numbers; the largest integer where nothing is filled."""
        return int(self.values[self.filled].min()) if self.filled.any() else int(np.iinfo(np.int64).max)

    @cached_property
    def latest(self) -> int:
        """The largest filled value of a column of whole numbers; the smallest integer where nothing is filled."""
        return int(self.values[self.filled].max()) if self.filled.any() else int(np.iinfo(np.int64).min)


class Keys(Protocol):
    """The keys of some records: asked for the few that are shown, never for all."""

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """The keys, as text, of the records at these positions."""
        ...

    def take(self, at: npt.NDArray[np.int64], /) -> Keys:
        """The keys of the records at these positions, free of the batch that they came from."""
        ...


@dataclass(frozen=True, eq=False)
class ListedKeys:
    """Keys that are texts already."""

    texts: Sequence[str]

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """See `Keys`."""
        return [self.texts[position] for position in at]

    def take(self, at: npt.NDArray[np.int64], /) -> Keys:
        """See `Keys`."""
        return ListedKeys(self(at))


@dataclass(frozen=True, eq=False)
class Batch:
    """Some records of one export: columns of equal length, in the order of the file where it has one."""

    rows: int
    columns: Mapping[str, Column]
    key_hashes: npt.NDArray[np.uint64]
    """A 64-bit hash of each record's key, stable within one run."""
    keys_at: Keys
