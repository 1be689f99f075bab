"""What a review is called, what its state means, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.review_agenda import UnfinishedReview
from living_sla.model.harmless import harmless
from living_sla.model.notation import MONTHS
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.model.reviews.review_id import ReviewId, is_review_id, review_id
from living_sla.words import numbers
from living_sla.words.numbers import listed


def review_name(review: ReviewId) -> str:
    """``Review of Q3 2026``, ``Review of September 2026``; of a correction ``Review of Q3 2026, correction 1``."""
    return f"Review of {_about(review)}"


def about(review: str) -> str:
    """What the review of that id is about: ``Q3 2026``; the text itself where no review can be called so."""
    return _about(review_id(review)) if is_review_id(review) else harmless(review)


def _about(review: ReviewId) -> str:
    year, _, part = review.label.partition("-")
    name = f"{part if part.startswith('Q') else MONTHS[int(part) - 1]} {year}" if part else year
    return f"{name}{f', correction {review.number - 1}' if review.number > 1 else ''}"


def title_in(record: ReviewRecord, agreement: FrozenAgreement, owed: FrozenCommitment) -> str:
    """The title of a commitment; with that of its agreement where another agreement has one of the same title."""
    others = (each for other in record.agreements if other is not agreement for each in other.commitments)
    alike = any(each.title == owed.title for each in others)
    return f"{owed.title} ({agreement.title})" if alike else owed.title


def person(agreements: Iterable[FrozenAgreement], email: str) -> str:
    """The name that the record gives the owner of an address; the address itself where it names nobody."""
    key = email.casefold()
    return next((harmless(of.names[key]) for of in agreements if key in of.names), harmless(email))


def team(agreement: FrozenAgreement, party: str | None) -> str:
    """The team of a party; all of them for ``both``, the key where the record has no such party."""
    if party in (None, "both"):
        return numbers.listed(agreement.parties.values()) if agreement.parties else ""
    return agreement.parties.get(party or "", harmless(party or ""))


def unfinished(review: UnfinishedReview, terms: Terms) -> str:
    """``its minutes``, ``Marketing and Sales``; a party that the terms have no more is told by its key."""
    return listed(teams_waited_for(review, terms)) if review.parties else "its minutes"


def teams_waited_for(review: UnfinishedReview, terms: Terms) -> list[str]:
    """The names of the teams that have not accepted it; none while the minutes are not complete."""
    return [terms.parties[party].team if party in terms.parties else party for party in review.parties]
