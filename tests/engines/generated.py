"""A project with a commitment of every kind, and exports in several parts, always the same."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

PARTS = 4
LEADS = 2_000

AGREEMENT = """\
---
id: desk
title: Desk
summary: Every kind of measure.
effective: 2026-07-01
parties:
  marketing: {team: Demand, contact: {name: Demand desk, email: demand@northwind.example}}
  sales: {team: Development, contact: {name: Development desk, email: sales@northwind.example}}
coverage: {timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, holidays: GB-ENG}
definitions:
  good: {means: Scored., where: {score: at least 20}}
exceptions:
  - {id: outage, from: 2026-08-03T08:00, until: 2026-08-05T12:00, reason: Outage, effect: exclude}
commitments:
"""
COMMITMENT = """\
  - id: {id}
    title: {id}
    by: sales
    category: metrics
    measure: {{{measure}, source: {source}}}
    target: {target}
    per: {per}
"""
FROM_TO = "from: came_at, to: done_at"
EVENTS = "events: {source: touches, key: lead, at: touched_at, where: {kind: not automatic}}"
BY_NUMBER = "events: {source: touches, key: lead_number, at: touched_at, where: {kind: not automatic}}"
FIRST_BY_NUMBER = BY_NUMBER.removeprefix("events: ")
MEASURES = (
    ("counted", "kind: count, at: came_at, where: good", "leads", "at least 100", "month"),
    ("weekly", "kind: count, at: came_on", "leads", "at least 20", "week"),
    ("summed", "kind: total, at: came_at, column: amount", "leads", "at least 1000 EUR", "quarter"),
    ("averaged", f"kind: average, {FROM_TO}", "leads", "at most 9 hours", "month"),
    ("averaged-ratio", "kind: average, of: ratio, at: came_at", "leads", "at least 0.4", "month"),
    ("middle", f"kind: median, {FROM_TO}", "leads", "at most 4 business hours", "month"),
    ("tail", f"kind: percentile, percentile: 90, {FROM_TO}", "leads", "at most 9 business hours", "month"),
    ("rejected", "kind: share, at: came_at, that: {bounced: false}", "leads", "at least 50%", "month"),
    ("with-vans", "kind: share, at: came_at, that: {products: includes Vans}", "leads", "at least 50%", "month"),
    ("complete", "kind: completeness, at: came_at, fields: [region, amount]", "leads", "at least 50%", "month"),
    ("answered", f"kind: within, {FROM_TO}, limit: 4 business hours", "leads", "at least 50%", "month"),
    ("converted", f"kind: conversion, {FROM_TO}, limit: 5 days", "leads", "at least 50%", "month"),
    ("tried", f"kind: attempts, from: came_at, times: 2, limit: 2 business days, {EVENTS}", "leads",
     "at least 10%", "month"),
    ("kept-warm", f"kind: gap, {FROM_TO}, limit: 9 days, {EVENTS}", "leads", "at least 10%", "month"),
    ("tried-by-number", f"kind: attempts, from: came_at, times: 2, limit: 2 business days, {BY_NUMBER}", "numbered",
     "at least 10%", "month"),
    ("touched-by-number", f"kind: within, from: came_at, to: {{first: {FIRST_BY_NUMBER}}}, limit: 9 days", "numbered",
     "at least 10%", "month"),
    ("reported", "kind: deliverable, at: delivered_at, due: every Friday", "deliveries", "at least 90%", "month"),
)  # fmt: skip
SEGMENTED = {"answered": "    by_segment: region\n    judged_by: due\n", "tail": "    by_segment: region\n"}

SOURCES = """\
leads:
  {leads}
  timezone: Europe/London
  key: id
  as_of: {{newest_of: [came_at, done_at]}}
  max_unusable: 100%
  columns:
    id: {{from: ID, type: text}}
    came_at: {{from: Came at, type: instant}}
    came_on: {{from: Came on, type: date}}
    done_at: {{from: Done at, type: instant}}
    region: {{from: Region, type: text, values: [North, South, "Ö & <b>"]}}
    products: {{from: Products, type: text, values: [Trucks, Vans, Coaches], values_separator: ";"}}
    score: {{from: Score, type: integer}}
    amount: {{from: Amount, type: money, currency: EUR}}
    ratio: {{from: Ratio, type: number}}
    bounced: {{from: Bounced, type: boolean}}
  personal: [Name]
numbered:
  {leads}
  timezone: Europe/London
  key: number
  as_of: {{newest_of: [came_at, done_at]}}
  columns:
    number: {{from: Number, type: integer}}
    came_at: {{from: Came at, type: instant}}
    done_at: {{from: Done at, type: instant}}
touches:
  {touches}
  timezone: Europe/London
  key: id
  as_of: 2026-09-30T18:00
  columns:
    id: {{from: Touch, type: text}}
    lead: {{from: Lead, type: text}}
    lead_number: {{from: Lead number, type: number}}
    touched_at: {{from: At, type: instant}}
    kind: {{from: Kind, type: text}}
deliveries:
  {deliveries}
  timezone: Europe/London
  key: id
  as_of: 2026-09-30T18:00
  columns:
    id: {{from: ID, type: text}}
    delivered_at: {{from: At, type: instant}}
"""
NAMES = ("leads", "touches", "deliveries")


def project(root: Path, ending: str) -> Path:
    """The project at `root`, its exports as files of that ending; `declare` says who reads them."""
    (root / "agreements").mkdir(parents=True)
    commitments = "".join(
        COMMITMENT.format(id=name, measure=measure, source=source, target=target, per=per) + SEGMENTED.get(name, "")
        for name, measure, source, target, per in MEASURES
    )
    (root / "agreements" / "desk.md").write_text(f"{AGREEMENT}{commitments}---\n", encoding="utf-8")
    for name, table, parts in zip(NAMES, (leads(), touches(), deliveries()), (PARTS, 2, 1), strict=True):
        folder = root / "data" / name
        folder.mkdir(parents=True)
        size = -(-table.num_rows // parts)
        for number in range(parts):
            write(table.slice(number * size, size), folder / f"part-{number}.{ending}")
    return root


def declare(root: Path, ending: str, engine: str | None) -> Path:
    """Let this machine, or an engine, read the exports."""
    paths = {name: f"path: {name}/part-*.{ending}\n  combine: rows" for name in NAMES}
    if engine is not None:
        stored = f"\n  stored: {ending}" if engine == "spark" else ""
        paths = {name: f"path: {name}\n  engine: {engine}{stored}" for name in NAMES}
    (root / "data" / "sources.yml").write_text(SOURCES.format(**paths), encoding="utf-8")
    return root


def write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        pq.write_table(table, path)
        return
    text = table.cast(pa.schema([(field.name, pa.string()) for field in table.schema]))
    pa_csv.write_csv(text, path)


def leads() -> pa.Table:
    """Leads from July to September 2026; three of them end before they begin."""
    drawn = random.Random(20261121)
    rows = []
    for number in range(LEADS):
        # One of its own second each, so that the most recent misses are the same whatever the order of parts.
        came = datetime(2026, 7, 1) + timedelta(seconds=number + 97 * drawn.randrange(80_000))
        waited = timedelta(minutes=drawn.choice((-5 if number % 700 == 3 else 30, 90, 600, 3_000, 12_000)))
        rows.append(
            {
                "ID": f"L{number:05d}",
                "Number": number,
                "Name": f"Person {number}",
                "Came at": came,
                "Came on": came.date(),
                "Done at": came + waited if drawn.random() < 0.7 else None,
                "Region": drawn.choice(("North", "South", "Ö & <b>", None)),
                "Products": (None, "Vans", "Trucks;Vans", "Coaches; Trucks")[number % 4],
                "Score": drawn.randrange(101) if drawn.random() < 0.9 else None,
                "Amount": Decimal(drawn.randrange(10**7)) / 100 if drawn.random() < 0.8 else None,
                "Ratio": drawn.randrange(1, 1000) / 1000,
                "Bounced": drawn.random() < 0.3,
            }
        )
    drawn.shuffle(rows)
    moment = pa.timestamp("us")
    types = (pa.string(), pa.int64(), pa.string(), moment, pa.date32(), moment, pa.string(), pa.string(), pa.int32(),
             pa.decimal128(12, 2), pa.float64(), pa.bool_())  # fmt: skip
    return pa.Table.from_pylist(rows, pa.schema(list(zip(rows[0], types, strict=True))))


def touches() -> pa.Table:
    drawn = random.Random(7)
    rows = [
        {
            "Touch": str(number),
            "Lead": f"L{(lead := drawn.randrange(LEADS + 50)):05d}",
            "At": datetime(2026, 7, 1) + timedelta(minutes=drawn.randrange(130_000)),
            "Kind": drawn.choice(("call", "e-mail", "automatic")),
            "Lead number": float(lead),
        }
        for number in range(12_000)
    ]
    types = (pa.string(), pa.string(), pa.timestamp("us"), pa.string(), pa.float64())
    return pa.Table.from_pylist(rows, pa.schema(list(zip(rows[0], types, strict=True))))


def deliveries() -> pa.Table:
    fridays = [datetime(2026, 7, 3, 12) + timedelta(days=7 * week, hours=week % 3 * 9) for week in range(12)]
    rows = [{"ID": f"D{number}", "At": at} for number, at in enumerate(fridays)]
    return pa.Table.from_pylist(rows, pa.schema([("ID", pa.string()), ("At", pa.timestamp("us"))]))
