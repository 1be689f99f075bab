"""How minutes are begun: a form of the forge with the skeleton in it, or the command that writes it."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import Report
from living_sla.model.reviews.review import Review
from living_sla.pages.html import render
from living_sla.pages.ways_to_sign import Signing, way_to_sign
from living_sla.words.reviews.minutes import skeleton


def begun(review: Review, report: Report) -> Signing | None:
    """The way to add the minutes; None where there are some, or where the record cannot be relied on."""
    record = review.record
    if record is None or review.broken or review.minutes is not None:
        return None
    text = skeleton(record, review.seal)
    return way_to_sign(f"{review.folder}/minutes.md", text, f"sla minutes {review.id}", report.built_at.date(), report)


def writing_minutes(review: Review, report: Report) -> Markup:
    """What to do where nobody has written minutes yet; empty where somebody has."""
    way = begun(review, report)
    return render("reviews-writing.html", way=way) if way is not None else Markup("")
