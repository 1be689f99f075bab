"""The report as a tidy table: one row a commitment, period and segment, for spreadsheets and notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields

import pandas as pd

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.outcome import Counts

_OUTCOMES = tuple(field.name for field in fields(Counts))
_COLUMNS = (
    *("agreement", "commitment", "period", "start", "end", "scope", "segment", "segments", "basis", "version"),
    *("value", "target", "unit", "status", "reason", *_OUTCOMES),
    *("lower", "upper", "window_start", "window_end", "as_of", "source"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def frame(rows: Iterable[Attainment]) -> pd.DataFrame:
    """One row an attainment, in their order.

    Columns: `agreement, commitment, period, start, end, scope, segment, segments, basis, version, value, target, unit`,
    `status, reason`, the counts `met, missed, pending, excluded, unusable`, then `lower, upper, window_start`,
    `window_end, as_of, source`. Shares are 0 to 1, instants in UTC. `scope` is ``all``, ``segment`` or ``other``; the
    records whose segment is blank have an empty one. A small segment has no figure of its own, only the reason; it is
    one of the `segments` (a JSON list) of the row whose scope is ``other``. The window is the part of the period in
    which the terms held; none where they held for all of it.
    """
    records: list[dict[str, object]] = [
        {
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
            **{outcome: None if row.withheld else count for outcome, count in vars(row.counts).items()},
            "lower": None if row.lower is None else float(row.lower),
            "upper": None if row.upper is None else float(row.upper),
            "window_start": row.window[0] if row.window else None,
            "window_end": row.window[1] if row.window else None,
            "as_of": row.as_of,
            "source": row.source,
        }
        for row in rows
    ]
    return pd.DataFrame.from_records(records, columns=_COLUMNS).astype(dict.fromkeys((*_OUTCOMES, "version"), "Int64"))


def csv(rows: Iterable[Attainment]) -> str:
    """The tidy table as CSV, safe to open in a spreadsheet.

    A text that a spreadsheet would take for a formula begins with an apostrophe (OWASP ASVS 1.2.10).
    """
    table = frame(rows)
    for name in table.select_dtypes(include=["object", "string"]):
        table[name] = table[name].map(_defused, na_action="ignore")
    return table.to_csv(index=False)


def _defused(text: object) -> object:
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA_STARTS) else text
