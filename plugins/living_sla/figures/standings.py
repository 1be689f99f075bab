"""From what the cohorts came to, to how a commitment stands: one series through all versions of its terms."""

from __future__ import annotations

from collections.abc import Mapping

from living_sla.agreements.sentences import commitment_sentence
from living_sla.engines import EngineExport
from living_sla.exports import Export
from living_sla.figures.asked import Asked, Chapter
from living_sla.figures.oddities import oddities
from living_sla.figures.scans import Scan, as_of_for, measured
from living_sla.measures import versions
from living_sla.measures.attainments import Series, beside, series
from living_sla.measures.cohort import Cohort
from living_sla.measures.frame import Export as ExportOf
from living_sla.measures.measure import Measurement
from living_sla.model.kept import KeptFigures
from living_sla.model.small_groups import without_small_groups
from living_sla.model.standing import Standing, UnusableRecord


def computed(asked: Asked, scans: Mapping[str, Scan]) -> KeptFigures:
    """The figures of one commitment, from its first period to the as-of, by what was read now."""
    if not any(asked.cohorts):
        return KeptFigures((), {}, ())
    found = versions.joined([versions.Chapter(_series(one, asked, scans), one.breaks) for one in asked.chapters])
    if any(chapter.cohort.without_exceptions for chapter in asked.chapters):
        plain = [versions.Chapter(_plain(chapter, asked, scans), chapter.breaks) for chapter in asked.chapters]
        found = beside(found, versions.joined(plain))
    segments, notices = without_small_groups(found.segments), tuple(oddities(asked, scans))
    return KeptFigures(found.whole, segments, _unusable(asked, scans), notices)


def told(asked: Asked, figures: KeptFigures) -> Standing:
    """The standing of a commitment with these figures."""
    sentence, zone = commitment_sentence(asked.terms, asked.commitment), asked.terms.coverage.timezone
    return Standing(
        agreement=asked.terms.id,
        commitment=asked.commitment,
        sentence=sentence,
        series=figures.series,
        segments=figures.segments,
        unusable=figures.unusable,
        why_not=asked.why_not or _why_not(asked),
        timezone=zone,
    )


def _why_not(asked: Asked) -> str:
    """Why no version can be judged, where none can."""
    return "" if any(asked.cohorts) else asked.chapters[-1].unreadable


def _series(chapter: Chapter, asked: Asked, scans: Mapping[str, Scan]) -> Series:
    """The attainments of one version."""
    return _of_cohort(chapter.cohort, chapter, asked, scans)


def _plain(chapter: Chapter, asked: Asked, scans: Mapping[str, Scan]) -> Series:
    """The attainments of one version as if it had no exceptions."""
    return _of_cohort(chapter.cohort.without_exceptions or chapter.cohort, chapter, asked, scans)


def _of_cohort(cohort: Cohort, chapter: Chapter, asked: Asked, scans: Mapping[str, Scan]) -> Series:
    if chapter.unreadable:
        # Its source may be gone: what stands in for it only says up to when the figures speak.
        readable = next(one.cohort for one in reversed(asked.chapters) if not one.unreadable)
        known = scans[readable.commitment.measure.source]
        export = ExportOf(known.export.name, known.export.source, known.facts.as_of)
        return series(cohort, Measurement(), export, chapter.basis, chapter.version_at, silent=chapter.unreadable)
    scan = scans[cohort.commitment.measure.source]
    as_of, too_old = as_of_for(scans, cohort), scan.freshness.too_old
    export = ExportOf(scan.export.name, scan.export.source, as_of, too_old)
    return series(cohort, measured(scans, cohort), export, chapter.basis, chapter.version_at)


def _unusable(asked: Asked, scans: Mapping[str, Scan]) -> tuple[UnusableRecord, ...]:
    """The first records that could not be judged, of the newest version that has any."""
    for chapter in reversed(asked.chapters):
        if not chapter.unreadable and (keys := measured(scans, chapter.cohort).tally.unusable):
            return _lines(scans[chapter.commitment.measure.source].export, keys)
    return ()


def _lines(export: Export | EngineExport, keys: list[str]) -> tuple[UnusableRecord, ...]:
    lines = export.lines(keys)
    return tuple(
        UnusableRecord(key, lines.get(key), "a value that it needs is missing, or its end precedes its start")
        for key in keys
    )
