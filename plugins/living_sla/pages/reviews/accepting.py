"""How those who are waited for accept a review: a form of the forge, the command, or the file itself."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.standing import Report
from living_sla.model.reviews.accepting import files_to_accept
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import ReviewSignOffFile
from living_sla.model.reviews.state import restated_by
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import render
from living_sla.pages.ways_to_sign import Signing, way_to_sign
from living_sla.words.numbers import listed
from living_sla.words.reviews.naming import person, team


class _Acceptance(Struct, frozen=True):
    name: str
    team: str
    agreements: str
    signing: Signing


def accepting(review: Review, shelf: Iterable[Review], report: Report) -> Markup:
    """One way for each signatory of a party that has not accepted yet; nothing while nobody can sign, or has to.

    `shelf` are all reviews: one that is restated waits for nobody.
    """
    agreements = review.record.agreements if review.record else ()
    zone = next((of.timezone for of in agreements), "UTC")
    today = wall_time(report.built_at, zone).date()
    files = () if restated_by(review, shelf) else files_to_accept(review, today)
    return render("reviews-accepting.html", found=[_acceptance(review, file, report) for file in files])


def _acceptance(review: Review, file: ReviewSignOffFile, report: Report) -> _Acceptance:
    assert review.record is not None
    named = [review.record.agreement(agreement) for agreement in file.agreements]
    several = len(review.record.agreements) > 1
    return _Acceptance(
        person(review.record.agreements, file.signer),
        listed(dict.fromkeys(team(agreement, file.party) for agreement in named)),
        listed(agreement.title for agreement in named) if several else "",
        way_to_sign(file.path, file.text, f"sla sign --review {review.id}", file.on, report),
    )
