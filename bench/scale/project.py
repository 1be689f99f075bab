"""The project of the benchmark, written anew for every size and kind of file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from bench import generate

WORK = Path(__file__).parents[2] / "build" / "bench"

VERSIONS = (("2023-10-01", "2024-06-30", 20), ("2024-07-01", "2025-09-30", 30), ("2025-10-01", "", 40))
"""Since when each version holds, until when, and the score that a lead needs under it."""

COMMITMENTS = (
    ("marketing", "kind: count, source: leads, at: mql_at, {scored}", "at least 10000"),
    ("sales", "kind: within, source: leads, {scored}, from: mql_at, to: contacted_at, limit: 4 business hours", "90%"),
    ("sales", "kind: within, source: leads, from: mql_at, to: contacted_at, limit: 6 business hours", "90%"),
    ("sales", "kind: within, source: leads, {scored}, from: mql_at, to: contacted_at, limit: 24 hours", "90%"),
    (
        "sales",
        "kind: percentile, percentile: 90, source: leads, {scored}, from: mql_at, to: contacted_at",
        "at most 8 business hours",
    ),
    ("sales", "kind: median, source: leads, from: mql_at, to: contacted_at", "at most 2 business hours"),
    (
        "marketing",
        "kind: completeness, source: leads, at: mql_at, fields: [country, size, origin, owner], {scored}",
        "90%",
    ),
    (
        "both",
        "kind: total, source: leads, at: closed_at, column: amount, where: {{status: closed_won}}",
        "at least 900000 EUR",
    ),
    ("both", "kind: average, source: leads, from: created_at, to: closed_at, at: closed_at", "at most 45 days"),
    ("both", "kind: conversion, source: leads, from: mql_at, to: closed_at, limit: 60 days, {scored}", "10%"),
    ("sales", "kind: within, source: leads, {scored}, from: mql_at, to: accepted_at, limit: 8 business hours", "90%"),
    ("sales", "kind: share, source: leads, at: mql_at, that: {{status: closed_won}}", "10%"),
)
"""Who owes each of the twelve, its measure, and its target; a share's is at least that."""

_HEAD = """---
id: version-{number}
title: Version {number}
summary: What the benchmark measures.
effective: {effective}
{until}parties:
  marketing: {{team: Marketing, contact: {{name: Marketing desk, email: marketing@northwind.example}}}}
  sales: {{team: Sales, contact: {{name: Sales desk, email: sales@northwind.example}}}}
coverage: {{timezone: Europe/London, hours: {{mon-fri: 09:00-17:30}}, holidays: GB-ENG}}
commitments:
"""
_COMMITMENT = """  - id: c{number:02}
    title: Commitment {number}
    by: {by}
    category: metrics
    measure: {{{measure}}}
    target: {target}
    per: month
    by_segment: region
"""
_SOURCES = """leads:
  path: exports/leads.{kind}
  timezone: UTC
  key: id
  max_unusable: 100%
  as_of: {{newest_of: [mql_at, contacted_at]}}
  columns:
    id: {{from: lead_id, type: text}}
    created_at: {{from: created_at, type: instant}}
    mql_at: {{from: mql_at, type: instant}}
    accepted_at: {{from: accepted_at, type: instant}}
    contacted_at: {{from: first_contacted_at, type: instant}}
    closed_at: {{from: closed_at, type: instant}}
    owner: {{from: owner, type: text}}
    region: {{from: region, type: text}}
    origin: {{from: source, type: text}}
    country: {{from: country, type: text}}
    score: {{from: score, type: integer}}
    size: {{from: company_size, type: text}}
    amount: {{from: amount, type: money, currency: EUR}}
    status: {{from: status, type: text}}
"""


def project(rows: int, kind: str) -> Path:
    """The export of a project with so many leads, a repository without a commit; it is made once, the rest anew."""
    root = WORK / f"scale-{rows}-{kind}"
    exports = root / "data" / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    # Else git finds the repository of the product above it, and its thousands of commits are read and paid for.
    subprocess.run(("git", "init", "--quiet", root), check=True)
    shutil.rmtree(root / "agreements", ignore_errors=True)
    (root / "agreements").mkdir()
    for number, (effective, until, score) in enumerate(VERSIONS, start=1):
        (root / "agreements" / f"version-{number}.md").write_text(agreement(number, effective, until, score))
    (root / "data" / "sources.yml").write_text(_SOURCES.format(kind=kind))
    export = exports / f"leads.{kind}"
    if not export.exists():
        leads = as_csv(rows)
        part = export.with_suffix(".part")
        as_parquet(leads, part) if kind == "parquet" else part.hardlink_to(leads)
        part.rename(export)
    return export


def agreement(number: int, effective: str, until: str, score: int) -> str:
    """One version, as an agreement of its own that holds until the next one begins."""
    text = _HEAD.format(number=number, effective=effective, until=f"until: {until}\n" if until else "")
    for at, (by, measure, target) in enumerate(COMMITMENTS, start=1):
        said = measure.format(scored=f"where: {{score: at least {score}}}")
        amount = target if target.startswith("at ") else f"at least {target}"
        text += _COMMITMENT.format(number=at, by=by, measure=said, target=amount)
    return f"{text}---\n"


def as_csv(rows: int) -> Path:
    """The generated leads as CSV, made once for every size."""
    path = WORK / "leads" / f"{rows}.csv"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        generate.main(rows, part)
        part.rename(path)
    return path


def as_parquet(leads: Path, path: Path) -> None:
    """The same leads with the types that a warehouse gives them, compressed, 250,000 rows a group."""
    instants = ("created_at", "mql_at", "accepted_at", "first_contacted_at", "closed_at")
    types = {name: pa.timestamp("us", "UTC") for name in instants} | {
        "score": pa.int64(),
        "amount": pa.decimal128(12, 2),
    }
    reader = pa.csv.open_csv(leads, convert_options=pa.csv.ConvertOptions(column_types=types, strings_can_be_null=True))
    words = ("owner", "region", "source", "country", "company_size", "status")
    with pq.ParquetWriter(path, reader.schema, compression="zstd", use_dictionary=list(words)) as writer:
        for batch in _of_rows(reader, 250_000):
            writer.write_table(batch, row_group_size=250_000)


def _of_rows(reader: pa.RecordBatchReader, rows: int):
    """Tables of so many rows each."""
    waiting: list[pa.RecordBatch] = []
    for batch in reader:
        waiting.append(batch)
        table = pa.Table.from_batches(waiting)
        while table.num_rows >= rows:
            yield table.slice(0, rows)
            table = table.slice(rows)
        waiting = table.to_batches()
    if waiting and pc.sum(pa.array([batch.num_rows for batch in waiting])).as_py():
        yield pa.Table.from_batches(waiting)
