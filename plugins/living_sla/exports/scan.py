"""One export, read fast: Arrow cuts the text into columns, `columns.py` gives each its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from living_sla.exports.batch import Batch, Column
from living_sla.exports.columns import ColumnReader, Damaged, Words, cells_of
from living_sla.exports.keys import TOTALS, any_is_one_of, hashes, have_spaces_around
from living_sla.exports.reading import Damage, Reading
from living_sla.model.source import ColumnSpec, Source

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 8 << 20
"""Bytes of text that become one batch, some 50,000 records. A longer record is refused."""

_ROOM_BESIDES = 1 << 20


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


def _texts(keys: pa.StringArray, at: npt.NDArray[np.int64]) -> list[str]:
    cells = cells_of(keys)
    return [cells.at(position).decode() for position in at]


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
    """The text in pieces of about `PIECE` bytes that end where a record ends; each is overwritten by the next."""
    # One room for all pieces: memory that was written to before costs a fraction of memory that is new.
    room = bytearray(PIECE + _ROOM_BESIDES)
    filled = 0
    while block := reading.read_block():
        if filled + len(block) > len(room):
            room = room + bytes(len(block))
        room[filled : filled + len(block)] = block
        filled += len(block)
        if filled < PIECE:
            continue
        end = _end_of_last_record(block, inside=reading.block_ends_inside_quotes)
        if end:
            rest = block[end:]
            yield memoryview(room)[: filled - len(rest)]
            room[: len(rest)] = rest
            filled = len(rest)
        elif filled > 2 * PIECE:
            raise Damage(f"a record is longer than {PIECE >> 20} MB")
    if filled:
        yield memoryview(room)[:filled]


def _end_of_last_record(block: bytes, *, inside: bool) -> int:
    """Just after the last line feed outside quotes; 0 where there is none. `inside` says how the block ends."""
    end = len(block)
    while (at := block.rfind(b"\n", 0, end)) >= 0:
        inside ^= block.count(b'"', at, end) % 2 == 1
        if not inside:
            return at + 1
        end = at
    return 0


def _in_plain_words(message: str) -> str:
    """Arrow's reason without the text of the row that it quotes: that may be about people."""
    if "Expected" in message and "columns" in message:
        return "a line has another number of fields than the header"
    return "the export cannot be read as CSV"
