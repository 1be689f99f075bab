"""All reviews: how far each has come, when agreements are reviewed next, and what was taken on and is not done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.standing import Report
from living_sla.model.harmless import harmless
from living_sla.model.reviews.actions import open_actions
from living_sla.model.reviews.review import Review, ReviewState
from living_sla.model.reviews.state import corrections_of, state_of
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.reviews.actions import LONGEST
from living_sla.pages.reviews.coming import coming
from living_sla.pages.reviews.mention import newest_first
from living_sla.pages.reviews.writing_minutes import begun
from living_sla.pages.ways_to_sign import Signing
from living_sla.words import times
from living_sla.words.reviews.answer import kept_of
from living_sla.words.reviews.naming import about, review_name


class _ShelfRow(Struct, frozen=True):
    """One review."""

    name: str
    href: str
    days: str
    state: ReviewState | str
    kept: str
    held_on: date | None
    has_minutes: bool
    way: Signing | None
    """How its minutes are begun, where nobody has."""
    seal: str
    note: str
    """What it restates, or what restates it, or why it is provisional."""


class _OpenRow(Struct, frozen=True):
    """One open action."""

    what: str
    owner: str
    due: str
    is_late: bool
    review: str
    href: str


def reviews_page(reviews: Sequence[Review], report: Report, links: Links) -> Markup:
    """Open actions and the next reviews, what is overdue first, then every review, the newest first.

    Raises `Faults` as `open_actions` does.
    """
    return render(
        "reviews-list.html",
        reviews=[_shelf_row(review, reviews, report, links) for review in newest_first(reviews)],
        next=coming(report, links),
        actions=list(_open_rows(reviews, report.built_at.date(), links)),
    )


def _shelf_row(review: Review, reviews: Sequence[Review], report: Report, links: Links) -> _ShelfRow:
    record = review.record
    return _ShelfRow(
        name=review_name(review.id),
        href=links.review(str(review.id)),
        days=times.window_of(record.period) if record else "",
        state="unreliable" if review.broken or record is None else state_of(review),
        kept=kept_of(record) if record else "",
        held_on=review.minutes.held_on if review.minutes else None,
        has_minutes=review.minutes is not None,
        way=begun(review, report),
        seal=review.short_seal,
        note=_note(review, reviews),
    )


def _note(review: Review, reviews: Sequence[Review]) -> str:
    record = review.record
    if review.broken or record is None:
        return "It cannot be relied on."
    by = next(iter(corrections_of(review, reviews)), None)
    if by is not None:
        return f"Restated by the review of {about(str(by.id))}."
    if record.restates is not None:
        return f"Restates the review of {about(record.restates.review.id)}: {harmless(record.restates.why, 300)}"
    return "Provisional: outcomes were open when it was frozen." if record.is_provisional else ""


def _open_rows(reviews: Sequence[Review], today: date, links: Links) -> Iterator[_OpenRow]:
    for carried in open_actions(reviews):
        action = carried.action
        yield _OpenRow(
            what=harmless(action.what, LONGEST),
            owner=harmless(action.owner) or "nobody yet",
            due=times.day(action.due) if action.due else "no date yet",
            is_late=action.due is not None and action.due < today,
            review=about(carried.review),
            href=links.review(carried.review),
        )
