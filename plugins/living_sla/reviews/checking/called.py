"""The review that somebody names, and whether its record can be relied on: every verb that takes a name asks here."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id


def review_called(reviews: Sequence[Review], name: str) -> Review:
    """The review of that name; raises `SlaError`, which names those that there are."""
    try:
        wanted = review_id(name)
    except Unreadable as found:
        raise SlaError(found.message, hint=found.hint, code=found.code) from None
    review = next((each for each in reviews if each.id == wanted), None)
    if review is None:
        known = ", ".join(str(each.id) for each in reviews)
        hint = f"there are: {known}" if known else f"there is none yet: sla snapshot {wanted} freezes one"
        raise SlaError(f'there is no review "{wanted}"', hint=hint, code=Fault.UNKNOWN_NAME)
    return review


def sound_record(review: Review) -> ReviewRecord:
    """Its record; raises `SlaError` where that cannot be read or is broken, with the first thing that was found."""
    if review.broken or review.record is None:
        found = next(iter(review.broken), None)
        what = found.what if found else "its record cannot be read"
        raise SlaError(
            f"the review {review.id} is broken: {what}",
            where=Place(found.file if found else review.folder),
            hint=f"nobody works with a record that is not what was frozen: sla verify {review.id}",
            code=Fault.BROKEN_REVIEW,
        )
    return review.record
