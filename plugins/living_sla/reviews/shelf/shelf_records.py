"""How much of each record a run asks for, and what earlier runs know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass

from living_sla.cache import Cache
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.checking.contradictions import contradictions
from living_sla.reviews.folder.layout import RECORD
from living_sla.reviews.folder.record_file import read_record
from living_sla.reviews.shelf.kept_parts import KeptPart, KeptParts
from living_sla.reviews.shelf.whole_records import WholeRecords

ReadsRecord = Callable[[bytes, str], ReviewRecord]
"""`read_record`, or `read_brief` for who asks for no figures."""


@dataclass(frozen=True)
class ShelfRecords:
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
