"""Record batches that an engine hands over, as a table: one part of an export that is no file."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from living_sla.errors import Faults, Notice, Place, SlaError
from living_sla.exports.arrow import pa
from living_sla.exports.cells.arrow_values import as_wanted, cells_spelled
from living_sla.exports.formats.arrow_types import drift
from living_sla.exports.formats.header import check_header
from living_sla.exports.formats.table import Record, Rows, Texts
from living_sla.model.agreement.source import Source
from living_sla.model.figures.provenance import ExportFile

_LATELY = 8
"""Batches that are remembered: readers read ahead, so the one that is found to be wrong is not the last."""


class ArrowTable:
    """A `Table` of record batches, headers as column names; without a single record it has no header."""

    takes_types = False
    header_line = 1

    notices: tuple[Notice, ...] = ()

    def __init__(self, batches: Iterable[pa.RecordBatch], shown: str) -> None:
        filled = (batch for batch in batches if batch.num_rows)
        first = next(filled, None)
        self.header: tuple[str, ...] = tuple(first.schema.names) if first is not None else ()
        self._batches: Iterator[pa.RecordBatch] = filled if first is None else chain([first], filled)
        self._lately: deque[tuple[int, pa.RecordBatch]] = deque(maxlen=_LATELY)
        self._rows = 0
        self._shown = shown

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """See `Table`."""
        for batch in self._batches:
            self._lately.append((self._rows, batch))
            arrays = [as_wanted(batch.column(positions[name]), wanted) for name, wanted in types.items()]
            yield pa.RecordBatch.from_arrays(arrays, list(types))
            self._rows += batch.num_rows

    def rows_lately(self, source: Source) -> Iterator[tuple[int, Rows]]:
        """The rows of each batch handed out lately, and how many there were before them; they have no lines."""
        for before, batch in self._lately:
            yield before, _records(batch, source)

    def check_unchanged(self) -> None:
        """See `Table`; what an engine reads is the engine's to keep still."""

    def facts(self) -> ExportFile:
        """See `Table`; there is no file."""
        raise RuntimeError(f"{self._shown} is not a file")

    def close(self) -> None:
        """See `Table`."""


def _records(batch: pa.RecordBatch, source: Source) -> Iterator[Record]:
    """The header, then every record as texts, with the number of its row in the batch."""
    yield Record(0, tuple(batch.schema.names))
    specs = {header: spec for spec in source.columns.values() for header in spec.headers}
    names = [name if name in specs else None for name in batch.schema.names]
    columns = [
        cells_spelled(batch.column(at), specs[name], source.marks) if name else [""] * len(batch)
        for at, name in enumerate(names)
    ]
    for number, cells in enumerate(zip(*columns, strict=True), start=1):
        yield Record(number, cells)


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
