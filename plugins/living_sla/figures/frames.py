"""Period figures of a cohort by what was read now; and those of the time before anything was agreed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from living_sla.figures.plan import Chapter, Plan
from living_sla.figures.scans import MeasuredExport, as_of_for, measured
from living_sla.measures import versions
from living_sla.measures.attainments import period_figures
from living_sla.measures.cohort import Cohort
from living_sla.measures.measure import Measurement
from living_sla.measures.period_figure import FigureSource, PeriodFigure
from living_sla.model.figures.attainment import Attainment
from living_sla.model.time.zones import micros


def frames_of(
    cohort: Cohort, chapter: Chapter, plan: Plan, scans: Mapping[str, MeasuredExport]
) -> tuple[PeriodFigure, ...]:
    """Every period of a cohort of a chapter, oldest first."""
    if chapter.unreadable:
        # Its source may be gone: what stands in for it only says what the as-of of the figures is.
        known = scans[plan.readable[-1].commitment.measure.source]
        export = FigureSource(known.export.name, known.export.source, known.facts.as_of)
        return period_figures(
            cohort, Measurement(), export, chapter.basis, chapter.version_at, silent=chapter.unreadable
        )
    scan = scans[cohort.commitment.measure.source]
    as_of, too_old = as_of_for(scans, cohort), scan.freshness.too_old
    export = FigureSource(scan.export.name, scan.export.source, as_of, too_old)
    return period_figures(cohort, measured(scans, cohort), export, chapter.basis, chapter.version_at)


def baseline(plan: Plan, scans: Mapping[str, MeasuredExport]) -> tuple[Attainment, ...]:
    """The periods before anything was agreed, without verdicts: those of which the export tells anything.

    Of a volume, the period in which the export begins is left out: it would seem smaller than it was.
    """
    if plan.baseline is None:
        return ()
    frames = frames_of(plan.baseline, plan.chapters[0], plan, scans)
    if not frames:
        return ()
    earliest, volume = measured(scans, plan.baseline).earliest, plan.baseline.commitment.measure.is_volume
    return tuple(
        replace(found, status=None, version=None, misses=(), room=None, pace=None)
        for found in versions.joined([versions.VersionFigures(frames)], {}).whole
        if found.value is not None and not (volume and micros(found.period.start) < earliest)
    )
