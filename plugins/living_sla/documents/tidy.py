"""Figures as a tidy table: one row a commitment, period and segment, for spreadsheets, notebooks and BI tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from living_sla.documents.cells import csv_text
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.outcome import Counts

OUTCOMES = Counts.__struct_fields__
COLUMNS = (
    *("agreement", "commitment", "period", "start", "end", "scope", "segment", "segments", "basis", "version"),
    *("value", "target", "unit", "status", "reason", *OUTCOMES),
    *("lower", "upper", "window_start", "window_end", "as_of", "source"),
)


def csv(rows: Iterable[Attainment]) -> str:
    """The tidy table as CSV, safe to open in a spreadsheet: what looks like a formula begins with an apostrophe."""
    return csv_text(COLUMNS, (list(record.values()) for record in records(rows)))


def records(rows: Iterable[Attainment]) -> Iterator[dict[str, object]]:
    """The cells of each row, by the names of their columns and in their order."""
    for row in rows:
        yield {
            "agreement": row.agreement,
            "commitment": row.commitment,
            "period": row.period.label,
            "start": row.period.start,
            "end": row.period.end,
            "scope": row.scope,
            "segment": row.segment,
            "segments": json.dumps(row.merged, ensure_ascii=False) if row.merged else None,
            "basis": str(row.basis),
            "version": row.version,
            "value": None if row.value is None else float(row.value),
            "target": str(row.target),
            "unit": row.unit,
            "status": None if row.status is None else str(row.status),
            "reason": row.reason or None,
            **{outcome: None if row.withheld else count for outcome, count in asdict(row.counts).items()},
            "lower": None if row.lower is None else float(row.lower),
            "upper": None if row.upper is None else float(row.upper),
            "window_start": row.window[0] if row.window else None,
            "window_end": row.window[1] if row.window else None,
            "as_of": row.as_of,
            "source": row.source,
        }
