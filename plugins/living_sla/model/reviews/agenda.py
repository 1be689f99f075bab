"""What the reviews of a project leave to do, in the terms of whoever reminds people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date

from living_sla.model.figures.review_agenda import ActionAhead, HeldReview, ReviewAgenda, UnfinishedReview
from living_sla.model.reviews.actions import open_actions
from living_sla.model.reviews.review import Review, ReviewState
from living_sla.model.reviews.state import agreement_states, restated_by, waiting_parties


def review_agenda(reviews: Sequence[Review]) -> ReviewAgenda:
    """The periods that were reviewed, what is not accepted yet, and the open actions that have a date.

    A review whose record cannot be read holds nothing. Raises `Faults` as `open_actions` does.
    """
    held: dict[str, list[HeldReview]] = {}
    for review in sorted(reviews, key=_end):
        if review.record is not None:
            period = review.record.period
            one = HeldReview(str(review.id), review.short_seal, period.first_on, period.end_on)
            for agreement in review.record.agreements:
                held.setdefault(agreement.id, []).append(one)
    unfinished = list(_unfinished(reviews))
    as_of = {str(review.id): review.record.as_of for review in reviews if review.record is not None}
    return ReviewAgenda(
        {agreement: tuple(found) for agreement, found in held.items()},
        tuple(
            ActionAhead(of.id, of.what, of.owner, of.due, carried.review, as_of[carried.last])
            for carried in open_actions(reviews)
            if (of := carried.action).due is not None
        ),
        {agreement: tuple(of for at, of in unfinished if at == agreement) for agreement in held},
        len(reviews),
    )


def _unfinished(reviews: Sequence[Review]) -> Iterator[tuple[str, UnfinishedReview]]:
    """The reviews on the main line that somebody has to finish, by agreement: none that is broken, or is restated."""
    for review in sorted(reviews, key=_end):
        if review.landed is None or review.broken or restated_by(review, reviews) is not None:
            continue
        since = review.landed.landed_at.astimezone(UTC).date()
        waiting = waiting_parties(review)
        for agreement, state in agreement_states(review).items():
            if state is not ReviewState.ACCEPTED:
                signing = tuple(of.party for of in waiting if of.agreement == agreement)
                parties = signing if state is ReviewState.REVIEWED else ()
                yield agreement, UnfinishedReview(str(review.id), since, parties)


def _end(review: Review) -> tuple[date, int]:
    return (review.record.period.end_on if review.record else date.min), review.id.number
