"""What the columns of an export hold that are declared as being about people.

They are read for one question alone, which stays in memory: whether a text that is to be kept for ever, as a frozen
review is, holds any of it. No figure, no page and no message comes near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from living_sla.exports.arrow import pa, pq
from living_sla.exports.file import File, is_csv, is_json_lines, is_parquet
from living_sla.exports.formats.arrow_types import declarable
from living_sla.exports.formats.by_ending import open_table, rows_of
from living_sla.exports.formats.json_lines import texts_of_keys
from living_sla.exports.formats.table import Record
from living_sla.exports.formats.workbook import workbook_rows
from living_sla.model.agreement.source import ColumnSpec, Source


def personal_cells(files: Sequence[File], source: Source) -> Iterator[tuple[str, set[str]]]:
    """The distinct cells of each personal column of these files, by its header, as texts; a piece at a time.

    A header counts whatever its capitals and the spaces around it. A column that no file has is passed over: opening an
    export tells of it.
    """
    wanted = {_plain(header) for header in source.personal}
    for file in files if wanted else ():
        if is_csv(file.path):
            yield from _of_csv(file, source, wanted)
        elif is_json_lines(file.path):
            yield from texts_of_keys(file, source, lambda key: _plain(key) in wanted)
        else:
            yield from _of_rows(file, source, wanted)


def _plain(header: str) -> str:
    return header.strip().casefold()


def _of_csv(file: File, source: Source, wanted: set[str]) -> Iterator[tuple[str, set[str]]]:
    with closing(open_table(file, source, (source.key,))) as table:
        at = {f"{place}": place for place, header in enumerate(table.header) if _plain(header) in wanted}
        coded = pa.dictionary(pa.int32(), pa.string())
        for batch in table.texts(at, dict.fromkeys(at, coded)) if at else ():
            for name, place in at.items():
                yield table.header[place], set(batch.column(name).dictionary.to_pylist())


def _of_rows(file: File, source: Source, wanted: set[str]) -> Iterator[tuple[str, set[str]]]:
    """The same of a format that knows types, read slowly."""
    specs = {**source.columns, **_specs(file, source, wanted)}
    source = source.model_copy(update={"columns": specs})
    names = [name for name in specs if _plain(specs[name].header) in wanted]
    rows = rows_of(file, source, names) if is_parquet(file.path) else workbook_rows(file, source, names, loosely=True)
    header: Sequence[str] | None = None
    at: list[int] = []
    found: dict[int, set[str]] = {}
    for row in rows:
        if not isinstance(row, Record):
            continue
        if header is None:
            header = row.fields
            at = [place for place, name in enumerate(header) if _plain(name) in wanted]
            found = {place: set() for place in at}
            continue
        for place in at:
            found[place].add(row.fields[place])
    for place, cells in found.items():
        assert header is not None
        yield header[place], cells


def _specs(file: File, source: Source, wanted: set[str]) -> dict[str, ColumnSpec]:
    """How the personal columns would be declared, under names that no declared column has."""
    types = dict.fromkeys(source.personal, "text")
    if is_parquet(file.path):
        schema = pq.read_schema(file.path)
        types = {
            name: kind
            for place, name in enumerate(schema.names)
            if _plain(name) in wanted and (kind := declarable(schema.field(place).type)) is not None
        }
    return {
        f"personal {number}": ColumnSpec.model_validate(
            {"from": header, "type": kind, **({"currency": "EUR"} if kind == "money" else {})}
        )
        for number, (header, kind) in enumerate(types.items())
    }
