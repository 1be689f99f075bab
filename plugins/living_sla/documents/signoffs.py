"""Sign-offs and reviews as a JSON document: what `sla verify` tells."""

from __future__ import annotations

import json
from collections.abc import Sequence

from living_sla.documents.checked_reviews import review_fields
from living_sla.errors import Notice
from living_sla.model.past.revision import Commit
from living_sla.model.past.signoff import MissingSignature, SignOff, TrustLevel
from living_sla.model.reviews.review import Review


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
        "missing": [vars(signoff) for signoff in missing],
        "reviews": [review_fields(review, shelf) for review in reviews],
        "not_reviews": list(not_reviews),
        "notices": [str(notice) for notice in notices],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _at(commit: Commit | None) -> dict[str, str] | None:
    return {"commit": commit.id, "at": commit.landed_at.isoformat()} if commit else None
