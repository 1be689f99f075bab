"""The calendar of the company: what waits now, what has passed, and what is ahead, by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.agenda import agenda
from living_sla.model.figures.due import Due, DueKind, due
from living_sla.model.figures.standing import Report
from living_sla.model.notation import DAYS_OF_WEEK
from living_sla.pages.fitting import fitting
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.standing.agenda import KIND_WORDS, agenda_note, agenda_subject, waits_words

FILE = "calendar.ics"
_WAITED_FOR = (DueKind.REVIEW, DueKind.UNREVIEWED, DueKind.ACTION)
"""Told when their day has passed, too."""
_NOW = (DueKind.EXPORT, DueKind.SIGNATURE, DueKind.CONSEQUENCE)


class AgendaRow(Struct, frozen=True):
    """One day of one agreement."""

    day: date
    kind: str
    name: str
    """Of the kind, for its looks."""
    what: str
    href: str
    note: str

    @property
    def weekday(self) -> str:
        """``Tue``."""
        return DAYS_OF_WEEK[self.day.weekday()][:3]


def calendar(report: Report, links: Links) -> Markup:
    """Every date that agreements set, from today on, below what waits, and reviews and actions whose day has passed.

    With the file to subscribe to.
    """
    today = report.built_at.date()
    rows = [(item, _row(item, links)) for item in agenda(report)]
    ahead = [row for item, row in rows if item.day is not None and item.day >= today]
    passed = [row for item, row in rows if item.day is not None and item.day < today and item.kind in _WAITED_FOR]
    waiting = list(_waiting(report, links))

    def first(most: int) -> Markup:
        return render(
            "company-calendar.html",
            file=links.file(FILE),
            waiting=waiting,
            passed=passed,
            months=list(_months(ahead[:most])),
            later=len(ahead[most:]),
            today=today,
        )

    return fitting(first, max(1, len(ahead)))


def _row(item: Due, links: Links) -> AgendaRow:
    assert item.day is not None
    return AgendaRow(
        item.day, KIND_WORDS[item.kind], item.kind.value, agenda_subject(item), href_of(item, links), agenda_note(item)
    )


def href_of(item: Due, links: Links) -> str:
    """Where a reader finds out more: the page of what is due."""
    if item.action is not None:
        return links.review(item.action.review)
    if item.agreement is None:
        return links.page("data")
    agreement = item.agreement.id
    if item.deliverable is not None:
        return links.commitment(agreement, item.deliverable.id)
    if item.consequence is not None:
        return links.commitment(agreement, item.consequence.commitment)
    if item.version is not None:
        return f"{links.history(agreement)}#{anchor(agreement, item.version.version.number)}"
    return links.agreement(agreement)


def _months(rows: list[AgendaRow]) -> Iterator[tuple[str, str, list[AgendaRow]]]:
    """Each month by its id and name, with its rows."""
    for (year, month), found in groupby(rows, key=lambda row: (row.day.year, row.day.month)):
        yield f"{year}-{month:02}", times.month(date(year, month, 1)), list(found)


def _waiting(report: Report, links: Links) -> Iterator[tuple[str, str, str]]:
    zone = next((standing.terms.coverage.timezone for standing in report.agreements), "UTC")
    for item in due(report):
        if item.kind in _NOW:
            yield (href_of(item, links), *waits_words(item, zone))
    for standing in report.agreements:
        review = standing.terms.review
        if review is not None and review.next is None:
            yield links.agreement(standing.id), standing.title, f"Reviewed every {review.every}; no day is set."
