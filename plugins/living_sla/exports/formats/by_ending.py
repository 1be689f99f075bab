"""The formats that an export may have, told by the ending of its name: read fast as a table, or slowly row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from living_sla.errors import Faults
from living_sla.exports.file import File, is_csv, is_json_lines, is_parquet, is_workbook
from living_sla.exports.formats.csv_table import CsvTable
from living_sla.exports.formats.header import check_header, headers_of
from living_sla.exports.formats.json_lines import JsonLinesTable, json_rows
from living_sla.exports.formats.kinds import check_kind
from living_sla.exports.formats.lines import table_lines
from living_sla.exports.formats.parquet_table import ParquetTable, parquet_rows
from living_sla.exports.formats.records import parse_record, records, whole_lines
from living_sla.exports.formats.table import Broken, Record, Rows, Table
from living_sla.exports.formats.workbook import WorkbookTable, workbook_rows
from living_sla.model.agreement.source import Source


def open_table(file: File, source: Source, names: Collection[str]) -> Table:
    """The file opened for the fast reader, its header read; the declared columns `names` will be asked for.

    Raises `Damage` where it has none, and `Faults` where its own types are not those that are declared.
    """
    if is_json_lines(file.path):
        return JsonLinesTable(file, source)
    if is_parquet(file.path):
        return ParquetTable(file, source, names)
    if is_workbook(file.path):
        return WorkbookTable(file, source, names)
    return CsvTable(file, source)


def open_checked(file: File, source: Source, names: Collection[str]) -> Table:
    """The same of a file that nobody has looked into: its first bytes and its header are checked, too.

    Raises what `open_table` does, and `Faults` for a file that is no export, or whose header is not as declared.
    """
    fault = check_kind(file.path, file.shown, source.encoding)
    if fault is not None:
        raise Faults([fault])
    table = open_table(file, source, names)
    faults = check_header(table.header, source, file.shown, table.header_line)
    if faults:
        table.close()
        raise Faults(faults)
    return table


def rows_of(file: File, source: Source, names: Collection[str]) -> Rows:
    """The header and then every record, read slowly, as texts; the declared columns `names` are certain to be there.

    Raises `Undecodable` at the first line that is not text.
    """
    if is_json_lines(file.path):
        return json_rows(file, source, headers_of(source, names))
    if is_parquet(file.path):
        return parquet_rows(file, source, names)
    if is_workbook(file.path):
        return workbook_rows(file, source, names)
    return records(table_lines(file.path, source), source.delimiter)


def slow_rows(files: Sequence[File], source: Source, names: Collection[str]) -> list[tuple[File, Rows]]:
    """What `rows_of` has of each file, none of them opened yet."""
    return [(file, rows_of(file, source, names)) for file in files]


def lines_of_keys(files: Sequence[File], source: Source, keys: Collection[str]) -> dict[str, int]:
    """The physical line of each of these records that the files have; of duplicates, the last one's.

    A slow reading: 2 to 5 seconds a million records.
    """
    lines: dict[str, int] = {}
    spelled = [key.replace('"', '""') for key in keys]
    for file in files:
        rows = _likely(file, source, spelled) if is_csv(file.path) else rows_of(file, source, source.columns)
        header = next(rows)
        assert isinstance(header, Record)  # whoever opened the export read it
        key_at = header.fields.index(source.columns[source.key].header)
        for row in rows:
            if isinstance(row, Record) and len(row.fields) == len(header.fields) and row.fields[key_at] in keys:
                lines[row.fields[key_at]] = row.line
    return lines


def _likely(file: File, source: Source, keys: Sequence[str]) -> Iterator[Record | Broken]:
    """The header and the records whose lines hold one of the keys somewhere, as CSV spells it."""
    lines = whole_lines(table_lines(file.path, source))
    yield parse_record(*next(lines), source.delimiter)
    for line, text in lines:
        if any(key in text for key in keys):  # cutting a line into fields takes ten times as long
            yield parse_record(line, text, source.delimiter)
