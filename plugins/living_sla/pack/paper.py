"""A review as one document that needs nothing else: its page, the style sheet in it, no address that leads on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files as resources

from markupsafe import Markup, escape

from living_sla.model.reviews.review import Review
from living_sla.pages.links import Links
from living_sla.pages.reviews.review import review_page
from living_sla.words.reviews.naming import review_name

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded, from wherever, and nothing runs; whoever wrote the minutes may have tried."""
_LEADS_NOWHERE = re.compile(r' href="(?!https?://|mailto:|#)[^"]*"')
"""An address within the site, where no sheet of paper lies: as a link of a PDF it would name a folder here."""
_LEADS_AWAY = re.compile(r"<(?:meta|base)\b[^>]*>", re.IGNORECASE)
"""No policy of a page forbids it to go elsewhere by itself. Minutes are without such elements already."""


def paper(review: Review, shelf: Sequence[Review], *, style: str, notes: Markup) -> str:
    """The document as HTML, to be printed on A4.

    Args:
        review: One with a record.
        shelf: All reviews of the project.
        style: The style sheet of the site.
        notes: The body of the minutes as safe HTML.
    """
    assert review.record is not None
    paths = {of.id: of.path for of in review.record.agreements}
    page = review_page(review, shelf, Links(here=review.folder.removeprefix("docs/"), paths=paths), notes=notes)
    title = review_name(review.id)
    own = (resources("living_sla.pack") / "paper.css").read_text("utf-8")
    # The name of a review and the digits of a seal need no quoting.
    foot = f':root {{ --sla-paper-foot: "{title} · seal {review.short_seal}"; }}'
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<title>{escape(title)}</title>
<style>{style}
{own}
{foot}</style></head>
<body data-md-color-scheme="default" data-md-color-primary="white"><article class="md-typeset"><h1>{escape(title)}</h1>
{_LEADS_AWAY.sub("", _LEADS_NOWHERE.sub("", page))}
</article></body></html>
"""
