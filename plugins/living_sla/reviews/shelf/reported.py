"""What the reviews of a project leave to do, beside the report: what the terminal tells of both."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from living_sla.history.past import read_past_here
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.agenda import review_agenda
from living_sla.reviews.folder.work_tree import reviews_here
from living_sla.reviews.shelf.all_reviews import reviews_in_brief
from living_sla.reviews.shelf.minutes_here import require_minutes


def with_reviews(report: Report, root: Path) -> Report:
    """The report of the project at `root` with what its reviews leave to do.

    Raises `Faults` for everything that is wrong with minutes.
    """
    require_minutes(root)
    reviews = reviews_in_brief(root, read_past_here(root)) if reviews_here(root) else ()
    return replace(report, reviews=review_agenda(reviews))
