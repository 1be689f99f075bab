"""The files of exports as they were read, and whether the repository keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.model.figures.provenance import ExportFile
from living_sla.model.reviews.record import FrozenFile

if TYPE_CHECKING:
    from living_sla.reviews.freezing.ground import ReviewGround


def frozen_file(ground: ReviewGround, file: ExportFile) -> FrozenFile:
    """A file of an export; with its object in the repository, where the commit that is checked out holds these bytes.

    A file that git stores otherwise than it lies there, by a filter or with other line ends, is not kept as it was.
    """
    repository = ground.agreed.past.history.repository
    if repository is None:
        return FrozenFile(file.path, file.bytes, file.sha256, None)
    entries = [of for of in repository.tree(repository.head, file.path) if of.path == f"{repository.prefix}{file.path}"]
    kept = next((of.id for of in entries if of.id == _blob_of(ground.root / file.path, len(of.id))), None)
    return FrozenFile(file.path, file.bytes, file.sha256, kept)


def _blob_of(path: Path, digits: int) -> str | None:
    """The id that git would give to the bytes of a file; None where it is gone."""
    made = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    try:
        with open(path, "rb") as opened:
            made.update(b"blob %d\0" % path.stat().st_size)
            while piece := opened.read(1 << 20):
                made.update(piece)
    except OSError:
        return None
    return made.hexdigest()
