"""What a frozen review waits for, in words."""

from __future__ import annotations

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.review_agenda import UnfinishedReview
from living_sla.words.numbers import listed


def unfinished(review: UnfinishedReview, terms: Terms) -> str:
    """``its minutes``, ``Marketing and Sales``; a party that the terms have no more is told by its key."""
    return listed(teams_waited_for(review, terms)) if review.parties else "its minutes"


def teams_waited_for(review: UnfinishedReview, terms: Terms) -> list[str]:
    """The names of the teams that have not accepted it; none while the minutes are not complete."""
    return [terms.parties[party].team if party in terms.parties else party for party in review.parties]
