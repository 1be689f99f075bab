"""The same records in every kind of file that the product reads, each as the tool that owns the format writes it."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from tests.factories.workbooks import MOMENT, cell, sheet, workbook

Rows = Sequence[Mapping[str, str]]
Kinds = Mapping[str, str]
"""By column, in the order of the file: `text`, `integer` or `instant` (local, ISO 8601, blank where unknown)."""


class Format(Struct, frozen=True):
    """How records become a file, and what `sources.yml` says besides its path."""

    ending: str
    write: Callable[[Path, Rows, Kinds], None]
    declared: str = ""

    def source(self, text: str) -> str:
        """`text`, whose paths end in ``.csv``, with every source in this format."""
        return text.replace(".csv\n", f"{self.ending}\n{self.declared}")


def _packed(path: Path, rows: Rows, kinds: Kinds) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kinds), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _semicolons(path: Path, rows: Rows, kinds: Kinds) -> None:
    with path.open("w", encoding="utf-16", newline="") as file:
        writer = csv.DictWriter(file, list(kinds), delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _json_lines(path: Path, rows: Rows, kinds: Kinds) -> None:
    def value(text: str, kind: str) -> object:
        return None if not text else int(text) if kind == "integer" else text

    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({name: value(row[name], kind) for name, kind in kinds.items()}) + "\n")


def _parquet(path: Path, rows: Rows, kinds: Kinds) -> None:
    types = {"integer": pa.int64(), "instant": pa.timestamp("us"), "text": pa.string()}
    texts = {name: pa.array([row[name] or None for row in rows], pa.string()) for name in kinds}
    columns = {name: texts[name].cast(types[kind]) for name, kind in kinds.items()}
    pq.write_table(pa.table(columns), path, row_group_size=10_000)


def _workbook(path: Path, rows: Rows, kinds: Kinds) -> None:
    def row_of(row: Mapping[str, str]) -> list[str]:
        return [_cell(row[name], kind) for name, kind in kinds.items()]

    path.write_bytes(workbook(sheet([cell(name) for name in kinds], *map(row_of, rows))))


def _cell(text: str, kind: str) -> str:
    if not text:
        return cell(None)
    if kind == "instant":
        days = (datetime.fromisoformat(text) - datetime(1899, 12, 30)).total_seconds() / 86_400
        return cell(Decimal(f"{days:.15g}"), MOMENT)  # a spreadsheet keeps fifteen digits
    return cell(int(text)) if kind == "integer" else cell(text)


FORMATS = {
    "packed": Format(".csv.gz", _packed),
    "utf-16": Format(".csv", _semicolons, '  delimiter: ";"\n  encoding: utf-16\n'),
    "json-lines": Format(".jsonl", _json_lines),
    "parquet": Format(".parquet", _parquet),
    "xlsx": Format(".xlsx", _workbook),
}
