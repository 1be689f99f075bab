"""Where a review that is about to be frozen stands among the others: its name, the one before it, what it restates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from living_sla.errors import Fault, Place, SlaError
from living_sla.model.reviews.record import Restated, SealedReview
from living_sla.model.reviews.review import Level, Review
from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews.folder.layout import folder_of
from living_sla.reviews.folder.work_tree import above
from living_sla.reviews.freezing.writing import is_there
from living_sla.reviews.shelf.one_review import whole


class Correction(Struct, frozen=True):
    """What a review is to take the place of, and why."""

    review: ReviewId
    why: str


def require_own_folder(root: Path) -> None:
    """Raise `SlaError` where a folder above the reviews is a link, or belongs to another repository."""
    found = above(root)
    if found is not None:
        path, what = found
        hint = "put a folder of this repository there: a review is anchored by its history"
        raise SlaError(f"this {what}", where=Place(path), hint=hint, code=Fault.REVIEW_NOT_WRITTEN)


def restated(reviews: Sequence[Review], correction: Correction | None) -> Restated | None:
    """What a record says of the review that it restates; raises `SlaError` where that is not there, or is broken."""
    if correction is None:
        return None
    found = next((review for review in reviews if review.id == correction.review), None)
    if found is None or not found.seal:
        message = f"there is no review {correction.review} that could be restated"
        raise SlaError(message, hint=f"there are: {', '.join(str(each.id) for each in reviews) or 'none'}")
    _require_intact(found)
    return Restated(SealedReview(str(found.id), found.seal), correction.why)


def next_number(reviews: Sequence[Review], review: ReviewId) -> ReviewId:
    """What the next correction of a period is called; there is a review of it."""
    return ReviewId(review.label, 1 + max(each.id.number for each in reviews if each.id.label == review.label))


def require_new(reviews: Sequence[Review], review: ReviewId) -> None:
    """Raise `SlaError` where the main line holds or held a review of that name, whatever lies in the folder."""
    if any(found.id == review for found in reviews):
        raise is_there(str(review), folder_of(str(review)), "this review")


def previous(reviews: Sequence[Review]) -> Review | None:
    """The newest review on the main line; raises `SlaError` where one waits for its commit."""
    for review in reviews:
        if review.landed is None:
            message = f"{review.id} is frozen and not committed, so no review can name it as the one before"
            hint = f"commit it first: git add --force {review.folder}"
            raise SlaError(message, where=Place(review.folder), hint=hint, code=Fault.NOT_READY)
    followed = {review.record.previous.id for review in reviews if review.record and review.record.previous}

    def order(review: Review) -> tuple[datetime, bool, ReviewId]:
        """As they landed; of two that landed in the same second, the one that no other one follows is the later."""
        assert review.landed is not None
        return review.landed.landed_at, str(review.id) not in followed, review.id

    newest = max(reviews, key=order, default=None)
    if newest is not None:
        _require_intact(newest)
    return newest


def require_records(root: Path, reviews: Sequence[Review], before: Review | None, restates: Restated | None) -> None:
    """Raise `SlaError` where a review that the new one names, read in brief, holds no whole record."""
    named = {str(before.id) if before else "", restates.review.id if restates else ""}
    for found in (review for review in reviews if str(review.id) in named):
        _require_intact(whole(root, found))


def _require_intact(review: Review) -> None:
    """Raise `SlaError` where the bytes of a review, which another one is to name by its seal, are not those sealed."""
    broken = next((found for found in review.broken if found.level is Level.BYTES), None)
    if broken is not None or not review.seal:
        what = f": {broken.file} {broken.what}" if broken else ""
        message = f"{review.id} is broken{what}; no review can name it"
        hint = f"put its bytes back: git restore {review.folder}; sla verify {review.id} tells all"
        raise SlaError(message, where=Place(review.folder), hint=hint, code=Fault.NOT_READY)
