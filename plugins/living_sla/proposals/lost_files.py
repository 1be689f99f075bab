"""Files of the history that the base has and the folder has not, or has otherwise: sign-offs, waivers, sealed files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from living_sla.errors import SlaError
from living_sla.files import bytes_of
from living_sla.history.git.repository import MAX_OBJECT_BYTES, checked_out_ids
from living_sla.model.paths import SIGNOFFS_FOLDER, WAIVERS_FOLDER
from living_sla.reviews.folder.layout import FOLDER, MANIFEST, SIGNOFFS, is_sealed

if TYPE_CHECKING:
    from pathlib import Path

    from living_sla.history.git.repository import Repository

GONE, EDITED = "is gone", "is edited"


def lost_files(root: Path, repository: Repository, base: str) -> Iterator[tuple[str, str]]:
    """Each by its path in the project, with what happened to it; files that are as the base has them are left out."""
    for folder in (SIGNOFFS_FOLDER, WAIVERS_FOLDER, FOLDER):
        for path, entry in repository.files(base, folder).items():
            if _is_kept(path):
                what = _what_became(root, path, entry.id)
                if what:
                    yield path, what


def _is_kept(path: str) -> bool:
    """Whether nobody ever edits the file at that path."""
    if not path.startswith(f"{FOLDER}/"):
        return True
    inside = path.removeprefix(f"{FOLDER}/").partition("/")[2]
    return bool(inside) and (is_sealed(inside) or inside == MANIFEST or inside.startswith(f"{SIGNOFFS}/"))


def _what_became(root: Path, path: str, blob: str) -> str:
    try:
        raw = bytes_of(root / path, root, largest=MAX_OBJECT_BYTES)
    except (SlaError, OSError):
        return GONE
    return "" if blob in checked_out_ids(raw, len(blob)) else EDITED
