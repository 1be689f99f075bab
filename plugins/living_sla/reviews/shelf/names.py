"""Which reviews a project has: those that lie in its folder, and those that its main line holds or held."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.history.git.process import GitFailed
from living_sla.history.git.state import is_sparse
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.versions.readings import broken
from living_sla.model.reviews.review_id import ReviewId, review_id
from living_sla.reviews.checking.main_line import MainLine, read_main_line
from living_sla.reviews.folder.work_tree import above, reviews_here

if TYPE_CHECKING:
    from living_sla.history.past import Past


def line_of(past: Past) -> MainLine | None:
    """The main line; None where there is no history to read, or not all of it. Raises `HistoryFault`."""
    repository = past.history.repository
    if repository is None:
        return None
    try:
        return read_main_line(repository)
    except GitFailed as lost:
        raise broken(repository, lost) from None


def names_of(root: Path, line: MainLine | None) -> list[ReviewId]:
    """Their names in order; raises `HistoryFault` where nobody can tell what lies in the folder."""
    here = reviews_here(root)
    _require_checked_out(root, here, line)
    return sorted({*here, *(map(review_id, line.reviews) if line else ())})


def _require_checked_out(root: Path, here: Collection[ReviewId], line: MainLine | None) -> None:
    """Raise `HistoryFault` where a sparse checkout leaves out reviews: they would look as if they were removed."""
    absent = [name for name, there in line.reviews.items() if there.entries] if line else []
    absent = [name for name in absent if review_id(name) not in here]
    if absent and above(root) is None and is_sparse(root):
        message = f"the checkout is sparse and leaves out the review {absent[0]}"
        raise HistoryFault(Trouble.SPARSE, message, "git sparse-checkout disable")
