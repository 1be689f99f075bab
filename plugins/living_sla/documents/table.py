"""The door to pandas: the tidy table as a data frame, for notebooks."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from living_sla.documents.tidy import COLUMNS, OUTCOMES, records
from living_sla.model.figures.attainment import Attainment


def frame(rows: Iterable[Attainment]) -> pd.DataFrame:
    """One row an attainment, in their order.

    Columns: `agreement, commitment, period, start, end, scope, segment, segments, basis, version, value, target, unit`,
    `status, reason`, the counts `met, missed, pending, excluded, unusable`, then `lower, upper, window_start`,
    `window_end, as_of, source`. Shares are 0 to 1, instants in UTC. `scope` is ``all``, ``segment`` or ``other``; the
    records whose segment is blank have an empty one. A small segment has no figure of its own, only the reason; it is
    one of the `segments` (a JSON list) of the row whose scope is ``other``. The window is the part of the period in
    which the terms held; none where they held for all of it.
    """
    return pd.DataFrame.from_records(list(records(rows)), columns=COLUMNS).astype(
        dict.fromkeys((*OUTCOMES, "version"), "Int64")
    )
