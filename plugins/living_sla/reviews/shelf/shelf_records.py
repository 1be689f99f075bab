"""How much of each record a run asks for, and what earlier runs know of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Set

from msgspec import Struct

from living_sla.cache import Cache
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.checking.contradictions import Contradiction, contradictions
from living_sla.reviews.folder.layout import RECORD
from living_sla.reviews.folder.record_file import read_record
from living_sla.reviews.shelf.kept_parts import KeptPart, KeptParts, made_with

ENOUGH = 2 * 1024 * 1024
"""Bytes of records that a run reads whole for the first time: half a second. A larger record waits."""
PATIENT = 6 * ENOUGH
"""The same of a run that somebody waits for, where a part was read before; there a larger one is read by itself."""
_NAME = "records-read-whole"


class WholeRecords:
    """The records that a run reads whole: whoever needs only a part of one calls broken what everybody else does.

    The strict reader asks every figure, and every row of the table is compared, which takes 0.2 s a megabyte. What that
    finds is remembered by the seal, which is over it all, so a machine reads each record whole once. Many records are
    caught up with, the newest first, some in each run.
    """

    def __init__(self, cache: Cache | None, named: Collection[str] = (), *, patient: bool = False) -> None:
        """`named` are the reviews that somebody asks for: they are read whole however much there is."""
        self._cache = cache
        self._patient = patient
        self._named = named
        self._known = _remembered(cache)
        self._new: dict[str, tuple[Contradiction, ...]] = {}
        self._read = 0
        self.passed_over: set[str] = set()
        """The reviews whose record was not read whole in this run, nor in one before it."""

    def contradicted(
        self, review: str, folder: str, files: Mapping[str, bytes], seal: str, *, part_is_kept: bool
    ) -> tuple[Contradiction, ...] | None:
        """What the whole record among the files that `seal` is over contradicts; None where it waits to be read.

        A run that reads parts of many records has no time left for whole ones. Raises `Faults` as `read_record` does.
        """
        if seal in self._known:
            return self._known[seal]
        content = files[RECORD]
        if review not in self._named and not self._has_time(len(content), part_is_kept):
            self.passed_over.add(review)
            return None
        record = read_record(content, f"{folder}/{RECORD}")
        self._read += len(content)  # after it: one that cannot be read keeps no other waiting in each run
        self._new[seal] = contradictions(record, files, is_whole=True)
        return self._new[seal]

    def _has_time(self, size: int, part_is_kept: bool) -> bool:
        if self._patient and part_is_kept:
            return not self._read or self._read + size <= PATIENT
        return self._read + size <= ENOUGH

    def remember(self) -> None:
        """Keep for the next run what was found in this one."""
        if self._cache is not None and self._new:
            found = {**_remembered(self._cache), **self._new}
            self._cache.write(_NAME, made_with() + b"\n" + json.dumps(found).encode())


def _remembered(cache: Cache | None) -> dict[str, tuple[Contradiction, ...]]:
    libraries, _, found = ((cache.read(_NAME) if cache is not None else None) or b"").partition(b"\n")
    if libraries != made_with():
        return {}
    return {seal: tuple((path, what) for path, what in several) for seal, several in json.loads(found).items()}


ReadsRecord = Callable[[bytes, str], ReviewRecord]
"""`read_record`, or `read_brief` for who asks for no figures."""


class ShelfRecords(Struct, frozen=True):
    """The records of a shelf, each read by `read`.

    Where that takes a part of a record, `whole` says what the rest contradicts, and `kept` has the parts that were read
    before.
    """

    read: ReadsRecord = read_record
    whole: WholeRecords | None = None
    kept: KeptParts | None = None

    @classmethod
    def in_part(
        cls, read: ReadsRecord, cache: Cache | None, named: Collection[str] = (), *, patient: bool = False
    ) -> ShelfRecords:
        """Those of a project with this cache; the reviews that are `named` are read whole however much there is."""
        return cls(read, WholeRecords(cache, named, patient=patient), KeptParts(cache, read.__name__))

    @property
    def passed_over(self) -> Set[str]:
        """The reviews whose record was not read whole in this run, nor in one before it."""
        return self.whole.passed_over if self.whole is not None else frozenset()

    def remember(self) -> None:
        """Keep for the next run what was read whole."""
        if self.whole is not None:
            self.whole.remember()

    def part(self, review: str, folder: str, files: Mapping[str, bytes], seal: str) -> KeptPart:
        """What is read of the record among these files of a review, and what contradicts it.

        `seal` is empty where it is not over these very bytes. Raises `Faults` for a record that cannot be read.
        """
        kept = self.kept.read(seal) if self.kept is not None and seal else None
        whole = None
        if self.whole is not None and seal:
            whole = self.whole.contradicted(review, folder, files, seal, part_is_kept=kept is not None)
        if kept is not None and whole in (None, kept.contradicted):
            return kept
        record = kept.record if kept is not None else self.read(files[RECORD], f"{folder}/{RECORD}")
        if whole is None:
            whole = contradictions(record, files, is_whole=self.read is read_record)
        part = KeptPart(record, whole)
        if self.kept is not None and seal:
            self.kept.keep(seal, part)
        return part
