"""Rows that are read one by one, as batches of columns: for formats that Arrow does not cut for us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from living_sla.exports.arrow import pa
from living_sla.exports.formats.table import Broken, Damage, Record, Texts

_ROWS = 20_000


def gathered(rows: Iterable[Record | Broken], positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
    """Records one by one to batches of columns; raises `Damage` at the first that is broken."""
    columns: dict[str, list[str | None]] = {name: [] for name in types}
    count = 0
    for row in rows:
        if isinstance(row, Broken):
            # A limit of time may stop this reading and not the next one, so the reason is told in full.
            raise Damage(row.message, hint=row.hint, code=row.code)
        for name, texts in columns.items():
            texts.append(row.fields[positions[name]] or None)
        count += 1
        if count == _ROWS:
            yield _batch(columns, types)
            columns, count = {name: [] for name in types}, 0
    if count:
        yield _batch(columns, types)


def _batch(columns: Mapping[str, list[str | None]], types: Texts) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(texts, types[name]) for name, texts in columns.items()], list(columns))
