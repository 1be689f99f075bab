"""Record batches that an engine hands over, as a table: one part of an export that is no file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from living_sla.errors import Faults, Notice, Place, SlaError
from living_sla.exports.arrow_types import as_wanted, drift, spelled
from living_sla.exports.diagnosis import diagnose_rows
from living_sla.exports.header import check_header
from living_sla.exports.reading import Damage
from living_sla.exports.records import Record
from living_sla.exports.table import Texts
from living_sla.model.provenance import ExportFile
from living_sla.model.source import NewestBy, Source

if TYPE_CHECKING:
    import pyarrow as pa


class ArrowTable:
    """A `Table` of record batches, headers as column names; without a single record it has no header."""

    notices: tuple[Notice, ...] = ()

    def __init__(self, batches: Iterable[pa.RecordBatch], shown: str) -> None:
        filled = (batch for batch in batches if batch.num_rows)
        first = next(filled, None)
        self.header: tuple[str, ...] = tuple(first.schema.names) if first is not None else ()
        self._batches: Iterator[pa.RecordBatch] = filled if first is None else chain([first], filled)
        self._last: pa.RecordBatch | None = first
        self._before = 0
        self._shown = shown

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """See `Table`."""
        import pyarrow as pa

        for batch in self._batches:
            self._last = batch
            arrays = [as_wanted(batch.column(positions[name]), wanted) for name, wanted in types.items()]
            yield pa.RecordBatch.from_arrays(arrays, list(types))
            self._before += batch.num_rows

    def explained(self, damage: Damage, source: Source, columns: Collection[str]) -> list[SlaError]:
        """What is wrong with the batch handed out last; a record is named by its key, for it has no line."""
        assert self._last is not None
        # Keys are compared over all parts, not within one.
        alone = source.model_copy(update={"duplicates": NewestBy(newest_by=source.key)})
        found = diagnose_rows(self._rows(self._last, source.decimal), self._shown, alone, list(columns))
        if not found:
            hint = damage.hint or "look at the rows of this part where they are kept"
            return [SlaError(damage.message, where=Place(self._shown), hint=hint, code=damage.code or "SLA-F035")]
        keys = self._last.column(source.columns[source.key].header)
        return [_by_key(fault, keys, self._before, self._shown) for fault in found]

    def _rows(self, batch: pa.RecordBatch, decimal: str) -> Iterator[Record]:
        yield Record(1, self.header)
        columns = [batch.column(position).to_pylist() for position in range(batch.num_columns)]
        for number, cells in enumerate(zip(*columns, strict=True), start=1):
            yield Record(number, tuple(spelled(cell, decimal) for cell in cells))

    def check_unchanged(self) -> None:
        """See `Table`; what an engine reads is the engine's to keep still."""

    def facts(self) -> ExportFile:
        """See `Table`; there is no file."""
        raise RuntimeError(f"{self._shown} is no file")

    def close(self) -> None:
        """See `Table`."""


def check_names(names: Sequence[str], source: Source, where: Place) -> None:
    """Raises `Faults` where declared columns are missing, or occur twice."""
    faults = check_header(names, source, where.path)
    if faults:
        raise Faults(SlaError(fault.message, where=where, hint=fault.hint, code=fault.code) for fault in faults)


def check_types(schema: pa.Schema, source: Source, columns: Collection[str], where: Place) -> None:
    """Raises `Faults` where these columns do not hold what is declared."""
    faults = [fault for name in columns for fault in drift(schema, source.columns[name], where)]
    if faults:
        raise Faults(faults)


def _by_key(fault: SlaError, keys: pa.Array, before: int, shown: str) -> SlaError:
    """The fault at its record: a line counts rows of the batch, which say nothing to anybody."""
    row = fault.where.line if fault.where else None
    if row is None or not 1 <= row <= len(keys):
        return SlaError(fault.message, where=Place(shown), hint=fault.hint, code=fault.code)
    key = keys[row - 1].as_py()
    record = f'record "{key}"' if key not in (None, "") and "the key" not in fault.message else f"row {before + row}"
    return SlaError(f"{fault.message}, {record}", where=Place(shown), hint=fault.hint, code=fault.code)
