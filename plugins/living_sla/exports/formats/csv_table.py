"""A CSV file as a table of texts: `TextFile` checks its bytes, Arrow cuts them into columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import cycle

from living_sla.errors import Notice
from living_sla.exports.arrow import csv, pa
from living_sla.exports.cells.arrow_values import filled_of, microseconds
from living_sla.exports.file import File
from living_sla.exports.formats.quotes import Quotes
from living_sla.exports.formats.records import records
from living_sla.exports.formats.table import Damage, Record, Texts
from living_sla.exports.formats.text_file import TextFile
from living_sla.exports.read_ahead import side_by_side
from living_sla.model.agreement.source import Source
from living_sla.model.figures.provenance import ExportFile
from living_sla.model.time.zones import BEGIN, DAY, END

PIECE = 23 << 20
"""Bytes of text that become one batch, some 140,000 records; fewer save memory, and cost a few per cent of time."""
LONGEST_RECORD = 16 << 20
_CUTS = 7
"""A piece is cut in so many parts: what Arrow makes of each stays in the processor's cache, 5 % less time."""
_CUTTERS = 2
"""Threads that cut: it is more than a third of all work, so that one alone would be what the others wait for."""

_ROOM_BESIDES = 1 << 20
_LONGEST_HEADER = 1 << 18


class CsvTable:
    """A `Table` of a CSV file."""

    takes_types = True

    def __init__(self, file: File, source: Source) -> None:
        self._delimiter = source.delimiter
        self._reading = TextFile(file, source, Quotes(source.delimiter))
        try:
            self.header = _read_header(self._reading, source.delimiter)
            self.header_line = 1 + self._reading.lines_before
        except Damage:
            self._reading.close()
            raise

    @property
    def notices(self) -> tuple[Notice, ...]:
        """See `Table`."""
        return self._reading.notices

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """See `Table`; columns that are not asked for are cut and never kept."""
        return _cut(self._reading, self._delimiter, types, len(self.header), positions)

    def check_unchanged(self) -> None:
        """See `Table`."""
        self._reading.check_unchanged()

    def facts(self) -> ExportFile:
        """See `Table`."""
        return self._reading.facts()

    def close(self) -> None:
        """See `Table`."""
        self._reading.close()


def _read_header(reading: TextFile, delimiter: str) -> tuple[str, ...]:
    """The fields of the first record; the reading goes on after it. Raises `Damage` where there is none."""
    text, end = b"", 0
    while not end and len(text) < _LONGEST_HEADER and (block := reading.read_block()):
        text += block
        end = text.find(b"\n") + 1
        while end and text.count(b'"', 0, end) % 2:
            end = text.find(b"\n", end) + 1
    end = end or len(text)
    reading.put_back(text[end:])
    lines = [line + "\n" for line in text[:end].decode().removesuffix("\n").split("\n")]
    first = next(records(enumerate(lines, start=1), delimiter), None)
    if not isinstance(first, Record):
        raise Damage("the export has no header")
    return first.fields


def _cut(
    reading: TextFile, delimiter: str, types: Texts, width: int, positions: Mapping[str, int]
) -> Iterator[pa.RecordBatch]:
    names = [f"unread {position}" for position in range(width)]
    for name, position in positions.items():
        names[position] = name
    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False)

    def cut(text: memoryview) -> tuple[pa.Table, int]:
        """The part as columns, and its size; if a column is not what its type says, it becomes texts for good."""
        kinds = dict(types)
        # One block a call: Arrow's own streaming reads 32 blocks ahead, which took 270 MB.
        read = csv.ReadOptions(column_names=names, block_size=len(text) + 1, use_threads=False)
        convert = csv.ConvertOptions(
            include_columns=list(kinds),
            column_types=kinds,
            check_utf8=False,  # `TextFile` did
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        )
        typed = [name for name, kind in kinds.items() if pa.types.is_timestamp(kind)]
        try:
            table = csv.read_csv(pa.BufferReader(text), read, parse, convert, _memory())
        except pa.ArrowInvalid as refused:
            if not typed:
                raise Damage(_in_plain_words(str(refused))) from None
        else:
            if not any(map(_may_lie_outside, map(table.column, typed))):
                return table, len(text)
        types.update(dict.fromkeys(typed, pa.string()))  # to be read by us
        return cut(text)

    tables: list[pa.Table] = []
    size = PIECE  # the first batch is a single part: what it teaches is soon of use
    with closing(side_by_side(cut, _whole_records(reading), _CUTTERS)) as parts:
        for table, length in parts:
            if tables and (size >= PIECE or table.schema != tables[0].schema):
                yield from _joined(tables)
                size = 0
            tables.append(table)
            size += length
    yield from _joined(tables)


def _may_lie_outside(column: pa.ChunkedArray) -> bool:
    """Whether the years of an instant may be wrong: we ask for those on the clock that its cell shows, not in UTC."""
    for part in column.chunks:
        moments = microseconds(part)
        near = (moments < BEGIN + DAY) | (moments >= END - DAY)
        if near.any() and (near & filled_of(part)).any():
            return True
    return False


def _memory() -> pa.MemoryPool:
    """The C library's: Arrow's own gives back to the system what one thread asked for and another one frees."""
    return pa.system_memory_pool()


def _joined(tables: list[pa.Table]) -> list[pa.RecordBatch]:
    """The tables as one batch, at most; they are taken out of the list."""
    batches = pa.concat_tables(tables).combine_chunks(memory_pool=_memory()).to_batches() if tables else []
    tables.clear()
    return batches


def _whole_records(reading: TextFile) -> Iterator[memoryview]:
    """The text in parts of a piece that end where a record ends; each is overwritten once all cutters had another."""
    # The same rooms again: memory that was written to before costs a fraction of memory that is new.
    rooms = cycle([bytearray(PIECE // _CUTS + _ROOM_BESIDES) for _ in range(_CUTTERS + 1)])
    room = next(rooms)
    filled = 0
    while block := reading.read_block():
        if filled + len(block) > len(room):
            room = room + bytes(len(block))
        room[filled : filled + len(block)] = block
        filled += len(block)
        if filled < PIECE // _CUTS:
            continue
        end = _end_of_last_record(block, inside=reading.block_ends_inside_quotes)
        if end:
            rest = block[end:]
            yield memoryview(room)[: filled - len(rest)]
            room = next(rooms)
            room[: len(rest)] = rest
            filled = len(rest)
        elif filled > 2 * LONGEST_RECORD:
            raise Damage(f"a record is longer than {LONGEST_RECORD >> 20} MB")
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
