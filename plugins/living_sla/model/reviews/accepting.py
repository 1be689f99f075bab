"""What those who are waited for would add to accept a review: the files that a form of the forge proposes."""

from __future__ import annotations

from datetime import date

from living_sla.model.past.person import same_person
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import MOST_SIGNED, ReviewSignOffFile, review_signoff_path
from living_sla.model.reviews.state import is_complete, waiting_parties


def files_to_accept(review: Review, on: date) -> tuple[ReviewSignOffFile, ...]:
    """One a party and signatory, for all agreements whose party waits; each party needs one of its own.

    None while nobody can sign: the record is broken or not on the main line, or the minutes are not complete. A
    signatory of both parties of an agreement is left out: one person cannot sign for both.
    """
    if review.minutes is None or review.broken or review.landed is None or not is_complete(review):
        return ()
    asked: dict[tuple[str, str], tuple[str, ...]] = {}
    for waiting in waiting_parties(review):
        others = _others(review, waiting.agreement, waiting.party)
        for signer in waiting.signatories:
            if not any(same_person(signer, other) for other in others):
                key = (waiting.party, signer)
                asked[key] = (*asked.get(key, ()), waiting.agreement)
    return tuple(
        ReviewSignOffFile(
            _next_path(review, party, signer),
            str(review.id),
            review.seal,
            review.minutes.digest,
            agreements,
            party,
            signer,
            on,
        )
        for (party, signer), agreements in asked.items()
    )


def _others(review: Review, agreement: str, party: str) -> tuple[str, ...]:
    """Who signs for the other parties."""
    signatories = review.record.agreement(agreement).signatories if review.record else {}
    return tuple(address for key, addresses in signatories.items() if key != party for address in addresses)


def _next_path(review: Review, party: str, signer: str) -> str:
    """The first that no sign-off on the main line ever took."""
    taken = {signoff.file.path for signoff in review.signoffs if signoff.landed}
    paths = (review_signoff_path(review.folder, party, signer, number) for number in range(1, MOST_SIGNED + 1))
    return next((path for path in paths if path not in taken), review_signoff_path(review.folder, party, signer))
