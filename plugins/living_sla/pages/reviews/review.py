"""The page that is the meeting: a head and eight parts, in the same order every time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from living_sla.model.harmless import cannot_be_shown
from living_sla.model.reviews.review import Review
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.reviews.actions import decisions, last_actions
from living_sla.pages.reviews.causes import causes
from living_sla.pages.reviews.changed import changes, proposals
from living_sla.pages.reviews.gist import agenda
from living_sla.pages.reviews.head import head
from living_sla.pages.reviews.kept import kept
from living_sla.pages.reviews.sealed import sealed
from living_sla.pages.reviews.signals import signal_part

NOTHING = Markup("")
PARTS = (
    ("kept", "What we promised and what we kept"),
    ("last-actions", "Last time's actions"),
    ("signals", "Signals, not noise"),
    ("causes", "Causes"),
    ("changes", "Changes of terms, exceptions, disputes"),
    ("proposals", "Open proposals"),
    ("decisions", "Decisions and actions"),
    ("seal", "Seal, sources, signatures"),
)
"""The id and the heading of each part."""


def review_page(
    review: Review,
    shelf: Sequence[Review],
    links: Links,
    *,
    notes: Markup = NOTHING,
    files: Sequence[str] = (),
    accept: Markup = NOTHING,
    write: Markup = NOTHING,
) -> Markup:
    """The review, from its record and its minutes alone.

    Args:
        review: The one to show.
        shelf: All reviews of the project, in the order of their chain; those before, after and of corrections are
            linked to.
        links: Of the page that is being written.
        notes: The body of the minutes as safe HTML.
        files: The paths in its folder that can be downloaded.
        accept: How it can be accepted.
        write: How its minutes can be begun.
    """
    return shown_only(
        render(
            "reviews-page.html",
            head=head(review, shelf, links),
            write=write,
            agenda=agenda(review, tuple(name for name, _ in PARTS)),
            parts=_parts(review, shelf, links, notes, files, accept),
            seal=review.short_seal,
            id=review.id,
        )
    )


def _parts(
    review: Review, shelf: Sequence[Review], links: Links, notes: Markup, files: Sequence[str], accept: Markup
) -> list[tuple[int, str, str, Markup]]:
    record, minutes = review.record, review.minutes
    if record is None:
        return []
    zone = record.agreements[0].timezone if record.agreements else "UTC"
    blocks = (
        kept(record),
        last_actions(record, minutes, zone),
        signal_part(record),
        causes(record, minutes),
        changes(record, minutes),
        proposals(record),
        decisions(review, notes, zone),
        sealed(review, shelf, links, files, zone, accept),
    )
    return [
        (number, name, title, block) for number, ((name, title), block) in enumerate(zip(PARTS, blocks, strict=True), 1)
    ]


# What `entities` makes of control characters: all that have a number below 160 are entities there.
_CONTROL = re.compile(r"&#(?:[0-9]|[12][0-9]|3[01]|12[7-9]|1[3-5][0-9]);")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def shown_only(html: Markup) -> Markup:
    """`html` with a mark in the place of each such character: text from outside may hold them where no file did."""
    text = _CONTROL.sub(_REPLACED, html)
    if not text.isascii():
        strange = {letter for letter in {*text} if not letter.isascii() and cannot_be_shown(letter)}
        text = text.translate(dict.fromkeys(map(ord, strange), _REPLACED)) if strange else text
    return Markup(text)
