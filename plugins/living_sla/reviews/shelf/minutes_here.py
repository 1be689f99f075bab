"""The minutes that lie in the folders of reviews: written down once, and then what people make of them."""

from __future__ import annotations

from pathlib import Path

from living_sla.errors import Faults, SlaError, raise_any
from living_sla.files import bytes_of, is_there
from living_sla.model.reviews.actions import carried_actions
from living_sla.model.reviews.minutes import Minutes
from living_sla.reviews.folder.layout import MINUTES, folder_of
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.reviews.folder.record_file import read_brief
from living_sla.reviews.folder.work_tree import reviews_here
from living_sla.reviews.shelf.one_review import read_review
from living_sla.reviews.shelf.shelf_records import ShelfRecords


def require_minutes(root: Path) -> None:
    """Raise `Faults` with everything that is wrong in any minutes of the project, each by itself."""
    faults: list[SlaError] = []
    for name in reviews_here(root):
        try:
            minutes_of(root, str(name))
        except Faults as several:
            faults += several.faults
    raise_any(faults)


def require_actions(root: Path) -> None:
    """Raise `Faults` as `carried_actions` does, for minutes whose reviews lie in the folder, checked or not."""
    carried_actions(read_review(root, name, None, ShelfRecords(read_brief)) for name in reviews_here(root))


def minutes_of(root: Path, review: str) -> Minutes | None:
    """The minutes of a review; None where there are none. Raises `Faults` with everything that is wrong in them."""
    path = minutes_path(review)
    if not is_there(root / path, root):
        return None
    return read_minutes(bytes_of(root / path, root), path)


def minutes_path(review: str) -> str:
    """Where the minutes of a review belong, relative to the project."""
    return f"{folder_of(review)}/{MINUTES}"
