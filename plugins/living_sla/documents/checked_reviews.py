"""Reviews as a JSON document tells them: what checking each found, who signed it, what differs from it today."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.past.revision import Commit
from living_sla.model.reviews.differences import Difference, FigureParts
from living_sla.model.reviews.review import CheckFinding, Review
from living_sla.model.reviews.signoff import ReviewSignOff
from living_sla.model.reviews.state import state_of, still_waiting


def review_fields(review: Review, shelf: Sequence[Review]) -> dict[str, object]:
    """One review, as ``sla-verify/1`` has it; fractions are texts, so that parts of a difference add up exactly."""
    record = review.record
    return {
        "review": str(review.id),
        "folder": review.folder,
        "seal": review.seal or None,
        "state": str(state_of(review)),
        "provisional": record is not None and record.is_provisional,
        "restates": record.restates.review.id if record and record.restates else None,
        "landed": _at(review.landed),
        "broken": bool(review.broken),
        "findings": [_finding(found) for found in review.findings],
        "signoffs": [_signoff(signoff) for signoff in review.signoffs],
        "missing": [{**vars(party), "signatories": list(party.signatories)} for party in still_waiting(review, shelf)],
        "differences": None if review.differences is None else [_difference(found) for found in review.differences],
    }


def _finding(found: CheckFinding) -> dict[str, object]:
    return {**vars(found), "level": str(found.level), "code": str(found.code) if found.code else None}


def _signoff(signoff: ReviewSignOff) -> dict[str, object]:
    file = signoff.file
    return {
        "agreements": list(file.agreements),
        "party": file.party,
        "signer": file.signer,
        "on": file.on.isoformat(),
        "path": file.path,
        "landed": _at(signoff.landed),
        "level": signoff.level.label,
        "evidence": signoff.evidence,
        "sentence": signoff.sentence,
        "counts": signoff.counts,
        "refused": signoff.refused or signoff.stale or None,
        "dissent": file.dissent or None,
    }


def _difference(found: Difference) -> dict[str, object]:
    parts = {"product": found.product, "calendar": found.calendar, "data": found.data}
    records = found.records
    return {
        "agreement": found.agreement,
        "commitment": found.commitment,
        "period": found.period,
        "segment": found.segment,
        "frozen": _parts(found.frozen),
        "now": _parts(found.now),
        "parts": {name: _parts(part) for name, part in parts.items() if part is not None} or None,
        "records": None
        if records is None
        else {name: list(keys) if isinstance(keys, tuple) else keys for name, keys in vars(records).items()},
    }


def _parts(of: FigureParts) -> dict[str, object]:
    return {**vars(of), "value": None if of.value is None else str(of.value)}


def _at(commit: Commit | None) -> dict[str, str] | None:
    return {"commit": commit.id, "at": commit.landed_at.isoformat()} if commit else None
