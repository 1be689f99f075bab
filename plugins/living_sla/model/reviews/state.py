"""How far a review has come, agreement by agreement and as a whole, and whether another one takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from living_sla.model.each_once import each_once
from living_sla.model.reviews.completeness import missing_from
from living_sla.model.reviews.record import FrozenAgreement, SealedReview
from living_sla.model.reviews.review import Review, ReviewState
from living_sla.model.reviews.signoff import ReviewSignOff


class WaitingParty(Struct, frozen=True):
    """A party of an agreement that has not accepted the review, in a way that counts."""

    agreement: str
    party: str
    signatories: tuple[str, ...]
    """The e-mail addresses of those who may; one of them is enough."""


def state_of(review: Review) -> ReviewState:
    """That of the agreement that has come least far; of a review whose record cannot be relied on, `FROZEN`."""
    return min(agreement_states(review).values(), key=list(ReviewState).index, default=ReviewState.FROZEN)


@each_once  # every page that names the newest review asks: 0.2 s of a build of 300 pages
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


# ---------------------------------------------------------------- restated by another one


def corrections_of(review: Review, shelf: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that say that they restate one, by its name and seal; those that are broken say nothing."""
    named = SealedReview(str(review.id), review.seal)
    return tuple(
        other
        for other in shelf
        if other.record and other.record.restates and other.record.restates.review == named and not other.broken
    )


def restated_by(review: Review, shelf: Iterable[Review]) -> Review | None:
    """The first of them that is on the main line, and so takes its place."""
    return next((other for other in corrections_of(review, shelf) if other.landed), None)


def still_waiting(review: Review, shelf: Iterable[Review]) -> tuple[WaitingParty, ...]:
    """Who still has to sign: nobody, where a correction takes the place of the review."""
    return () if restated_by(review, shelf) else waiting_parties(review)
