"""One part of an export that an engine reads: its batches by the same strict rules, and facts that merge.

Two workers read a part each; what they send home is small, and merges in any order. Here it tells that a column mixes
instants with and without an offset, which neither part could know, and that the key 7 occurs twice::

    facts      of one part      of the other     merged
    rows       2                1                3
    as_of      1785762300       1767605400       1785762300          the latest, here in seconds
    aware      created_at                        created_at          columns with an offset
    adjusted                    created_at       created_at          columns without one
    mixed                                        created_at
    keys       7 15             7                7 15 7              as hashes, compared in bins
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.exports.as_of import UNKNOWN, SpeaksUpTo
from living_sla.exports.cells.batch import Batch
from living_sla.exports.cells.keys import Hashes
from living_sla.exports.file import File
from living_sla.exports.formats.arrow_table import ArrowTable
from living_sla.exports.formats.by_ending import open_checked, slow_rows
from living_sla.exports.formats.diagnosis import diagnose_rows, explained
from living_sla.exports.formats.table import Damage, Table
from living_sla.exports.scan import Scan
from living_sla.model.agreement.source import NewestBy, Source
from living_sla.model.time.zones import Adjusted

if TYPE_CHECKING:
    import pyarrow as pa


class PartFacts(Struct):
    """What was read of some parts of an export; merges in any order."""

    rows: int = 0
    as_of: int = UNKNOWN
    """Microseconds since the epoch, UTC: never later than the export's as-of."""
    adjusted: dict[str, Adjusted] = field(default_factory=dict)
    """Naive times that a clock change touched, by column that has naive times."""
    aware: frozenset[str] = frozenset()
    """Columns in which an instant had an offset."""
    hashes: list[Hashes] = field(default_factory=list)
    """Of every key."""

    @property
    def mixed(self) -> list[str]:
        """Columns in which some instants have an offset, and some have none."""
        return sorted(self.aware & self.adjusted.keys())

    def merge(self, other: PartFacts) -> None:
        """Take in the facts of other parts of the same export."""
        self.rows += other.rows
        self.as_of = max(self.as_of, other.as_of)
        for name, touched in other.adjusted.items():
            self.adjusted[name] = self.adjusted.get(name, Adjusted()) + touched
        self.aware |= other.aware
        self.hashes += other.hashes

    def all_hashes(self) -> Hashes:
        """The hashes of all keys as one array."""
        return np.concatenate([np.zeros(0, dtype=np.uint64), *self.hashes])


class PartReader(Struct, frozen=True):
    """Reads parts of one export, file by file or as record batches of an engine.

    `facts` grow with every batch and hold once a part was read to its end.
    """

    source: Source
    columns: Sequence[str]
    """Declared names of the columns that are read, the key first."""
    place: Place
    """Where the source is declared."""
    facts: PartFacts = field(default_factory=PartFacts)

    def of_file(self, file: File) -> Iterator[Batch]:
        """Every record of a file, as strictly as at home; raises `Faults` with their lines."""
        try:
            with closing(open_checked(file, self.source, self.columns)) as table:
                yield from self._of(table)
        except Damage as damage:
            rows = slow_rows([file], self.source, self.columns)
            raise Faults(explained(damage, rows, self.source, self.columns)) from None

    def of_batches(self, batches: Iterable[pa.RecordBatch], shown: str) -> Iterator[Batch]:
        """Every record of a part without a file; raises `Faults` that name records by their keys."""
        table = ArrowTable(batches, shown)
        if not table.header:
            return
        try:
            yield from self._of(table)
        except Damage as damage:
            raise Faults(self._explained(damage, table, shown)) from None

    def _of(self, table: Table) -> Iterator[Batch]:
        scan = Scan.of(self.source, self.columns)
        speaks = SpeaksUpTo(self.source, None, self.place)
        for batch in scan.batches(table):
            speaks.hear(batch)
            self.facts.merge(PartFacts(batch.rows, speaks.so_far, hashes=[batch.key_hashes]))
            yield batch
        readers = scan.readers.items()
        naive = {name: reader.adjusted for name, reader in readers if reader.has_naive}
        aware = frozenset(name for name, reader in readers if reader.has_aware)
        self.facts.merge(PartFacts(adjusted=naive, aware=aware))

    def _explained(self, damage: Damage, table: ArrowTable, shown: str) -> list[SlaError]:
        """What is wrong with a batch that was handed out lately; a record is named by its row, for it has no line."""
        # Keys are compared over all parts, not within one.
        alone = self.source.model_copy(update={"duplicates": NewestBy(newest_by=self.source.key)})
        for before, rows in table.rows_lately(self.source):
            faults = diagnose_rows(rows, shown, alone, self.columns)
            if faults:
                return [_by_row(fault, before, shown) for fault in faults]
        hint = damage.hint or "look at the rows of this part where they are kept"
        return [SlaError(damage.message, where=Place(shown), hint=hint, code=damage.code or Fault.MALFORMED_TEXT)]


def _by_row(fault: SlaError, before: int, shown: str) -> SlaError:
    """The fault at the row of its part: a key could be looked for, but may be anything where columns are shifted."""
    row = fault.where.line if fault.where else None
    message = fault.message if not row else f"{fault.message}, row {before + row:,} of a part"
    return SlaError(message, where=Place(shown), hint=fault.hint, code=fault.code)
