"""Batches and cohorts built by hand: records are dictionaries, instants are aware datetimes."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
from msgspec import Struct

from living_sla.exports.cells.batch import Batch, Column, ListedKeys
from living_sla.exports.cells.keys import hashes_of
from living_sla.measures.attainments import period_figures
from living_sla.measures.cohort import Cohort, cohort
from living_sla.measures.versions import VersionFigures, by_period
from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.attainment import Attainment
from living_sla.model.time.zones import micros

TYPES = {
    "id": "text",
    "mql_at": "instant",
    "contacted_at": "instant",
    "due_at": "instant",
    "region": "text",
    "lifecycle": "text",
    "products": "text",
    "score": "integer",
    "amount": "money",
    "ratio": "number",
    "bounced": "boolean",
    "signed_on": "date",
    "due_on": "date",
}

SEPARATORS = {"products": ";"}
"""What stands between the values of a cell, by column."""


def batch(records: list[dict], types: dict[str, str] = TYPES) -> Batch:
    """A batch of these records; a column that a record leaves out is not filled there."""
    keys = np.array([str(record.get("id", position)) for position, record in enumerate(records)], dtype=np.object_)
    return Batch(
        rows=len(records),
        columns={
            name: column(kind, [record.get(name) for record in records], SEPARATORS.get(name, ""))
            for name, kind in types.items()
        },
        key_hashes=hashes_of(column("text", list(keys))),
        keys_at=ListedKeys(list(keys)),
    )


def column(kind: str, cells: list, separator: str = "") -> Column:
    filled = np.array([cell is not None for cell in cells], dtype=np.bool_)
    if kind == "text":
        words = tuple(sorted({cell for cell in cells if cell is not None}))
        codes = np.array([words.index(cell) if cell is not None else 0 for cell in cells], dtype=np.int32)
        return Column("text", codes, filled, words, separator=separator)
    stored = {
        "instant": lambda cell: micros(cell),
        "date": lambda cell: (cell - date(1970, 1, 1)).days,
        "money": lambda cell: int(cell * 10_000),
        "integer": int,
        "number": float,
        "boolean": bool,
    }[kind]
    dtype = {"number": np.float64, "boolean": np.bool_}.get(kind, np.int64)
    return Column(kind, np.array([stored(cell) if cell is not None else 0 for cell in cells], dtype=dtype), filled)


def terms(commitment: dict, **fields) -> Terms:
    """Terms with one commitment: first contact within 4 business hours, unless said otherwise."""
    return Terms.model_validate(
        {
            "id": "lead-handoff",
            "title": "Inbound lead hand-off",
            "summary": "Leads that Sales can work.",
            "effective": "2026-09-01",
            "parties": {
                "marketing": {"team": "Demand", "contact": {"name": "Ana", "email": "ana@northwind.example"}},
                "sales": {"team": "Development", "contact": {"name": "Ben", "email": "ben@northwind.example"}},
            },
            "coverage": {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}},
            "commitments": [
                {
                    "id": "first-contact",
                    "title": "First contact",
                    "by": "sales",
                    "category": "hand-off",
                    "measure": WITHIN,
                    "target": "at least 95%",
                    "per": "month",
                    **commitment,
                }
            ],
            **fields,
        }
    )


WITHIN = {"kind": "within", "source": "leads", "from": "mql_at", "to": "contacted_at", "limit": "4 business hours"}
COUNT = {"kind": "count", "source": "leads", "at": "mql_at"}


def cohort_of(commitment: dict | None = None, **fields) -> Cohort:
    agreed = terms(commitment or {}, **fields)
    return cohort(agreed, agreed.commitments[0], fiscal_start=1)


class Judged(Struct, frozen=True):
    """What period figures came to, with nothing withheld: all records, and those of every segment."""

    whole: tuple[Attainment, ...]
    segments: dict[str, tuple[Attainment, ...]]


def judged(*asked, merged: tuple[str, ...] = (), **more) -> Judged:
    """What `period_figures` makes of its arguments; with some segments `merged`, these instead of all records."""
    found = [part.frame for (part,) in by_period([VersionFigures(period_figures(*asked, **more))]).values()]
    if merged:
        return Judged(tuple(frame.attainment(merged) for frame in found), {})
    names = sorted({name for frame in found for name in frame.segments}, key=lambda name: (not name, name))
    segments = {name: tuple(frame.attainment((name,)) for frame in found) for name in names}
    return Judged(tuple(frame.attainment(None) for frame in found), segments)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text + "+00:00")
