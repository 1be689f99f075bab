"""Whether two programs that know nothing of each other came to the same figures."""

from __future__ import annotations

import json
import math
from pathlib import Path

MICROS = {"hours": 3_600_000_000, "days": 86_400_000_000}


def compared(ours: str, theirs: Path) -> str:
    """One line: how many figures were compared; stops the benchmark at the first that differs.

    `ours` is what `sla attain --format json` wrote, `theirs` the file of another program. Who takes the difference of
    two instants for days differs by up to two parts in a thousand: an hour, where the clock changed meanwhile.
    """
    figures = {
        (int(row["agreement"][-1]), row["commitment"], row["period"]["label"], row["segment"]): row
        for row in json.loads(ours)["attainment"]
    }
    # Segments that are too small to be shown by themselves have no figure of ours.
    rows = [row for row in json.loads(theirs.read_text()) if figures[tuple(row[:4])]["counts"] is not None]
    for number, commitment, month, region, met, missed, pending, value in rows:
        row = figures[number, commitment, month, region]
        counts = row["counts"]
        if value is None:
            same = (met, missed, pending) == (counts["met"], counts["missed"], counts["pending"])
        else:
            unit = MICROS.get(row["unit"], 1)
            close = 1e-9 if row["unit"] != "days" else 2e-3
            same = met == counts["met"] and math.isclose(value / unit, row["value"], rel_tol=close)
        if not same:
            raise SystemExit(f"{number} {commitment} {month} {region}: {met, missed, pending, value} against {row}")
    return f"{len(rows):,} figures are equal"
