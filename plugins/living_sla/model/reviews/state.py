"""How far a review has come, agreement by agreement and as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from living_sla.model.reviews.completeness import missing_from
from living_sla.model.reviews.record import FrozenAgreement
from living_sla.model.reviews.review import Review, ReviewState
from living_sla.model.reviews.signoff import ReviewSignOff


@dataclass(frozen=True)
class WaitingParty:
    """A party of an agreement that has not accepted the review, in a way that counts."""

    agreement: str
    party: str
    signatories: tuple[str, ...]
    """The e-mail addresses of those who may; one of them is enough."""


def state_of(review: Review) -> ReviewState:
    """That of the agreement that has come least far; of a review whose record cannot be relied on, `FROZEN`."""
    return min(agreement_states(review).values(), key=list(ReviewState).index, default=ReviewState.FROZEN)


def agreement_states(review: Review) -> Mapping[str, ReviewState]:
    """The state of each agreement, in the order of the record; of none where there is no record.

    Minutes are those of the whole review: while they are incomplete, no agreement is reviewed. An agreement is accepted
    when each of its parties that has signatories has signed by one of them. One without any signatory waits for nobody:
    it is accepted as soon as it is reviewed. A record that is broken is frozen and no more, whoever signed it.
    """
    if review.record is None:
        return {}
    complete = not review.broken and is_complete(review)
    waiting = {missing.agreement for missing in waiting_parties(review)}
    accepted = {agreement.id: agreement.id not in waiting for agreement in review.record.agreements}
    return {
        agreement: ReviewState.FROZEN if not complete else ReviewState.ACCEPTED if signed else ReviewState.REVIEWED
        for agreement, signed in accepted.items()
    }


def waiting_parties(review: Review) -> tuple[WaitingParty, ...]:
    """Who still has to sign, by agreement and party in the order of the record."""
    agreements = review.record.agreements if review.record else ()
    return tuple(waiting for agreement in agreements for waiting in _waiting(agreement, review.signoffs))


def _waiting(agreement: FrozenAgreement, signoffs: tuple[ReviewSignOff, ...]) -> Iterator[WaitingParty]:
    signed = {signoff.file.party for signoff in signoffs if signoff.counts and agreement.id in signoff.file.agreements}
    for party, signatories in agreement.signatories.items():
        if signatories and party not in signed:
            yield WaitingParty(agreement.id, party, tuple(signatories))


def is_complete(review: Review) -> bool:
    """Whether there are minutes, and they lack nothing."""
    return review.minutes is not None and review.record is not None and not missing_from(review.minutes, review.record)
