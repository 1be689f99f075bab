"""What two states of a project differ in, as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from living_sla.model.past.change import AgreementChanges, Change
from living_sla.words.numbers import plain_spaces


def changes_document(base: str, commit: str, agreements: Sequence[AgreementChanges]) -> str:
    """``sla-changes/1``; `base` is the name by which somebody asked for the commit."""
    document = {
        "schema": "sla-changes/1",
        "base": {"name": base, "commit": commit},
        "agreements": [
            {
                "agreement": compared.agreement.terms.id,
                "title": compared.agreement.terms.title,
                "kind": compared.kind,
                "digest": {
                    "before": compared.before.digest if compared.before else None,
                    "after": compared.after.digest if compared.after else None,
                },
                "changes": [change_fields(change) for change in compared.changes],
            }
            for compared in agreements
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def change_fields(change: Change) -> dict[str, Any]:
    """A change as the fields of a JSON document."""
    return {
        "rule": change.rule,
        "commitment": change.commitment,
        "direction": str(change.direction),
        "party": change.party,
        "sentence": plain_spaces(change.sentence),
        "breaks_series": change.breaks_series,
        "place": {"path": change.place.path, "line": change.place.line, "column": change.place.column},
    }
