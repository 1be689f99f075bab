"""Parts of records that are held against the figures of today: read for those alone of which nobody knows the answer.

They hold five times what everybody else asks of a record. Where the record itself has to be read, both come of it at
once.
"""

from __future__ import annotations

from pathlib import Path

from living_sla.cache import Cache
from living_sla.errors import Faults
from living_sla.files import bytes_of
from living_sla.model.reviews.kept_record import brief_of
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.reviews.folder.layout import RECORD
from living_sla.reviews.folder.record_file import MOST_BYTES, read_compared
from living_sla.reviews.shelf.kept_parts import KeptPart, KeptParts


class ComparedRecords:
    """Those of the project at `root`."""

    def __init__(self, root: Path, cache: Cache | None) -> None:
        self._root = root
        self._kept = KeptParts(cache, "read_compared")
        self._read: dict[str, ReviewRecord] = {}

    def read_brief(self, content: bytes, path: str) -> ReviewRecord:
        """As `record_file.read_brief`; raises `Faults` as that does."""
        self._read[path] = read_compared(content, path)
        return brief_of(self._read[path])

    def of(self, review: Review) -> ReviewRecord | None:
        """That of a review that is not broken; None where it can no longer be read."""
        kept = self._kept.read(review.seal)
        if kept is not None:
            return kept.record
        path = f"{review.folder}/{RECORD}"
        record = self._read.get(path)
        if record is None:
            try:
                record = read_compared(bytes_of(self._root / path, self._root, largest=MOST_BYTES), path)
            except Faults:  # somebody changes it right now
                return None
        self._kept.keep(review.seal, KeptPart(record, ()))
        return record

    def whole(self, review: Review) -> Review:
        """The review with its whole record, as `one_review.whole` reads it."""
        from living_sla.reviews.shelf.one_review import whole  # late: most builds recompute nothing

        return whole(self._root, review)
