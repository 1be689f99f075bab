"""How far a review has come."""

from __future__ import annotations

from collections.abc import Mapping

from living_sla.model.reviews.review import Review, ReviewState
from living_sla.words.reviews.answer import all_owed, missed_in


def signed_for(review: Review) -> frozenset[str]:
    """The parties that have signed in a way that counts, as ``agreement/party``."""
    return frozenset(
        f"{agreement}/{given.file.party}"
        for given in review.signoffs
        if not given.stale and not given.refused
        for agreement in given.file.agreements
    )


def is_complete(review: Review) -> bool:
    """Whether the minutes have a cause for every missed commitment, an owner and a date for every action."""
    minutes, record = review.minutes, review.record
    if minutes is None or record is None:
        return False
    missed = [f"{agreement.id}/{owed.id}" for agreement, owed in all_owed(record) if missed_in(owed)]
    has_causes = all(minutes.causes.get(key, "").strip() for key in missed)
    return has_causes and all(action.owner and action.due for action in minutes.actions)


def agreement_states(review: Review) -> Mapping[str, ReviewState]:
    """The state of each agreement, in the order of the record."""
    if review.record is None:
        return {}
    signed = signed_for(review)
    complete = is_complete(review)
    found = {}
    for agreement in review.record.agreements:
        parties = [party for party, signers in agreement.signatories.items() if signers]
        done = complete and bool(parties) and all(f"{agreement.id}/{party}" in signed for party in parties)
        found[agreement.id] = ReviewState.ACCEPTED if done else ReviewState.REVIEWED if complete else ReviewState.FROZEN
    return found


def state_of(review: Review) -> ReviewState:
    """That of the agreement that has come least far."""
    order = list(ReviewState)
    states = agreement_states(review).values()
    return min(states, key=order.index, default=ReviewState.FROZEN)
