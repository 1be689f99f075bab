"""The front matter that a generator reads of an agreement; the real one never meets its reader of YAML."""

from __future__ import annotations

import json

from living_sla.model.agreement import Agreement


def front_matter(agreement: Agreement) -> str:
    """What the theme needs to know of an agreement, as a front matter that says it in one way only."""
    shown = agreement.presentation
    known = {
        "title": agreement.terms.title,
        "description": shown.description or agreement.terms.summary,
        "icon": shown.icon,
        "tags": list(shown.tags),
        "hide": list(shown.hide),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in known.items() if value]
    return "\n".join(["---", *lines, "---", ""])
