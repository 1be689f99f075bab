"""A first entry of `sources.yml` for a file that nobody has declared: what fits all of it, and what a person decides.

Whatever the file alone does not say is marked ``# decide:``. Headers are shown, cells never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from living_sla.errors import Place, SlaError
from living_sla.exports.encodings import UTF16_MARKS
from living_sla.exports.files import File, check_ending, is_csv, is_packed, is_parquet, is_workbook
from living_sla.exports.formats import rows_of
from living_sla.exports.guessed_columns import GuessedColumn, names_of
from living_sla.exports.guessed_entry import Stated, entry
from living_sla.exports.header import may_be_shown
from living_sla.exports.kinds import check_kind
from living_sla.exports.lines import Undecodable
from living_sla.exports.profiles import FOOTER_ROOM, has_footer, profile_of
from living_sla.exports.records import Broken, Record
from living_sla.exports.workbook import sheets_of, workbook_rows
from living_sla.model.source import Source

ROWS = 100_000
"""Rows that are looked at."""

_DELIMITERS = (",", ";", "\t", "|")


def guess(path: Path) -> str:
    """The text of the entry; raises `SlaError` for a file that is no export, or whose first line is no header."""
    file = File(path, path.name)
    stated = _stated(file)
    header = _header(file, stated)
    if stated.profile == "plain":
        stated = replace(stated, profile=profile_of(header))
    types = _parquet_types(path) if is_parquet(path) else {}
    names = names_of(header)
    declared = {name: {"from": text, "type": types.get(text, "text")} for name, text in zip(names, header, strict=True)}
    source = _source(stated, declared)
    guesses = {name: GuessedColumn(spec, types.get(spec.header)) for name, spec in source.columns.items()}
    rows = 0
    for row in islice(_rows(file, source), 1, ROWS + 1):
        if len(row.fields) != len(guesses):
            continue
        rows += 1
        for one, text in zip(guesses.values(), row.fields, strict=True):
            one.take(text)
    if not rows:
        hint = "export some records: what the columns hold is read from them"
        raise SlaError("the export has a header and no rows", where=Place(file.shown), hint=hint, code="SLA-F048")
    return "\n".join(entry(stated, guesses, rows)) + "\n"


# ---------------------------------------------------------------- the file


def _stated(file: File) -> Stated:
    """What can be told of the file before its header is read."""
    path = file.path
    check_ending(path, file.shown)
    encoding, doubt = _encoding(path)
    fault = check_kind(path, file.shown, encoding)
    if fault is not None:
        raise fault
    stated = Stated(path, encoding=encoding, encoding_doubt=doubt)
    if is_workbook(path):
        return replace(stated, sheets=sheets_of(file))
    if is_csv(path):
        if _ends_in_footer(path, encoding):
            stated = replace(stated, profile="salesforce-report")
        return replace(stated, delimiter=_delimiter(file, stated))
    return stated


def _encoding(path: Path) -> tuple[str, str]:
    """The encoding, and what is doubtful about it."""
    if not is_csv(path) or is_packed(path):
        return "utf-8", ""
    with path.open("rb") as file:
        start = file.read(1 << 20)
    if start.startswith(UTF16_MARKS):
        return "utf-16", ""
    try:
        start.decode()
    except UnicodeDecodeError as found:
        if found.end < len(start) - 4:
            return "windows-1252", "it is not UTF-8; windows-1252 and latin-1 look alike"
    return "utf-8", ""


def _ends_in_footer(path: Path, encoding: str) -> bool:
    if is_packed(path):
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - FOOTER_ROOM))
        return has_footer(file.read().decode(encoding, "replace").encode())


def _delimiter(file: File, stated: Stated) -> str:
    """The one that cuts the first lines into the most fields of the same number."""

    def fields(delimiter: str) -> int:
        rows = list(islice(_rows(file, _source(replace(stated, delimiter=delimiter), _ANY)), 50))
        widths = {len(row.fields) for row in rows}
        return widths.pop() if len(widths) == 1 else 0

    return max(_DELIMITERS, key=lambda delimiter: _or_zero(lambda: fields(delimiter)))


def _or_zero(count: Callable[[], int]) -> int:
    try:
        return count()
    except SlaError:
        return 0


_ANY: Mapping[str, Mapping[str, str]] = {"any": {"from": "any", "type": "text"}}


def _source(stated: Stated, columns: Mapping[str, object]) -> Source:
    given = {
        "path": stated.path.name,
        "key": next(iter(columns)),
        "as_of": "2000-01-01",
        "columns": columns,
        "profile": stated.profile,
        "encoding": stated.encoding,
        "delimiter": stated.delimiter,
        "sheet": stated.sheets[0] if stated.sheets else None,
    }
    return Source.model_validate({name: value for name, value in given.items() if value is not None})


def _rows(file: File, source: Source) -> Iterator[Record]:
    try:
        found = workbook_rows(file, source, source.columns, loosely=True) if is_workbook(file.path) else None
        for row in found or rows_of(file, source, source.columns):
            if isinstance(row, Broken):
                raise SlaError(row.message, where=Place(file.shown, row.line), hint=row.hint, code=row.code)
            yield row
    except Undecodable as found:
        broken = found.broken
        raise SlaError(
            broken.message, where=Place(file.shown, broken.line), hint=broken.hint, code=broken.code
        ) from None


def _header(file: File, stated: Stated) -> tuple[str, ...]:
    header: tuple[str, ...]
    if is_parquet(file.path):
        header = tuple(_parquet_types(file.path))
    else:
        header = next(_rows(file, _source(stated, _ANY))).fields
    if not all(text.strip() and may_be_shown(text) for text in header) or len(set(header)) < len(header):
        hint = "every column needs a name of its own; is there a title above the header?"
        raise SlaError("the first line is no header", where=Place(file.shown, 1), hint=hint, code="SLA-F037")
    return header


def _parquet_types(path: Path) -> dict[str, str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError, UnicodeError):
        raise SlaError("the export is a damaged Parquet file", where=Place(path.name), code="SLA-F048") from None
    kinds = {"bool": "boolean", "date32[day]": "date", "float": "number", "double": "number"}
    found = {}
    for name, kind in zip(schema.names, map(str, schema.types), strict=True):
        prefixes = {"int": "integer", "uint": "integer", "timestamp": "instant", "decimal128": "money"}
        by_prefix = next((ours for prefix, ours in prefixes.items() if kind.startswith(prefix)), "text")
        found[name] = kinds.get(kind, by_prefix)
    return found
