"""Parts of sealed records, and what contradicts them, as an earlier run found both: by the seal, which is over it all.

A seal stands for the bytes of every sealed file, and an entry of the cache for the code that made it. Bytes are held
against the manifest, and the manifest against the main line, in each run; nobody asks here for a review that fails.
"""

from __future__ import annotations

import json

from msgspec import Struct

from living_sla.cache import Cache
from living_sla.model.exact_json import dumped, loaded
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.time.release import table_releases
from living_sla.reviews.checking.contradictions import Contradiction


class KeptPart(Struct, frozen=True):
    """A part of a record, and what the sealed files beside it say otherwise."""

    record: ReviewRecord
    contradicted: tuple[Contradiction, ...]


def made_with() -> bytes:
    """The releases of what a record and its terms are read and checked with, besides the code of the product."""
    return " ".join(table_releases()).encode()


class KeptParts:
    """The parts of one kind that a project's cache holds."""

    def __init__(self, cache: Cache | None, kind: str) -> None:
        """`kind` is a name for how much of a record is read."""
        self._cache = cache
        self._kind = kind

    def read(self, seal: str) -> KeptPart | None:
        """What was kept of the review with that seal; None where that is nothing, or of other libraries."""
        content = self._cache.read(self._name(seal)) if self._cache is not None else None
        libraries, _, rest = (content or b"").partition(b"\n")
        contradicted, _, raw = rest.partition(b"\n")
        record = loaded(ReviewRecord, raw) if libraries == made_with() else None
        return (
            None if record is None else KeptPart(record, tuple((path, what) for path, what in json.loads(contradicted)))
        )

    def keep(self, seal: str, part: KeptPart) -> None:
        """Keep it for the next run; `seal` is that of files which are what their manifest says."""
        if self._cache is not None:
            contradicted = json.dumps(part.contradicted).encode()
            self._cache.write(self._name(seal), b"\n".join((made_with(), contradicted, dumped(part.record))))

    def _name(self, seal: str) -> str:
        return f"record-{self._kind}-{seal}"
