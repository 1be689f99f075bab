"""What a review is called, and what its state means."""

from __future__ import annotations

from collections.abc import Iterable

from living_sla.model.harmless import harmless
from living_sla.model.notation import MONTHS
from living_sla.model.reviews.record import FrozenAgreement
from living_sla.model.reviews.review import Review, ReviewState
from living_sla.model.reviews.review_id import ReviewId
from living_sla.words import numbers

STATES = {
    ReviewState.FROZEN: "The record is sealed. The minutes are missing or not complete.",
    ReviewState.REVIEWED: "The minutes are complete: a cause for every miss, an owner and a date for every action.",
    ReviewState.ACCEPTED: "Every party has signed the record and the minutes.",
}


def review_name(review: ReviewId) -> str:
    """``Review of Q3 2026``, ``Review of September 2026``; of a correction ``Review of Q3 2026, correction 1``."""
    year, _, part = review.label.partition("-")
    name = f"{part} {year}" if part.startswith("Q") else _month(year, part) if part else year
    return f"Review of {name}{f', correction {review.number - 1}' if review.number > 1 else ''}"


def _month(year: str, part: str) -> str:
    return f"{MONTHS[int(part) - 1]} {year}"


def person(agreements: Iterable[FrozenAgreement], email: str) -> str:
    """The name that the record gives the owner of an address; the address itself where it names nobody."""
    key = email.casefold()
    return next((harmless(of.names[key]) for of in agreements if key in of.names), harmless(email))


def team(agreement: FrozenAgreement, party: str | None) -> str:
    """The team of a party; all of them for ``both``, the key where the record has no such party."""
    if party in (None, "both"):
        return numbers.listed(agreement.parties.values()) if agreement.parties else ""
    return agreement.parties.get(party or "", harmless(party or ""))


def waits_for(review: Review, signed: Iterable[str]) -> list[str]:
    """The teams of which nobody has signed, in the order of the record; `signed` are keys of agreement and party."""
    known = {*signed}
    record = review.record
    missing = [
        of.parties.get(party, party)
        for of in (record.agreements if record else ())
        for party in of.signatories
        if of.signatories[party] and f"{of.id}/{party}" not in known
    ]
    return list(dict.fromkeys(missing))
