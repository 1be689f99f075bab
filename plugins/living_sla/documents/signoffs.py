"""Sign-offs as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence

from living_sla.errors import Notice
from living_sla.model.revision import Commit
from living_sla.model.signoff import MissingSignature, SignOff, TrustLevel


def signoffs_document(
    required: TrustLevel,
    given: Sequence[SignOff],
    missing: Sequence[MissingSignature],
    notices: Sequence[Notice],
) -> str:
    """``sla-verify/1``: every sign-off, and whose is missing; `required` is the trust that one needs to count."""
    fields = [
        {
            "agreement": one.file.agreement,
            "version": one.file.version,
            "digest": one.file.digest,
            "party": one.file.party,
            "signer": one.file.signer,
            "on": one.file.on.isoformat(),
            "path": one.file.path,
            "landed": _at(one.landed),
            "level": one.level.label,
            "evidence": one.evidence,
            "sentence": one.sentence,
            "counts": not one.refused,
            "refused": one.refused or None,
            "ended": _at(one.ended),
        }
        for one in given
    ]
    document = {
        "schema": "sla-verify/1",
        "required_trust": required.label,
        "signoffs": fields,
        "missing": [vars(one) for one in missing],
        "notices": [str(notice) for notice in notices],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _at(commit: Commit | None) -> dict[str, str] | None:
    return {"commit": commit.id, "at": commit.landed_at.isoformat()} if commit else None
