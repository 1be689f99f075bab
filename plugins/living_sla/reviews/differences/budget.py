"""How many reviews a build compares: the newest ones, by what they hold and never by a clock.

Two builds of one commit compare the same reviews, whatever the machine and whatever is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable

from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import ReviewId

ENOUGH = 64
"""What a build compares at most, in the units of `cost`: about 5 s."""


def within_budget(newest_first: Iterable[Review]) -> frozenset[ReviewId]:
    """Those that a build compares; one that is too large for what is left waits, and keeps no other waiting."""
    left, found = ENOUGH, set()
    for review in newest_first:
        if review.record is not None and cost(review.record) <= left:
            left -= cost(review.record)
            found.add(review.id)
    return frozenset(found)


def cost(record: ReviewRecord) -> int:
    """How long it takes to compare a review, of which one commitment takes about as long as one megabyte of exports.

    Each figure of ten years with segments is made two or three times; exports are read as often, and again for records.
    """
    commitments = sum(len(of.commitments) for of in record.agreements)
    size = sum(file.bytes for source in record.sources for file in source.files)
    return commitments + (size >> 20)
