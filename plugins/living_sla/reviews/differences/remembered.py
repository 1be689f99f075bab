"""What comparing reviews came to, kept for as long as everything that it hangs on is as it was.

That is the seal, today's exports, how they are declared, the calendar and, by the cache, the product. An answer that is
not whole also hangs on what was looked for and not found: it counts until something is there that may be it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from living_sla.errors import SlaError
from living_sla.model.agreement.measured import Family
from living_sla.model.exact_json import dumped, loaded
from living_sla.model.reviews.differences import FoundDifferences
from living_sla.model.reviews.review import Review
from living_sla.model.time.release import table_releases
from living_sla.reviews.differences.sealed_export import SealedFiles

if TYPE_CHECKING:
    from living_sla.cache import Cache
    from living_sla.model.figures.standing import Report
    from living_sla.report import Agreed


class RememberedDifferences:
    """What one build knows of the comparisons of earlier ones."""

    def __init__(self, agreed: Agreed, report: Report) -> None:
        self._agreed = agreed
        self._report = report
        self._files = SealedFiles(agreed.project.root, agreed.past.history.repository)

    def of(self, review: Review) -> FoundDifferences | None:
        """What comparing the review came to; None where nobody knows, or it may come to something else today."""
        cache = self._cache(review)
        if cache is None:
            return None
        was, _, raw = (cache.read(_name(review)) or b"").partition(b"\n")
        key, _, missing = was.decode("ascii", "replace").partition(" ")
        if key != self._key(review) or (missing and missing != self._missing(review)):
            return None
        return loaded(FoundDifferences, raw)

    def keep(self, review: Review, found: FoundDifferences) -> None:
        """Remember it for the next build."""
        if (cache := self._cache(review)) is not None:
            key = self._key(review) + (f" {self._missing(review)}" if found.why_not else "")
            cache.write(_name(review), key.encode() + b"\n" + dumped(found))

    def otherwise(self, review: Review) -> FoundDifferences | None:
        """The figures that the report tells otherwise than the record; None where nobody held them against it."""
        cache = self._cache(review)
        if cache is None or self._own_code:
            return None
        key, _, raw = (cache.read(f"{_name(review)}-report") or b"").partition(b"\n")
        return loaded(FoundDifferences, raw) if key == self._key_of_report(review) else None

    def keep_otherwise(self, review: Review, found: FoundDifferences) -> None:
        """Remember it for the next build."""
        cache = self._cache(review)
        if cache is not None and not self._own_code:
            cache.write(f"{_name(review)}-report", self._key_of_report(review) + b"\n" + dumped(found))

    def _cache(self, review: Review) -> Cache | None:
        """None where we do not see all that the answer hangs on: code of users, and what an engine alone can see."""
        cache = self._agreed.cache
        if cache is None or review.record is None or self._today is None:
            return None
        measures = (of.measure for agreement in review.record.agreements for of in agreement.commitments)
        return None if any(measure.family is Family.CUSTOM for measure in measures) else cache

    def _key_of_report(self, review: Review) -> bytes:
        return _digest([self._key(review), self._terms]).encode()

    @cached_property
    def _terms(self) -> list[object]:
        """What decides the figures of the report besides the exports."""
        agreed = self._agreed
        spans = [
            [name, [[of.version, str(of.start), str(of.end), of.basis] for of in timeline.spans]]
            for name, timeline in sorted(agreed.past.timelines.items())
        ]
        versions = [
            [name, [[of.version.number, of.version.digest, of.state] for of in timeline.versions]]
            for name, timeline in sorted(agreed.past.timelines.items())
        ]
        here = [[of.terms.id, of.digest] for of in agreed.project.agreements]
        return [here, spans, versions, agreed.settings.fiscal_year_start]

    @cached_property
    def _own_code(self) -> bool:
        """Whether terms of today measure by code of users."""
        return any(
            of.measure.family is Family.CUSTOM
            for agreement in self._agreed.project.agreements
            for of in agreement.terms.commitments
        )

    def _key(self, review: Review) -> str:
        return _digest([review.seal, self._today, *table_releases()])

    @cached_property
    def _today(self) -> list[object] | None:
        """The exports of today and how they are declared; None where some cannot be told from others."""
        report, project = self._report, self._agreed.project
        if any(of.engine is not None and name not in report.sources for name, of in project.sources.items()):
            return None
        read = [
            [name, of.facts.as_of.isoformat(), [file.sha256 for file in of.facts.files]]
            for name, of in sorted(report.sources.items())
        ]
        declared = [[name, source.model_dump_json()] for name, source in sorted(project.sources.items())]
        return [read, list(self._unread()), declared]

    def _unread(self) -> Iterator[object]:
        """What is there of the exports that no terms of today use: those of a review may."""
        from living_sla.exports.files import find_files  # late: most builds recompute nothing

        project = self._agreed.project
        for name, source in sorted(project.sources.items()):
            if name not in self._report.sources:
                try:
                    found = find_files(name, source, project.root, project.source_place(name)).files
                    seen = [(path, path.stat()) for path in found]
                    yield [name, [[str(path), of.st_size, of.st_mtime_ns, of.st_ino] for path, of in seen]]
                except (SlaError, OSError) as absent:
                    yield [name, str(absent)]

    def _missing(self, review: Review) -> str:
        """What is there that may be one of the sealed exports."""
        record = review.record
        assert record is not None
        return _digest([list(self._files.candidates(file)) for source in record.sources for file in source.files])


def _name(review: Review) -> str:
    return f"differences-{review.seal[:32]}"


def _digest(of: object) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()
