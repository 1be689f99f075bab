"""What the reviews of a project leave to do, in the terms of whoever reminds people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from living_sla.model.figures.review_agenda import ActionAhead, HeldReview, ReviewAgenda
from living_sla.model.reviews.actions import open_actions
from living_sla.model.reviews.review import Review


def review_agenda(reviews: Sequence[Review]) -> ReviewAgenda:
    """The periods that were reviewed, and the open actions that have a date.

    A review whose record cannot be read holds nothing. Raises `Faults` as `open_actions` does.
    """
    held: dict[str, list[HeldReview]] = {}
    for review in sorted(reviews, key=_end):
        if review.record is not None:
            period = review.record.period
            one = HeldReview(str(review.id), review.short_seal, period.first_on, period.end_on)
            for agreement in review.record.agreements:
                held.setdefault(agreement.id, []).append(one)
    as_of = {str(review.id): review.record.as_of for review in reviews if review.record is not None}
    return ReviewAgenda(
        {agreement: tuple(found) for agreement, found in held.items()},
        tuple(
            ActionAhead(of.id, of.what, of.owner, of.due, carried.review, as_of[carried.last])
            for carried in open_actions(reviews)
            if (of := carried.action).due is not None
        ),
        len(reviews),
    )


def _end(review: Review) -> tuple[date, int]:
    return (review.record.period.end_on if review.record else date.min), review.id.number
