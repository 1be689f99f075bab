"""What changed in all agreements, as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from living_sla.documents.changes import change_fields
from living_sla.documents.history import span_fields
from living_sla.documents.landed import Landed


def changelog_document(versions: Sequence[Landed], *, most: int) -> str:
    """``sla-changelog/1``: the newest `most` versions, the newest first, and how many there are before them."""
    document = {
        "schema": "sla-changelog/1",
        "earlier": max(0, len(versions) - most),
        "versions": [_fields(one) for one in versions[:most]],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _fields(one: Landed) -> dict[str, Any]:
    standing, version = one.standing, one.standing.version
    return {
        "agreement": one.agreement,
        "title": one.title,
        "version": version.number,
        "digest": version.digest,
        "state": str(standing.state),
        "landed_at": one.at.isoformat(),
        "commit": version.landed.id if version.landed else None,
        "effective": version.essentials.effective.isoformat(),
        "in_force": span_fields(standing.in_force) if standing.in_force else None,
        "returns_to": version.returns_to,
        "changes": [change_fields(change) for change in version.changes],
    }
