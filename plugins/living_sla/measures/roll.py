"""What each record of a cohort came to, by its key: asked for where two exports are compared, never for all figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from living_sla.exports.cells.keys import Hashes, hash_of
from living_sla.measures.records import MET, OUTCOMES, Codes, Records

if TYPE_CHECKING:
    from living_sla.measures.custom import CustomFigures
    from living_sla.model.time.period import PeriodGrid
    from living_sla.model.time.zones import Instants


class Entry(Struct, frozen=True):
    """What one record came to."""

    segment: str
    outcome: int
    """As `records.py` numbers them."""
    value: object = None
    """What a total, an average, a percentile or a user's own figure is made of; None for a share or a count."""


class Roll(Struct):
    """The records of some periods of a cohort, by the number of the period and by their key; merges in any order."""

    grid: PeriodGrid
    periods: frozenset[tuple[str, str]]
    """Kind and label of those that somebody asks for: of years of records, those of a quarter."""
    entries: dict[int, dict[str, Entry]] = field(default_factory=dict)
    hashes: list[Hashes] = field(default_factory=list)
    """Of the keys of all records of the export, whether or not they belong to the cohort."""

    def hear(self, hashes: Hashes) -> None:
        """Take in the keys of a batch."""
        self.hashes.append(hashes.copy())

    def add(self, records: Records, codes: Codes) -> None:
        """Take in what some records came to; those that are unseen are none of the cohort yet."""
        groups, values = records.groups, records.columns.values
        seen = np.flatnonzero((codes < OUTCOMES) & np.isin(groups.periods, self._wanted(groups.periods)))
        for at, key in zip(seen.tolist(), records.keys_at(seen), strict=True):
            value = records.of(values)[at].item() if values is not None and codes[at] == MET else None
            entry = Entry(groups.names[int(groups.segments[at])], int(codes[at]), value)
            self.entries.setdefault(int(groups.periods[at]), {})[key] = entry

    def _wanted(self, numbers: Instants) -> list[int]:
        """Those of these numbers of periods that somebody asks for."""
        there = (number for number in np.unique(numbers).tolist() if number >= 0)
        named = ((number, self.grid.period(number)) for number in there)
        return [number for number, period in named if (period.kind, period.label) in self.periods]

    def add_own(self, figures: CustomFigures) -> None:
        """Take in the records that a user's own measure is given, with all that it is given of them."""
        for row in figures.table.astype(object).itertuples(index=False, name=None):
            key, start, period, segment, excluded, *taken = row
            entry = Entry(str(segment), int(excluded), (start, *map(str, taken)))
            self.entries.setdefault(int(period), {})[str(key)] = entry

    def merge(self, other: Roll) -> None:
        """Take in what another part of the same export came to."""
        for period, of in other.entries.items():
            self.entries.setdefault(period, {}).update(of)
        self.hashes += other.hashes

    def of(self, period: int) -> Mapping[str, Entry]:
        """The records of a period, by key."""
        return self.entries.get(period, {})

    def keys(self) -> KnownKeys:
        """The keys of all records of the export."""
        return KnownKeys(np.sort(np.concatenate([*self.hashes, np.zeros(0, dtype=np.uint64)])))


class KnownKeys(Struct, frozen=True, eq=False):
    """The keys of an export."""

    hashes: Hashes
    """Sorted."""

    def __contains__(self, key: str) -> bool:
        wanted = np.uint64(hash_of(key))
        at = int(np.searchsorted(self.hashes, wanted))
        return at < len(self.hashes) and bool(self.hashes[at] == wanted)
