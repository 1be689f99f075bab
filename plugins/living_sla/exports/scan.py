"""One export, read fast: a table hands over columns of texts, `columns.py` gives each its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import numpy as np
from msgspec import Struct

from living_sla.exports.arrow import pa
from living_sla.exports.cells.arrow_values import Words, cells_spelled
from living_sla.exports.cells.batch import Batch, Column
from living_sla.exports.cells.columns import ColumnReader, Damaged
from living_sla.exports.cells.keys import (
    TOTALS,
    CellKeys,
    Hashes,
    any_is_one_of,
    hashes,
    have_hidden_characters,
    have_spaces_around,
)
from living_sla.exports.cells.shape_values import MarksSeen
from living_sla.exports.cells.shapes import Cells
from living_sla.exports.cells.shown import reads_like_a_person
from living_sla.exports.formats.header import positions
from living_sla.exports.formats.table import Damage, Table
from living_sla.exports.read_ahead import read_ahead
from living_sla.model.agreement.source import ColumnSpec, Marks, Source


class Scan(Struct, frozen=True, eq=False):
    """How the files of one export are read: which columns, and what was learned about them so far."""

    source: Source
    readers: Mapping[str, ColumnReader]
    """One a column that is read, by its declared name; the key is among them."""

    @classmethod
    def of(cls, source: Source, names: Sequence[str]) -> Scan:
        """A scan that reads these columns."""
        return cls(source, {name: _reader(source, source.columns[name]) for name in names})

    def batches(self, table: Table) -> Iterator[Batch]:
        """Every record after the header, which was checked, in the order of the file; typed by a thread of its own.

        Raises:
            Damage: Something is wrong with the file; `diagnosis.py` says what, and where.
        """
        return read_ahead(self._typed(table))

    def _typed(self, table: Table) -> Iterator[Batch]:
        rows = 0
        for reader in self.readers.values():
            reader.marks_seen = MarksSeen()  # a file has its own marks
        at = positions(table.header, {name: self.source.columns[name] for name in self.readers})
        types = self._arrow_types()
        with closing(read_ahead(table.texts(at, types))) as pieces:
            for texts in pieces:
                batch = self._batch(texts)
                if table.takes_types and not rows:
                    types.update(self._learned_types())
                rows += batch.rows
                yield batch
                del texts, batch  # they would stay until the next ones are there
        if not rows:
            raise Damage("the export has a header and no rows")
        if any(reader.marks_seen.leave_doubt for reader in self.readers.values()):
            raise Damage("a mark of numbers could stand between thousands")

    def _arrow_types(self) -> dict[str, Any]:
        coded = pa.dictionary(pa.int32(), pa.string())
        return {
            part: coded if reader.is_coded and name != self.source.key else pa.string()
            for name, reader in self.readers.items()
            for part in reader.spec.parts(name)
        }

    def _learned_types(self) -> dict[str, Any]:
        """What the first batch taught: the table may read instants that carry an offset, and code what comes often."""
        utc, coded = pa.timestamp("us", "UTC"), pa.dictionary(pa.int32(), pa.string())
        others = {
            name: reader
            for name, reader in self.readers.items()
            if name != self.source.key and len(reader.spec.headers) == 1
        }
        often = {name: coded for name, reader in others.items() if reader.repeats_itself}
        return often | {name: utc for name, reader in others.items() if reader.is_plain_iso}

    def _batch(self, table: pa.RecordBatch) -> Batch:
        spec = self.source.columns[self.source.key]
        keys = _as_text(_column(table, self.source.key, spec), spec)
        cells = Cells.of(keys)
        key_hashes = hashes(cells)
        self._check_keys(keys, cells, key_hashes)
        columns: dict[str, Column] = {}
        for name, reader in self.readers.items():
            array = (
                keys if name == self.source.key and reader.spec.type == "text" else _column(table, name, reader.spec)
            )
            try:
                whole = name == self.source.key and reader.spec.type == "text"
                columns[name] = _distinct(array, reader.spec) if whole else reader.read(_coded(array, reader))
            except Damaged:
                raise Damage(f"a cell of {name} cannot be read") from None
            if reader.has_naive and reader.has_aware:
                raise Damage(f"some instants of {name} have an offset, and some have none")
        key = columns[self.source.key]
        return Batch(table.num_rows, columns, key_hashes, CellKeys(cells), None if key.type == "text" else key)

    def _check_keys(self, keys: pa.StringArray, cells: Cells, key_hashes: Hashes) -> None:
        spec = self.source.columns[self.source.key]
        if not np.all(cells.lengths > 0) or any_is_one_of(cells, key_hashes, frozenset(spec.empty)):
            raise Damage("a key is blank")
        if have_spaces_around(cells):
            raise Damage("a key has spaces around it")
        seen = not len(cells.characters) or (
            cells.characters.max() <= _LAST_ASCII and cells.characters.min() >= _FIRST_SEEN
        )
        if not seen and have_hidden_characters(keys.to_pylist()):
            raise Damage("a key has a character that nobody sees")
        characters = cells.characters
        likely = len(characters) and ((characters == _AT).any() or (characters == _PLUS).any())
        if likely and any(map(reads_like_a_person, keys.to_pylist())):
            raise Damage("a key is that of a person")
        if any_is_one_of(cells, key_hashes, TOTALS | {spec.header}):
            raise Damage("a line is not a record")


_AT, _PLUS = ord("@"), ord("+")
_FIRST_SEEN, _LAST_ASCII = 32, 126


def _reader(source: Source, spec: ColumnSpec) -> ColumnReader:
    return ColumnReader(spec, source.marks, spec.timezone or source.timezone)


def _column(table: pa.RecordBatch, name: str, spec: ColumnSpec) -> pa.Array:
    """The cells of a column; of one in two parts both, with a space between them."""
    if len(spec.headers) == 1:
        return table.column(name)
    parts = (cells_spelled(table.column(part), spec, Marks()) for part in spec.parts(name))
    return pa.array([f"{day} {time}".strip() or None for day, time in zip(*parts, strict=True)], pa.string())


def _as_text(keys: pa.Array, spec: ColumnSpec) -> pa.StringArray:
    """Keys that arrive with a type of their own, as Parquet may have them, are texts all the same."""
    if pa.types.is_integer(keys.type):
        return keys.cast(pa.string())
    return keys if pa.types.is_string(keys.type) else pa.array(cells_spelled(keys, spec, Marks()), pa.string())


def _coded(array: pa.Array, reader: ColumnReader) -> pa.Array:
    """A key that is also a boolean arrives as text: the only column that still has to be coded."""
    return array.dictionary_encode() if reader.is_coded and pa.types.is_string(array.type) else array


def _distinct(keys: pa.StringArray, spec: ColumnSpec) -> Column:
    """A text column of which no two cells are the same, as a rule: its words are its cells."""
    words = Words(keys)
    if spec.values and not set(words) <= set(spec.values):
        raise Damaged
    return Column("text", np.arange(len(keys), dtype=np.int32), np.ones(len(keys), dtype=np.bool_), words)
