"""Part 8: the seal, what the figures were made of, who signed, and how anybody can check all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.harmless import harmless
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.record import FrozenVersion, ReviewRecord
from living_sla.model.reviews.review import Review, ReviewState
from living_sla.model.reviews.state import agreement_states, still_waiting
from living_sla.model.site_paths import review_file
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.numbers import listed
from living_sla.words.reviews.naming import about, person, team
from living_sla.words.reviews.restated import cause_words, difference_words, record_words


class _Signature(Struct, frozen=True):
    name: str
    email: str
    team: str
    on: date
    level: TrustLevel
    sentence: str
    against: str
    """Why it does not count; empty where it does."""
    agreements: str


class _ReviewedAgreement(Struct, frozen=True):
    """An agreement, the versions that judged, and how far the review of it has come."""

    title: str
    state: ReviewState
    versions: tuple[FrozenVersion, ...]
    waits: str


def sealed(
    review: Review, shelf: Sequence[Review], links: Links, files: Sequence[str], zone: str, accept: Markup
) -> Markup:
    """The whole seal, who signed, how to `accept` it, and how to check all of it; `files` can be downloaded.

    `shelf` are all reviews: one that is restated waits for nobody.
    """
    record = review.record
    assert record is not None
    return render(
        "reviews-sealed.html",
        accept=accept,
        review=review,
        record=record,
        zone=zone,
        about=about,
        files=[(path, links.file(review_file(str(review.id), path))) for path in files],
        differs=[
            (difference_words(record, found), cause_words(record, found), record_words(found))
            for found in review.differences or ()
        ],
        agreements=_agreements(review, record, shelf),
        signatures=[*_signatures(review, record)],
    )


def _agreements(review: Review, record: ReviewRecord, shelf: Sequence[Review]) -> list[_ReviewedAgreement]:
    states, missing = agreement_states(review), still_waiting(review, shelf)
    found = []
    for of in record.agreements:
        waits = [team(of, each.party) for each in missing if each.agreement == of.id]
        found.append(_ReviewedAgreement(of.title, states[of.id], of.versions, listed(waits) if waits else ""))
    return found


def _signatures(review: Review, record: ReviewRecord) -> list[_Signature]:
    titles = {of.id: of.title for of in record.agreements}
    teams = {of.id: of for of in record.agreements}
    return [
        _Signature(
            person(record.agreements, given.file.signer),
            harmless(given.file.signer),
            listed(dict.fromkeys(team(teams[of], given.file.party) for of in given.file.agreements if of in teams))
            if any(of in teams for of in given.file.agreements)
            else harmless(given.file.party),
            given.file.on,
            given.level,
            given.sentence,
            harmless(given.refused or given.stale, 300),
            ", ".join(titles.get(of, harmless(of)) for of in given.file.agreements),
        )
        for given in review.signoffs
    ]
