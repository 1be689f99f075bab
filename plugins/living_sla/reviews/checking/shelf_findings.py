"""What checking all reviews of a main line together finds: their dates, and where their keys and terms come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.model.reviews.review import CheckFinding, Review
from living_sla.reviews.checking.anchor import dates_findings
from living_sla.reviews.checking.main_line import MainLine
from living_sla.reviews.checking.origins import Origins

if TYPE_CHECKING:
    from living_sla.history.past import Past


def shelf_findings(
    root: Path, past: Past, line: MainLine, reviews: Sequence[Review]
) -> Iterator[tuple[str, CheckFinding]]:
    """Findings by the names of the reviews; raises as `Past.trusted` does."""
    landed = {review.landed.id: review for review in reviews if review.landed}
    yield from dates_findings([landed[commit] for commit in line.commits if commit in landed])
    origins = Origins(past)
    for review in reviews:
        yield from ((str(review.id), found) for found in origins.findings(root, review))
