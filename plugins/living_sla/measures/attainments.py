"""From a measurement to period figures: every period of a commitment, with what its records came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from living_sla.measures.cohort import Cohort
from living_sla.measures.misses import MissedRecord, MissedRecords
from living_sla.measures.period_figure import FigureSource, PeriodFigure, Values
from living_sla.measures.records import OPEN
from living_sla.model.figures import unjudged
from living_sla.model.figures.attainment import Miss
from living_sla.model.figures.outcome import Counts
from living_sla.model.past.basis import Basis
from living_sla.model.time.period import Period
from living_sla.model.time.zones import instant, micros

if TYPE_CHECKING:
    from living_sla.measures.measure import Measurement


def period_figures(
    cohort: Cohort,
    measured: Measurement,
    export: FigureSource,
    basis: Basis,
    version_at: Callable[[int], int] | None = None,
    *,
    silent: str = "",
) -> tuple[PeriodFigure, ...]:
    """Every period that the cohort's span touches, up to the as-of, oldest first, with what its records came to.

    `version_at` says which version judges what starts at an instant; a period has the one of its last instant.
    `silent` is why there are no figures, where no export was read for them.
    """
    as_of = micros(export.as_of)
    measured.finish(cohort, as_of)
    own = measured.own.figures if measured.own else None
    groups = own.groups() if own else measured.tally.finish(as_of)
    if measured.tally.durations is not None:
        measured.tally.durations.finish(cohort, as_of)
    values = Values(measured.tally.values, measured.tally.waiting, own)
    missed = _missed(cohort, measured.tally.misses, export) if measured.tally.misses is not None else {}
    counts: dict[int, dict[str, Counts]] = {}
    for (number, segment), of_group in groups.items():
        counts.setdefault(number, {})[segment] = of_group
    return tuple(
        PeriodFigure(
            cohort,
            export,
            basis,
            version_at(min(micros(period.end), cohort.in_force[1]) - 1) if version_at else None,
            number,
            period,
            values,
            counts.get(number, {}),
            missed.get(number, ()),
            silent or _before_export(period, measured.earliest),
            measured.tally.skewed[number],
            bool(silent),
        )
        for number, period in enumerate(cohort.grid.up_to(min(export.as_of, instant(cohort.in_force[1] - 1))))
    )


def _missed(cohort: Cohort, misses: MissedRecords, export: FigureSource) -> dict[int, tuple[Miss, ...]]:
    """The missed records that are shown, by the number of their period, newest first."""
    as_of = micros(export.as_of)
    linked = cohort.commitment.measure.judges_records  # its keys are due dates, unknown to the CRM

    def miss(record: MissedRecord) -> Miss:
        ended = instant(record.end) if record.end <= as_of else None
        link = export.source.link_to(record.key) if linked else None
        return Miss(record.key, instant(record.start), instant(record.due), ended, link)

    return {period: tuple(map(miss, records)) for period, records in misses.by_period().items()}


def _before_export(period: Period, earliest: int) -> str:
    """Why a period says nothing that ends before the export begins."""
    if earliest == OPEN or micros(period.end) > earliest:
        return ""
    return unjudged.BEFORE_EXPORT
