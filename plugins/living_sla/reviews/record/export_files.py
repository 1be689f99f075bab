"""The files of exports as they were read, and whether the repository keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.model.figures.provenance import ExportFile
from living_sla.model.reviews.record import FrozenFile

if TYPE_CHECKING:
    from living_sla.reviews.record.ground import ReviewGround


def frozen_file(ground: ReviewGround, file: ExportFile) -> FrozenFile:
    """A file of an export; with its object in the repository, where the commit that is checked out holds these bytes.

    A file that git stores otherwise than it lies there, by a filter or with other line ends, is not kept as it was.
    """
    stored = ground.committed.get(file.path)
    is_kept = stored is not None and _digests(ground.root / file.path, len(stored)) == (stored, file.sha256)
    return FrozenFile(file.path, file.bytes, file.sha256, stored if is_kept else None)


def _digests(path: Path, digits: int) -> tuple[str, str] | None:
    """The id that git would give to the bytes of a file, and their SHA-256; None where it is gone."""
    blob, plain = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256(), hashlib.sha256()
    try:
        with open(path, "rb") as opened:
            blob.update(b"blob %d\0" % path.stat().st_size)
            while piece := opened.read(1 << 20):
                blob.update(piece)
                plain.update(piece)
    except OSError:
        return None
    return blob.hexdigest(), plain.hexdigest()
