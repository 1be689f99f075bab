"""From what the cohorts came to, to the figures of commitments: one series through all versions of their terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.agreements.project import Project
from living_sla.exports.export import Export
from living_sla.figures.courses import courses
from living_sla.figures.durations import durations, known_limits, shown_by, told_elsewhere
from living_sla.figures.frames import baseline, frames_of
from living_sla.figures.groups import shown_of
from living_sla.figures.oddities import oddities, unjoined
from living_sla.figures.period_days import period_days
from living_sla.figures.plan import Plan, cohorts_of
from living_sla.figures.scans import MeasuredExport, measured, scan_all
from living_sla.figures.stood import stood
from living_sla.measures import versions
from living_sla.model.figures.kept import KeptFigures
from living_sla.model.figures.standing import UnusableRecord

if TYPE_CHECKING:
    from living_sla.engines.engine_export import EngineExport


def scan_declared(
    project: Project, plans: Iterable[Plan], waiting: Collection[str], now: datetime
) -> dict[str, MeasuredExport]:
    """Every declared column of every source but those that wait, read, used or not; raises as `scan_all` does."""
    columns = {name: frozenset(source.columns) for name, source in project.sources.items() if name not in waiting}
    return scan_all(project, cohorts_of(plans), columns, None, now)


def computed(
    unit: Sequence[Plan],
    scans: Mapping[str, MeasuredExport],
    beside: Sequence[Plan] = (),
    counted: Sequence[Plan] = (),
) -> dict[Plan, KeptFigures]:
    """The figures of commitments that share records (`groups.units_of`), up to the as-of, by what was read now.

    They are what may be shown: whoever keeps, prints or publishes them has nothing to withhold. `beside` are plans of
    the same records that are told together with them, in other periods: theirs are series alone, and what may be shown
    of either depends on both. Of those that are `counted`, what all of their records come to is told elsewhere.
    """
    judged = {plan: _versions(plan, scans) for plan in (*unit, *beside) if any(plan.cohorts)}
    parts = {plan: versions.by_period(of) for plan, of in judged.items()}
    shown = shown_of(parts, {plan: plan.commitment.per.kind for plan in judged})
    series = {plan: versions.joined(of, shown[plan]) for plan, of in judged.items()}
    together, judged = judged, {plan: of for plan, of in judged.items() if plan not in beside}
    days = {plan: period_days(plan, scans) for plan in judged}
    came = courses({plan: series[plan].whole for plan in judged}, days)
    telling = shown_by(judged)
    return {
        plan: replace(
            _figures(plan, series[plan], scans, telling, counted),
            stood=stood(plan, series[plan].whole, days[plan]),
            course=came.get(plan),
        )
        if plan in judged
        else KeptFigures((), (), ())
        for plan in unit
    } | {plan: KeptFigures(series[plan].whole, series[plan].segments, ()) for plan in together if plan in beside}


def _figures(
    plan: Plan,
    series: versions.Series,
    scans: Mapping[str, MeasuredExport],
    telling: Mapping[Plan, Plan],
    counted: Sequence[Plan],
) -> KeptFigures:
    judged = [(chapter.cohort, measured(scans, chapter.cohort)) for chapter in plan.readable]
    exports = {name: scan.export for name, scan in scans.items()}
    notices = tuple(oddities(plan.commitment.id, judged, exports))
    unusable = _unusable(plan, scans)
    told = told_elsewhere(plan, telling.get(plan))
    if telling.get(plan) is plan:
        told = durations(plan, series.whole, scans, known_limits(plan, telling, counted))
    joins = tuple(unjoined(judged, exports))
    return KeptFigures(series.whole, series.segments, unusable, notices, joins, baseline(plan, scans), told)


def _versions(plan: Plan, scans: Mapping[str, MeasuredExport]) -> list[versions.VersionFigures]:
    """What every version came to, and beside it the same as if no exception bore on it."""
    return [
        versions.VersionFigures(
            frames_of(chapter.cohort, chapter, plan, scans),
            chapter.breaks,
            frames_of(chapter.cohort.without_exceptions, chapter, plan, scans)
            if chapter.cohort.without_exceptions
            else (),
        )
        for chapter in plan.chapters
    ]


def _unusable(plan: Plan, scans: Mapping[str, MeasuredExport]) -> tuple[UnusableRecord, ...]:
    """The first records that could not be judged, of the newest version that has any."""
    for chapter in reversed(plan.readable):
        if keys := measured(scans, chapter.cohort).tally.unusable:
            return _lines(scans[chapter.commitment.measure.source].export, keys)
    return ()


def _lines(export: Export | EngineExport, keys: list[str]) -> tuple[UnusableRecord, ...]:
    lines = export.lines(keys)
    return tuple(
        UnusableRecord(key, lines.get(key), "a value that it needs is missing, or its end precedes its start")
        for key in keys
    )
