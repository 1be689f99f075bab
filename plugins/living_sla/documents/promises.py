"""What could be promised as JSON, ``sla-promises/1``: the share that was kept with each limit, by commitment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import floor
from typing import Any

from living_sla.model.figures.pooled import by_limit, kept_by_nine, settled
from living_sla.model.figures.standing import Standing

SCHEMA = "sla-promises/1"


def promises_document(standings: Sequence[Standing]) -> str:
    """The document; shares are 0 to 1, rounded down to whole percents, limits in the unit that stands beside them."""
    document = {"schema": SCHEMA, "commitments": [_commitment(part) for part in standings]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _commitment(part: Standing) -> dict[str, Any]:
    kept = kept_by_nine(part)
    durations = part.durations if part.commitment.measure.is_share else None
    scale = durations.scale if durations is not None else None
    limits = by_limit(durations) if durations is not None else ()
    return {
        "agreement": part.agreement,
        "commitment": part.id,
        "title": part.title,
        "target": str(part.commitment.target),
        "closed_periods": len(settled(part)),
        "kept": float(kept) if kept is not None else None,
        "unit": part.series[-1].unit if part.series else "",
        "limit_unit": scale.unit if scale is not None else None,
        "business": scale.business if scale is not None else None,
        "agreed_limit": scale.limit if scale is not None else None,
        "limits": [{"limit": edge, "kept": floor(share * 100) / 100} for edge, share in limits],
    }
