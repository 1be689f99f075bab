"""The history of one agreement as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from living_sla.documents.changes import change_fields
from living_sla.model.past.revision import Commit, Revision
from living_sla.model.past.timeline import Span, Stale, Timeline, VersionStanding


def history_document(timeline: Timeline, revisions: Sequence[Revision], stale: Sequence[Stale]) -> str:
    """``sla-history/1``: versions and revisions, the oldest first."""
    document = {
        "schema": "sla-history/1",
        "agreement": timeline.agreement,
        "spans": [{"version": span.version, **span_fields(span), "basis": str(span.basis)} for span in timeline.spans],
        "versions": [_version_fields(standing) for standing in timeline.versions],
        "stale": [
            {
                "signer": earlier.signoff.file.signer,
                "party": earlier.signoff.file.party,
                "version": earlier.version,
                "changes": [change_fields(change) for change in earlier.changes],
            }
            for earlier in stale
        ],
        "revisions": [
            {
                "commit": _commit_fields(revision.commit),
                "kind": str(revision.kind),
                "path": revision.path,
                "moved_from": revision.moved_from,
                "digest": revision.digest,
                "version": revision.version,
                "why": revision.why or None,
            }
            for revision in revisions
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _version_fields(standing: VersionStanding) -> dict[str, Any]:
    version = standing.version
    return {
        "version": version.number,
        "digest": version.digest,
        "state": str(standing.state),
        "in_force": span_fields(standing.in_force) if standing.in_force else None,
        "effective": version.essentials.effective.isoformat(),
        "until": version.essentials.until.isoformat() if version.essentials.until else None,
        "asked_for": standing.asked_for.isoformat() if standing.asked_for else None,
        "landed": _commit_fields(version.landed) if version.landed else None,
        "removed": _commit_fields(version.removed) if version.removed else None,
        "returns_to": version.returns_to,
        "changes": [change_fields(change) for change in version.changes],
        "signoffs": [
            {
                "signer": one.file.signer,
                "party": one.file.party,
                "level": one.level.label,
                "evidence": one.evidence,
                "landed": _commit_fields(one.landed) if one.landed else None,
                "counts": not one.refused,
                "refused": one.refused or None,
            }
            for one in standing.signoffs
        ],
        "waiting": [
            {"signer": one.signer, "party": one.party, "since": one.since.isoformat()} for one in standing.waiting
        ],
    }


def span_fields(span: Span) -> dict[str, str | None]:
    """Since when and until when something was in force."""
    return {"start": span.start.isoformat(), "end": span.end.isoformat() if span.end else None}


def _commit_fields(commit: Commit) -> dict[str, Any]:
    return {
        "id": commit.id,
        "landed_at": commit.landed_at.isoformat(),
        "author": {"name": commit.author.name, "email": commit.author.email},
        "subject": commit.subject,
    }
