"""How long records took, beside what they came to: counted by period on fixed edges, so that parts merge in any order.

What is counted is what every later as-of would judge alike. A record that is overdue may still end before the as-of, so
its instants are kept until that is known; so are those of records that are pending.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from living_sla.exports.cells.batch import Flags
from living_sla.measures.cohort import Cohort
from living_sla.measures.records import MET, MISSED, PENDING, Codes, Numbers, Outcomes, Records
from living_sla.model.figures.durations import Scale
from living_sla.model.time.zones import DAY, MINUTE, Instants

Cells = npt.NDArray[np.uint8]
"""The cell of a scale in which each record is."""


def cells_of(took: Numbers, scale: Scale) -> Cells:
    """The cell of each duration, given in microseconds; anything where that is no duration."""
    table, unit = _cell_of_units(scale), _micros(scale)
    units = ((took + (unit - 1)) // unit).astype(np.int64, copy=False)
    # What is negative is no duration; read without a sign it is longer than any.
    cells: Cells = table[np.minimum(units.view(np.uint64), len(table) - 1)]
    return cells


@lru_cache(maxsize=64)
def _cell_of_units(scale: Scale) -> Cells:
    """By how many units a record took, counted up to a whole one: its cell."""
    units = np.arange(scale.edges[-1] + 2)
    return np.searchsorted(np.array(scale.edges), units, side="left").astype(np.uint8)


def _micros(scale: Scale) -> int:
    return DAY if scale.unit == "days" else MINUTE


Counts = npt.NDArray[np.int64]
"""By period and cell."""


class Ages(Struct, frozen=True, eq=False):
    """How many records are open at the as-of, by period and the cell of their age: not due yet, and overdue."""

    pending: Counts
    overdue: Counts

    @property
    def some(self) -> bool:
        """Whether any record is open."""
        return bool(self.pending.any() or self.overdue.any())


class DurationTally(Struct):
    """How many records took how long, by period and cell of a scale; `merge` in any order, then `finish` once."""

    scale: Scale
    counts: npt.NDArray[np.int64]
    """By period and cell."""
    converted: npt.NDArray[np.int64]
    """How many of them converted."""
    undecided: list[tuple[Instants, Instants, Instants, Codes, npt.NDArray[np.bool_]]] = field(default_factory=list)
    """Of records that may be open at the as-of: period, since when, end, outcome, whether it converted."""
    ages: Ages | None = None
    """Known once it is finished."""

    @classmethod
    def of(cls, scale: Scale) -> DurationTally:
        """A tally of nothing."""
        return cls(scale, np.zeros((0, scale.cells), dtype=np.int64), np.zeros((0, scale.cells), dtype=np.int64))

    def add(self, records: Records, judged: Outcomes) -> None:
        """Take in some records with what they came to at a lower bound of the as-of."""
        columns = records.columns
        if columns.took is None or columns.begins is None:
            return
        self._count(records.groups.periods, records.of(judged.derived(_places, self.scale)))
        still_open = judged.derived(_still_open)
        if still_open is not None and len(later := np.flatnonzero(records.of(still_open))):
            at = records.positions(later)
            converted = np.zeros(len(at), dtype=np.bool_) if columns.converted is None else columns.converted()[at]
            periods = records.groups.periods[later]
            self.undecided.append((periods, columns.begins[at], columns.ends[at], judged.codes[at], converted))

    def merge(self, other: DurationTally) -> None:
        """Take in what another part of the same export came to."""
        self._put(other.counts, other.converted)
        self.undecided += other.undecided

    def finish(self, cohort: Cohort, as_of: int) -> None:
        """Count what had to wait for the as-of."""
        parts, self.undecided = self.undecided, []
        none: Instants = np.zeros(0, dtype=np.int64)
        empty = (none, none, none, none.astype(np.int8), none.astype(np.bool_))
        periods, begins, ends, codes, converted = (np.concatenate(of) for of in zip(*(parts or [empty]), strict=True))
        still_open, overdue = ends > as_of, codes == MISSED
        until = np.where(still_open, as_of, ends)
        took = cohort.clock.elapsed(begins, np.maximum(until, begins), self.scale.unit)
        cells = cells_of(took, self.scale)
        settled = np.where(still_open, self.scale.cells - 1, _on_its_side(self.scale, cells, codes))
        self._count(periods, np.where(overdue, settled, self.scale.cells) * 2 + converted)
        number, width = int(periods[still_open].max(initial=-1)) + 1, self.scale.cells
        places = periods * width + cells
        sides = (still_open & ~overdue, still_open & overdue)
        old = [np.bincount(places[side], minlength=number * width).reshape(number, width) for side in sides]
        self.ages = Ages(*old)

    def by_period(self) -> Mapping[int, tuple[tuple[int, ...], tuple[int, ...]]]:
        """The counts of every period that has any, by its number, and how many of them converted."""
        filled = np.flatnonzero(self.counts.any(axis=1)).tolist()
        return {at: (tuple(self.counts[at].tolist()), tuple(self.converted[at].tolist())) for at in filled}

    def _count(self, periods: Instants, places: npt.NDArray[Any]) -> None:
        """Count records by period and place: twice their cell, one more for those that converted.

        Those in the cell behind the last one are not counted.
        """
        if not len(periods):
            return
        shape = int(periods.max()) + 1, self.scale.cells + 1, 2
        counted = np.bincount(periods * (2 * shape[1]) + places, minlength=math.prod(shape)).reshape(shape)[:, :-1]
        self._put(counted.sum(axis=2), counted[:, :, 1])

    def _put(self, counts: npt.NDArray[np.int64], converted: npt.NDArray[np.int64]) -> None:
        more = len(counts) - len(self.counts)
        if more > 0:
            self.counts, self.converted = (np.pad(of, [(0, more), (0, 0)]) for of in (self.counts, self.converted))
        self.counts[: len(counts)] += counts
        self.converted[: len(counts)] += converted


def _places(judged: Outcomes, scale: Scale) -> npt.NDArray[np.int16]:
    """The place of each record, as they are counted."""
    columns = judged.columns
    assert columns.took is not None
    uncounted = (columns.ends > judged.as_of) | (judged.codes > MISSED)
    cells = np.where(uncounted, scale.cells, _on_its_side(scale, cells_of(columns.took, scale), judged.codes))
    places = cells.astype(np.int16) * np.int16(2)
    return places if columns.converted is None else places + columns.converted()


def _on_its_side(scale: Scale, cells: Cells, codes: Codes) -> Cells:
    """The cells, on the side of the limit on which the verdict is, however durations were rounded."""
    if scale.limit is None:
        return cells
    edge = np.uint8(scale.edges.index(scale.limit))
    return np.where(codes == MET, np.minimum(cells, edge), np.maximum(cells, edge + np.uint8(1)))


def _still_open(judged: Outcomes) -> Flags | None:
    """Which records may be open at the as-of, and are settled all the same; None where none is."""
    still_open: Flags = (judged.columns.ends > judged.as_of) & (judged.codes <= PENDING)
    return still_open if still_open.any() else None
