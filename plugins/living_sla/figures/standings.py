"""From what the cohorts came to, to how a commitment stands: one series through all versions of its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from living_sla.engines import EngineExport
from living_sla.exports.export import Export
from living_sla.figures.groups import shown_of
from living_sla.figures.oddities import oddities, unjoined
from living_sla.figures.plan import Asked, Chapter
from living_sla.figures.scans import MeasuredExport, SourceRead, as_of_for, measured
from living_sla.measures import versions
from living_sla.measures.attainments import frames
from living_sla.measures.cohort import Cohort
from living_sla.measures.measure import Measurement
from living_sla.measures.period_figure import FigureSource, PeriodFigure
from living_sla.model import unjudged
from living_sla.model.kept import KeptFigures
from living_sla.model.labels import NO_LABELS, Labels
from living_sla.model.standing import Standing, UnusableRecord
from living_sla.model.zones import instant
from living_sla.words.sentences import commitment_sentence


def computed(unit: Sequence[Asked], scans: Mapping[str, MeasuredExport]) -> dict[Asked, KeptFigures]:
    """The figures of commitments that share records (`groups.units`), up to the as-of, by what was read now.

    They are what may be shown: whoever keeps, prints or publishes them has nothing to withhold.
    """
    chapters = {one: _chapters(one, scans) for one in unit if any(one.cohorts)}
    shown = shown_of({one: versions.by_period(of) for one, of in chapters.items()})
    found = {one: versions.joined(of, shown[one]) for one, of in chapters.items()}
    return {
        one: KeptFigures(
            found[one].whole,
            found[one].segments,
            _unusable(one, scans),
            tuple(oddities(one, scans)),
            tuple(unjoined(one, scans)),
        )
        if one in found
        else KeptFigures((), (), ())
        for one in unit
    }


def standing_of(
    asked: Asked, figures: KeptFigures, read: Mapping[str, SourceRead], labels: Labels = NO_LABELS
) -> Standing:
    """The standing of a commitment with these figures; columns are called by their labels."""
    sentence, zone = commitment_sentence(asked.terms, asked.commitment, labels), asked.terms.coverage.timezone
    return Standing(
        agreement=asked.terms.id,
        commitment=asked.commitment,
        sentence=sentence,
        series=figures.series,
        segments=figures.segments,
        unusable=figures.unusable,
        unjoined=figures.unjoined,
        why_not=asked.why_not or _why_not(asked, figures, read),
        timezone=zone,
        labels=labels.get(asked.commitment.measure.source, {}),
    )


def _why_not(asked: Asked, figures: KeptFigures, read: Mapping[str, SourceRead]) -> str:
    """Why there is no period, where there is none."""
    if figures.series:
        return ""
    cohorts = list(asked.cohorts)
    if not cohorts:
        return asked.chapters[-1].unreadable if asked.chapters else unjudged.NO_VERSION
    first = min(cohorts, key=lambda cohort: cohort.in_force)
    names = (first.commitment.measure.source, *first.other_columns)
    as_of = min((read[name].facts.as_of for name in names if name in read), default=None)
    return unjudged.not_yet(instant(first.in_force[0]), as_of, first.timezone) if as_of else unjudged.NO_VERSION


def _chapters(asked: Asked, scans: Mapping[str, MeasuredExport]) -> list[versions.VersionFigures]:
    """What every version came to, and beside it the same as if no exception bore on it."""
    return [
        versions.VersionFigures(
            _frames(one.cohort, one, asked, scans),
            one.breaks,
            _frames(one.cohort.without_exceptions, one, asked, scans) if one.cohort.without_exceptions else (),
        )
        for one in asked.chapters
    ]


def _frames(
    cohort: Cohort, chapter: Chapter, asked: Asked, scans: Mapping[str, MeasuredExport]
) -> tuple[PeriodFigure, ...]:
    if chapter.unreadable:
        # Its source may be gone: what stands in for it only says up to when the figures speak.
        readable = next(one.cohort for one in reversed(asked.chapters) if not one.unreadable)
        known = scans[readable.commitment.measure.source]
        export = FigureSource(known.export.name, known.export.source, known.facts.as_of)
        return frames(cohort, Measurement(), export, chapter.basis, chapter.version_at, silent=chapter.unreadable)
    scan = scans[cohort.commitment.measure.source]
    as_of, too_old = as_of_for(scans, cohort), scan.freshness.too_old
    export = FigureSource(scan.export.name, scan.export.source, as_of, too_old)
    return frames(cohort, measured(scans, cohort), export, chapter.basis, chapter.version_at)


def _unusable(asked: Asked, scans: Mapping[str, MeasuredExport]) -> tuple[UnusableRecord, ...]:
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
