"""Small exports, written to a folder and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from living_sla.errors import Place, SlaError
from living_sla.exports.cells.batch import Batch, Column
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.export import Export, open_export
from living_sla.exports.formats import by_ending as formats
from living_sla.exports.formats.header import positions, text_in
from living_sla.model.agreement.source import Source
from living_sla.model.time.zones import instant

DECLARED = Place("data/sources.yml", 3)

COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "id": {"from": "Record ID", "type": "text"},
    "mql_at": {"from": "MQL at", "type": "instant"},
    "score": {"from": "Score", "type": "integer"},
    "region": {"from": "Region", "type": "text"},
}


def source_of(columns: Mapping[str, Mapping[str, Any]] = COLUMNS, **fields: Any) -> Source:
    """A source of `data/exports/leads.csv` with these columns; other fields replace the defaults."""
    declared = {
        "path": "exports/leads.csv",
        "key": "id",
        "as_of": "2026-10-31T18:00",
        "timezone": "Europe/London",
        "columns": columns,
    }
    return Source.model_validate({**declared, **fields})


def one_column(kind: str, **spec: Any) -> Source:
    """A source with a key and one column `it` of that type."""
    return source_of({"id": {"from": "id", "type": "text"}, "it": {"from": "it", "type": kind, **spec}})


def put(root: Path, text: str | bytes, name: str = "leads.csv") -> Path:
    path = root / "data" / "exports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def opened(root: Path, source: Source, wanted: Iterable[str] | None = None) -> Export:
    columns = list(source.columns) if wanted is None else list(wanted)
    return open_export("leads", source, root=root, wanted=columns, place=DECLARED)


def rows_of(export: Export) -> list[dict[str, Any]]:
    return [row for batch in export.batches() for row in rows_in(batch)]


def rows_in(batch: Batch) -> list[dict[str, Any]]:
    return [{name: value(column, row) for name, column in batch.columns.items()} for row in range(batch.rows)]


def value(column: Column, row: int) -> Any:
    """The cell as a Python value: instants aware in UTC, money as a decimal, None where nothing is filled in."""
    if not column.filled[row]:
        return None
    stored = column.values[row].item()
    match column.type:
        case "text":
            return column.words[stored]
        case "instant":
            return instant(stored)
        case "date":
            return date.fromordinal(date(1970, 1, 1).toordinal() + stored)
        case "money":
            return Decimal(stored) / 10_000
    return stored


def slowly(export: Export, key: str) -> dict[str, Any]:
    """The record with that key as the slow reader has it: what each of its cells says."""
    [row] = [row for row in _slow_records(export) if row[export.source.key] == key]
    source = export.source
    return {
        name: read_cell(row[name], spec, marks=source.marks, timezone_key=source.timezone)
        for name, spec in source.columns.items()
    }


def _slow_records(export: Export) -> Iterator[dict[str, str]]:
    for file in export.files:
        header, *rows = formats.rows_of(file, export.source, export.source.columns)
        at = positions(header.fields, export.source.columns)
        for row in rows:
            yield {name: text_in(row.fields, at, name, spec) for name, spec in export.source.columns.items()}


def cells(root: Path, source: Source, texts: Iterable[str]) -> list[Any]:
    """What the fast reader makes of these texts in the column `it` of `one_column`."""
    lines = (f'{number},"{text}"\n' for number, text in enumerate(texts, start=1))
    put(root, "id,it\n" + "".join(lines))
    return [row["it"] for row in rows_of(opened(root, source))]


def refused(root: Path, source: Source, wanted: Iterable[str] | None = None) -> str:
    """What a person is told when the export is read."""
    with pytest.raises(SlaError) as found:
        rows_of(opened(root, source, wanted))
    return str(found.value)
