"""What `sla doctor` saw, as a JSON document."""

from __future__ import annotations

import json

from living_sla.model.observation import Checkup


def checkup_document(checkup: Checkup) -> str:
    """``sla-doctor/1``: everything that was looked at, in order; `remedy` is null where nothing has to be done."""
    findings = [
        {
            "group": group,
            "subject": seen.subject,
            "state": seen.severity.value,
            "what": seen.what,
            "remedy": seen.remedy or None,
            "stops": seen.stops,
        }
        for group, several in checkup.groups
        for seen in several
    ]
    document = {"schema": "sla-doctor/1", "exit_code": checkup.exit_code, "findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=1)
