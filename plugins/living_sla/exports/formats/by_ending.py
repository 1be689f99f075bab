"""The formats that an export may have, told by the ending of its name: read fast as a table, or slowly row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from living_sla.exports.files import File, is_json_lines, is_parquet, is_workbook
from living_sla.exports.formats.csv_table import CsvTable
from living_sla.exports.formats.header import headers_of
from living_sla.exports.formats.json_lines import JsonLinesTable, json_rows
from living_sla.exports.formats.lines import table_lines
from living_sla.exports.formats.parquet_table import ParquetTable, parquet_rows
from living_sla.exports.formats.records import Broken, Record, records
from living_sla.exports.formats.table import Table
from living_sla.exports.formats.workbook import WorkbookTable, workbook_rows
from living_sla.model.source import Source


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


def rows_of(file: File, source: Source, names: Collection[str]) -> Iterator[Record | Broken]:
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
