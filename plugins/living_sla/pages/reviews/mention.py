"""The newest review in a line, wherever it is named: its state, and twelve characters of its seal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from living_sla.model.reviews.review import Review
from living_sla.model.reviews.state import agreement_states, state_of
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.reviews.naming import review_name

_NEVER = datetime.min.replace(tzinfo=UTC)


def newest(reviews: Sequence[Review], agreement: str | None = None) -> Review | None:
    """The review of the latest period, a correction before what it restates; of those that hold the agreement, if any.

    One that cannot be read may be about any agreement, so it is never passed over.
    """
    about = [
        each
        for each in reviews
        if agreement is None or each.record is None or any(of.id == agreement for of in each.record.agreements)
    ]
    return max(about, key=_order, default=None)


def newest_first(reviews: Sequence[Review]) -> list[Review]:
    """The reviews, that of the latest period first, a correction before what it restates."""
    return sorted(reviews, key=_order, reverse=True)


def _order(review: Review) -> tuple[datetime, datetime, int]:
    record = review.record
    end = review.id.period("UTC", record.fiscal_year_start if record else 1).end
    return end, record.as_of if record else _NEVER, review.id.number


def seal_line(reviews: Sequence[Review], agreement: str) -> Markup:
    """The seal of the newest review of an agreement, for a sheet of paper; empty where there is none."""
    found = newest(reviews, agreement)
    if found is None:
        return Markup("")
    return render(
        "reviews-seal-line.html",
        name=review_name(found.id),
        seal="" if found.broken or found.record is None else found.short_seal,
    )


def mention(reviews: Sequence[Review], links: Links, agreement: str | None = None) -> Markup:
    """A line that leads to the newest review; empty where there is none."""
    found = newest(reviews, agreement)
    if found is None:
        return Markup("")
    states = agreement_states(found)
    state = states.get(agreement, state_of(found)) if agreement else state_of(found)
    return render(
        "reviews-mention.html",
        name=review_name(found.id),
        href=links.review(str(found.id)),
        shelf=links.reviews(),
        state="unreliable" if found.broken or found.record is None else state,
        seal=found.short_seal,
        whole=found.seal,
    )
