"""What is open, as a file for who does the work: one page that needs nothing beside it, and is published nowhere."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.address import read_address
from living_sla.model.figures.worklist import Worklist
from living_sla.pages.html import render
from living_sla.words.standing import worklist as words


def worklist(found: Worklist) -> Markup:
    """The whole document."""
    rows = [
        (record.is_overdue, words.cells(record, owned=found.owned)[:-1], _href(record.link)) for record in found.records
    ]
    return render(
        "worklist.html",
        head=words.head(owned=found.owned)[:-1],
        rows=rows,
        summary=words.summary(found),
    )


def _href(link: str | None) -> str | None:
    return link if link and read_address(link).is_web else None
