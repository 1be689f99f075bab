"""Sign-offs and reviews as a JSON document: what `sla verify` tells."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec.structs import asdict

from living_sla.errors import Notice
from living_sla.model.past.revision import Commit
from living_sla.model.past.signoff import MissingSignature, SignOff, TrustLevel
from living_sla.model.reviews.differences import Difference, FigureParts
from living_sla.model.reviews.review import CheckFinding, Review
from living_sla.model.reviews.signoff import ReviewSignOff
from living_sla.model.reviews.state import state_of, still_waiting


def signoffs_document(
    required: TrustLevel,
    given: Sequence[SignOff],
    missing: Sequence[MissingSignature],
    notices: Sequence[Notice],
    reviews: Sequence[Review] = (),
    shelf: Sequence[Review] = (),
    not_reviews: Sequence[str] = (),
) -> str:
    """``sla-verify/1``: every sign-off, whose is missing, and reviews with what checking them found.

    `required` is the trust that a sign-off needs to count; `shelf` are all reviews, with those that nobody asked for,
    `not_reviews` the folders beside them that no review can be called.
    """
    fields = [
        {
            "agreement": signoff.file.agreement,
            "version": signoff.file.version,
            "digest": signoff.file.digest,
            "party": signoff.file.party,
            "signer": signoff.file.signer,
            "on": signoff.file.on.isoformat(),
            "path": signoff.file.path,
            "landed": _at(signoff.landed),
            "level": signoff.level.label,
            "evidence": signoff.evidence,
            "sentence": signoff.sentence,
            "counts": not signoff.refused,
            "refused": signoff.refused or None,
            "ended": _at(signoff.ended),
        }
        for signoff in given
    ]
    document = {
        "schema": "sla-verify/1",
        "required_trust": required.label,
        "signoffs": fields,
        "missing": [asdict(signoff) for signoff in missing],
        "reviews": [review_fields(review, shelf) for review in reviews],
        "not_reviews": list(not_reviews),
        "notices": [str(notice) for notice in notices],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


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
        "missing": [
            {**asdict(party), "signatories": list(party.signatories)} for party in still_waiting(review, shelf)
        ],
        "differences": None if review.differences is None else [_difference(found) for found in review.differences],
    }


def _finding(found: CheckFinding) -> dict[str, object]:
    return {**asdict(found), "level": str(found.level), "code": str(found.code) if found.code else None}


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
        else {name: list(keys) if isinstance(keys, tuple) else keys for name, keys in asdict(records).items()},
    }


def _parts(of: FigureParts) -> dict[str, object]:
    return {**asdict(of), "value": None if of.value is None else str(of.value)}


def _at(commit: Commit | None) -> dict[str, str] | None:
    return {"commit": commit.id, "at": commit.landed_at.isoformat()} if commit else None
