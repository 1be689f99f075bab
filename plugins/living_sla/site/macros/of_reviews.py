"""Macros about reviews: the frozen record of a period, and the minutes of its meeting."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.reviews.review import Review
from living_sla.pages.reviews.accepting import accepting
from living_sla.pages.reviews.all_reviews import reviews_page
from living_sla.pages.reviews.review import review_page
from living_sla.pages.reviews.writing_minutes import writing_minutes
from living_sla.site.content.review_blocks import block_of
from living_sla.site.current_report import kept_of
from living_sla.site.macros.asked import Asked


def sla_review(asked: Asked, review: str | None = None) -> str:
    """A review: what was promised and kept, last actions, signals, causes, changes, proposals, decisions, the seal.

    In the same eight parts every time, from its sealed record and its minutes alone. Without an argument: the review
    in whose folder the page lies.
    """
    found = asked.review(review)
    files = asked.files_of(found) if asked.feed else []
    ways = accepting(found, asked.reviews, asked.report), writing_minutes(found, asked.report)

    def made(whole: Review) -> Markup:
        notes, (accept, write) = asked.notes_of(found), ways
        return review_page(whole, asked.reviews, asked.links, notes=notes, files=files, accept=accept, write=write)

    around = (asked.links, files, ways)
    return block_of(found, asked.reviews, asked.root, kept_of(asked.root), around, made)


def sla_reviews(asked: Asked) -> str:
    """All reviews with state and seal, the next one of each agreement, those that are overdue, and open actions."""
    return reviews_page(asked.reviews, asked.report, asked.links)
