"""A Parquet file as a table: its own types held against the declared ones, its row groups read one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from living_sla.errors import Fault, Faults, Notice, Place
from living_sla.exports.arrow import is_text, pa, pq
from living_sla.exports.cells.arrow_values import as_wanted, cells_spelled
from living_sla.exports.cells.shapes import Cells
from living_sla.exports.file import File
from living_sla.exports.formats.arrow_types import drift
from living_sla.exports.formats.header import headers_of
from living_sla.exports.formats.parquet_pages import check_pages
from living_sla.exports.formats.table import Broken, Damage, Record, Texts
from living_sla.exports.formats.whole_file import WholeFile
from living_sla.model.agreement.source import Source
from living_sla.model.figures.provenance import ExportFile

ROWS = 250_000
"""Records that become one batch; a row group ends one as well. Half as many save 100 MB of memory, and cost 6 %."""
_ROWS_A_BYTE = 100
"""Every record has a key of its own, and no coding puts a hundred different ones into a byte."""
_LARGEST_GROUP = 1 << 30
_LONGEST_KEY = 4096


class ParquetTable:
    """A `Table` of a Parquet file; columns that are not declared as text arrive in their own types."""

    takes_types = False
    header_line = 1

    notices: tuple[Notice, ...] = ()

    def __init__(self, file: File, source: Source, names: Collection[str]) -> None:
        self._whole = WholeFile(file)
        self._headers = headers_of(source, names)
        self._key = source.columns[source.key].header
        try:
            with _as_damage():
                self._described = pq.ParquetFile(self._whole.opened)
                self._schema = schema = self._described.schema_arrow
                self.header = tuple(schema.names)
        except Damage:
            self.close()
            raise
        faults = [fault for name in names for fault in drift(schema, source.columns[name], Place(file.shown))]
        if faults:
            self.close()
            raise Faults(faults)

    def _checked(self) -> pq.ParquetFile:
        """The file, ready to be unpacked; raises `Damage` where that would take more than records need."""
        self._refuse_bombs(self._described.metadata, self._headers)
        texts = {name for name in self._headers if _is_one_text(self._schema, name)}
        if self._key in texts:
            self._refuse_long_keys(self._key)
        # Texts stay coded: a page of a million rows may repeat one long text, and would unpack to any size.
        return pq.ParquetFile(
            self._whole.opened,
            read_dictionary=sorted(texts - {self._key}),
            page_checksum_verification=True,
            buffer_size=1 << 18,
        )

    def _refuse_bombs(self, described: pq.FileMetaData, headers: Collection[str]) -> None:
        if described.num_rows > _ROWS_A_BYTE * self._whole.size:
            message = f"the export claims {described.num_rows:,} rows in {self._whole.size:,} bytes"
            raise Damage(message, hint="export it again", code=Fault.TOO_COSTLY)
        for number in range(described.num_row_groups):
            group = described.row_group(number)
            chunks = (group.column(at) for at in range(group.num_columns))
            size = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema in headers)
            if size > _LARGEST_GROUP:
                message = f"row group {number + 1} unpacks to {size >> 20:,} MB"
                raise Damage(message, hint="write row groups of a million rows at most", code=Fault.TOO_COSTLY)
        check_pages(self._whole.opened, described, headers)

    def _refuse_long_keys(self, key: str) -> None:
        """Look at the dictionaries of the key, which is the one text that is read as it stands, row by row."""
        coded = pq.ParquetFile(self._whole.opened, read_dictionary=[key])
        for number in range(coded.num_row_groups):
            for first in coded.iter_batches(1, row_groups=[number], columns=[key], use_threads=False):
                longest = int(Cells.of(first.column(0).dictionary).lengths.max(initial=0))
                if longest > _LONGEST_KEY:
                    message = f'"{key}" holds a text of {longest:,} characters, and is the key'
                    raise Damage(message, hint="a key is short; export it again", code=Fault.TOO_COSTLY)
                break

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """See `Table`."""
        headers = {name: self.header[positions[name]] for name in types}
        for batch in self._batches(list(headers.values())):
            arrays = [as_wanted(batch.column(header), types[name]) for name, header in headers.items()]
            yield pa.RecordBatch.from_arrays(arrays, list(headers))

    def rows(self, source: Source, names: Collection[str]) -> Iterator[Record]:
        """Every record as texts, in ISO 8601 and plain digits; `line` counts records from 1."""
        specs = {header: source.columns[name] for name in names for header in source.columns[name].headers}
        wanted = [name for name in self.header if name in specs]
        number = 0
        for batch in self._batches(wanted):
            columns = [
                cells_spelled(batch.column(name), specs[name], source.marks) if name in specs else None
                for name in self.header
            ]
            for row in range(batch.num_rows):
                number += 1
                yield Record(number, tuple("" if c is None else c[row] for c in columns))

    def _batches(self, headers: list[str]) -> Iterator[pa.RecordBatch]:
        with _as_damage():
            parquet = self._checked()
        rows = 0
        # One row group a call: a call keeps what it read of the file until it ends.
        for group in range(parquet.num_row_groups):
            batches = parquet.iter_batches(ROWS, [group], headers, use_threads=False)
            while True:
                with _as_damage():
                    batch = next(batches, None)
                    if batch is None:
                        break
                    _check_texts(batch)
                yield batch
                rows += batch.num_rows
                self._whole.tell(rows / max(1, parquet.metadata.num_rows))

    def check_unchanged(self) -> None:
        """See `Table`."""
        self._whole.check_unchanged()

    def facts(self) -> ExportFile:
        """See `Table`."""
        return self._whole.facts()

    def close(self) -> None:
        """See `Table`."""
        self._whole.close()


def _is_one_text(schema: pa.Schema, name: str) -> bool:
    return schema.names.count(name) == 1 and is_text(schema.field(name).type)


@contextmanager
def _as_damage() -> Iterator[None]:
    """What the reader of Parquet says against a file, as `Damage` and in our words: its own may quote values."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeError):
        raise Damage("the export is a damaged Parquet file", code=Fault.UNREADABLE_EXPORT) from None


def _check_texts(batch: pa.RecordBatch) -> None:
    """Raises `Damage` where a text is not UTF-8, points outside of its dictionary, or holds a NUL character."""
    batch.validate(full=True)
    for column in batch.columns:
        texts = column.dictionary if pa.types.is_dictionary(column.type) else column
        if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
            characters = texts.buffers()[2]
            if characters is not None and b"\0" in characters.to_pybytes():
                hint = "the file is damaged: export it again"
                raise Damage("a text holds a NUL character", hint=hint, code=Fault.MALFORMED_TEXT)


def parquet_rows(file: File, source: Source, names: Collection[str]) -> Iterator[Record | Broken]:
    """The header, and every record with its number."""
    try:
        table = ParquetTable(file, source, names)
    except Damage as damage:
        yield Broken(1, damage.message, damage.hint or "export it again", damage.code, is_last=True)
        return
    try:
        yield Record(1, table.header)
        yield from table.rows(source, names)
    except Damage as damage:
        yield Broken(1, damage.message, damage.hint or "export it again", damage.code, is_last=True)
    finally:
        table.close()
