"""Which records were read whole: whoever needs only a part of one calls broken what everybody else does.

The strict reader asks every figure, which takes 0.2 s a megabyte. What it found nothing wrong with is remembered by its
seal, so a machine asks each record once. Many records are caught up with, the newest first, some in each run.
"""

from __future__ import annotations

from collections.abc import Collection

from living_sla.cache import Cache
from living_sla.reviews.folder.record_file import read_record

ENOUGH = 2 * 1024 * 1024
"""Bytes of records that a run reads whole for the first time: half a second. A larger one waits until it is named."""
_NAME = "records-read-whole"
_DIGITS = 64


class WholeRecords:
    """The records that a run reads whole before it takes a part of them."""

    def __init__(self, cache: Cache | None, named: Collection[str] = ()) -> None:
        """`named` are the reviews that somebody asks for: they are read whole however much there is."""
        self._cache = cache
        self._named = named
        self._known = _seals(cache)
        self._new: list[str] = []
        self._read = 0
        self.passed_over: set[str] = set()
        """The reviews whose record was not read whole in this run, nor in one before it."""

    def require(self, review: str, seal: str, content: bytes, path: str) -> None:
        """Raise `Faults` as `read_record` does, for the record whose bytes are those that `seal` is over."""
        if seal in self._known:
            return
        if self._read + len(content) > ENOUGH and review not in self._named:
            self.passed_over.add(review)
            return
        self._read += len(content)
        read_record(content, path)
        self._new.append(seal)

    def remember(self) -> None:
        """Keep for the next run which records are sound."""
        if self._cache is not None and self._new:
            self._cache.write(_NAME, "".join(sorted({*_seals(self._cache), *self._new})).encode())


def _seals(cache: Cache | None) -> frozenset[str]:
    kept = (cache.read(_NAME) or b"").decode("ascii") if cache is not None else ""
    return frozenset(kept[at : at + _DIGITS] for at in range(0, len(kept), _DIGITS))
