"""One export, read fast: Arrow cuts the text into columns, `columns.py` gives each its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from living_sla.exports.batch import Batch, Column
from living_sla.exports.columns import ColumnReader, Damaged, Words, cells_of
from living_sla.exports.keys import TOTALS, any_is_one_of, hashes, have_spaces_around
from living_sla.exports.reading import Damage, Reading
from living_sla.model.source import ColumnSpec, Source

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 8 << 20
"""Bytes of text that become one batch, some 50,000 records. No record is longer than this."""

_QUOTE = ord('"')


@dataclass(frozen=True, eq=False)
class Scan:
    """How the files of one export are read: which columns, and what was learned about them so far."""

    source: Source
    readers: Mapping[str, ColumnReader]
    """One a column that is read, by its declared name; the key is among them."""

    @classmethod
    def of(cls, source: Source, names: Sequence[str]) -> Scan:
        """A scan that reads these columns."""
        return cls(source, {name: _reader(source, source.columns[name]) for name in names})

    def batches(self, reading: Reading, width: int, positions: Mapping[str, int]) -> Iterator[Batch]:
        """Every record after the header, in the order of the file.

        Raises:
            Damage: Something is wrong with the file; `diagnosis.py` says what, and where.
        """
        rows = 0
        for table in _tables(reading, self.source, self._arrow_types(), width, positions):
            rows += table.num_rows
            yield self._batch(table)
        if not rows:
            raise Damage("the export has a header and no rows")

    def _arrow_types(self) -> dict[str, Any]:
        import pyarrow as pa

        coded = pa.dictionary(pa.int32(), pa.string())
        return {
            name: coded if reader.is_coded and name != self.source.key else pa.string()
            for name, reader in self.readers.items()
        }

    def _batch(self, table: pa.RecordBatch) -> Batch:
        keys = table.column(self.source.key)
        cells = cells_of(keys)
        self._check_keys(keys)
        columns: dict[str, Column] = {}
        for name, reader in self.readers.items():
            array = table.column(name)
            try:
                whole = name == self.source.key and reader.spec.type == "text"
                columns[name] = _distinct(array, reader.spec) if whole else reader.read(_coded(array, reader))
            except Damaged:
                raise Damage(f"a cell of {name} cannot be read") from None
            if reader.has_naive and reader.has_aware:
                raise Damage(f"some instants of {name} have an offset, and some have none")
        return Batch(table.num_rows, columns, hashes(cells), lambda at: _texts(keys, at))

    def _check_keys(self, keys: pa.StringArray) -> None:
        spec = self.source.columns[self.source.key]
        cells = cells_of(keys)
        if not np.all(cells.lengths > 0) or any_is_one_of(cells, frozenset(spec.empty)):
            raise Damage("a key is blank")
        if have_spaces_around(cells):
            raise Damage("a key has spaces around it")
        if any_is_one_of(cells, TOTALS | {spec.header}):
            raise Damage("a line is no record")


def _reader(source: Source, spec: ColumnSpec) -> ColumnReader:
    return ColumnReader(spec, source.decimal, spec.timezone or source.timezone)


def _coded(array: pa.Array, reader: ColumnReader) -> pa.Array:
    """A key that is also a boolean arrives as text: the only column that still has to be coded."""
    import pyarrow as pa

    return array.dictionary_encode() if reader.is_coded and not pa.types.is_dictionary(array.type) else array


def _distinct(keys: pa.StringArray, spec: ColumnSpec) -> Column:
    """A text column of which no two cells are the same, as a rule: its words are its cells."""
    words = Words(keys)
    if spec.values and not set(words) <= set(spec.values):
        raise Damaged
    return Column("text", np.arange(len(keys), dtype=np.int32), np.ones(len(keys), dtype=np.bool_), words)


def _texts(keys: pa.StringArray, at: Any) -> list[str]:
    import pyarrow as pa

    positions = pa.Array.from_buffers(pa.int64(), len(at), [None, pa.py_buffer(np.ascontiguousarray(at, np.int64))])
    found: list[str] = keys.take(positions).to_pylist()
    return found


def _tables(
    reading: Reading, source: Source, types: Mapping[str, Any], width: int, positions: Mapping[str, int]
) -> Iterator[pa.RecordBatch]:
    """The columns at `positions` as texts, by name, batch after batch; all other columns are cut but never kept."""
    import pyarrow as pa
    from pyarrow import csv

    names = [f"unread {position}" for position in range(width)]
    for name, position in positions.items():
        names[position] = name
    parse = csv.ParseOptions(delimiter=source.delimiter, newlines_in_values=True, ignore_empty_lines=False)
    convert = csv.ConvertOptions(
        include_columns=list(types),
        column_types=types,
        check_utf8=False,  # `Reading` did
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    for text in _whole_records(reading):
        # One block a call: Arrow's own streaming reads 32 blocks ahead, which took 270 MB.
        read = csv.ReadOptions(column_names=names, block_size=len(text) + 1, use_threads=False)
        try:
            table = csv.read_csv(pa.BufferReader(text), read, parse, convert)
        except pa.ArrowInvalid as found:
            raise Damage(_in_plain_words(str(found))) from None
        yield from table.combine_chunks().to_batches()


def _whole_records(reading: Reading) -> Iterator[memoryview]:
    """The text in pieces of about `PIECE` bytes that end where a record ends."""
    rest = b""
    while block := reading.read(PIECE):
        text = rest + block
        end = _end_of_last_record(text)
        if end:
            yield memoryview(text)[:end]
        rest = text[end:]
        if len(rest) > PIECE:
            raise Damage(f"a record is longer than {PIECE >> 20} MB")
    if rest:
        yield memoryview(rest)


def _end_of_last_record(text: bytes) -> int:
    """Just after the last line feed outside quotes; 0 where there is none. `text` begins with a record."""
    inside = np.count_nonzero(np.frombuffer(text, dtype=np.uint8) == _QUOTE) % 2 == 1
    end = len(text)
    while (at := text.rfind(b"\n", 0, end)) >= 0:
        inside ^= text.count(b'"', at, end) % 2 == 1
        if not inside:
            return at + 1
        end = at
    return 0


def _in_plain_words(message: str) -> str:
    """Arrow's reason without the text of the row that it quotes: that may be about people."""
    if "Expected" in message and "columns" in message:
        return "a line has another number of fields than the header"
    return "the export cannot be read as CSV"
