"""From counts to attainments: every period and segment of a commitment, each with its figure and its status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from living_sla.measures.cohort import Cohort
from living_sla.measures.frame import Export, Frame, Values
from living_sla.measures.measure import Measurement
from living_sla.measures.misses import MissedRecord, Misses
from living_sla.measures.records import OPEN
from living_sla.measures.values import Group
from living_sla.model.attainment import Attainment, Basis, Miss
from living_sla.model.kinds import Deliverable
from living_sla.model.outcome import Counts
from living_sla.model.period import Period
from living_sla.model.quantity import plain
from living_sla.model.zones import instant, micros


@dataclass(frozen=True)
class Series:
    """The attainments of one commitment, oldest first: over all records, and by segment."""

    whole: tuple[Attainment, ...]
    segments: Mapping[str, tuple[Attainment, ...]]
    frames: tuple[Frame, ...] = ()
    """What each period was judged in; none where several versions were joined."""


def series(
    cohort: Cohort,
    measured: Measurement,
    export: Export,
    basis: Basis,
    version_at: Callable[[int], int] | None = None,
    *,
    silent: str = "",
) -> Series:
    """The attainments of every period that the cohort's span touches, up to the as-of.

    `version_at` says which version judges what starts at an instant; a period has the one of its last instant.
    With more unusable records than the source allows there are no figures, only the reason; `silent` is another one.
    """
    measured.finish(cohort, micros(export.as_of))
    groups = measured.own.counts if measured.own else measured.tally.finish(micros(export.as_of))
    periods = cohort.grid.up_to(min(export.as_of, instant(cohort.in_force[1] - 1)))
    spoilt = silent or _spoilt(groups, export.source.max_unusable)
    values = Values(measured.tally.values, measured.tally.waiting, measured.own.figures if measured.own else None)
    missed = _missed(cohort, measured.tally.misses, export)
    whole: list[Attainment] = []
    parts: dict[str, list[Attainment]] = {name: [] for name in _segment_names(cohort, groups)}
    frames: list[Frame] = []
    for number, period in enumerate(periods):
        why_not = spoilt or _before_export(period, measured.earliest)
        version = version_at(min(micros(period.end), cohort.in_force[1]) - 1) if version_at else None
        frame = Frame(cohort, export, basis, version, number, period, values, why_not)
        frames.append(frame)
        of_period = {segment: counts for (at, segment), counts in groups.items() if at == number}
        of_all = frame.attainment(None, sum(of_period.values(), Counts()))
        whole.append(replace(of_all, misses=() if of_all.value is None else missed.get(number, ())))
        for name, attained in parts.items():
            attained.append(frame.attainment(name, of_period.get(name, Counts())))
    return Series(tuple(whole), {name: tuple(attained) for name, attained in parts.items()}, tuple(frames))


def beside(series_: Series, plain: Series) -> Series:
    """The series with the figures of the same commitment without exceptions, where they differ."""
    segments = {
        name: _beside(attained, plain.segments[name]) if name in plain.segments else attained
        for name, attained in series_.segments.items()
    }
    return replace(series_, whole=_beside(series_.whole, plain.whole), segments=segments)


def _beside(attained: tuple[Attainment, ...], plain: tuple[Attainment, ...]) -> tuple[Attainment, ...]:
    pairs = zip(attained, plain, strict=True)
    return tuple(replace(at, without_exceptions=other.value) if other.value != at.value else at for at, other in pairs)


def _missed(cohort: Cohort, misses: Misses, export: Export) -> dict[int, tuple[Miss, ...]]:
    """The missed records that are shown, by the number of their period, newest first."""
    as_of = micros(export.as_of)
    linked = not isinstance(cohort.commitment.measure, Deliverable)  # its keys are due dates, unknown to the CRM

    def miss(found: MissedRecord) -> Miss:
        ended = instant(found.end) if found.end <= as_of else None
        link = export.source.link_to(found.key) if linked else None
        return Miss(found.key, instant(found.start), instant(found.due), ended, link)

    return {period: tuple(map(miss, found)) for period, found in misses.by_period().items()}


def _segment_names(cohort: Cohort, groups: Mapping[Group, Counts]) -> list[str]:
    """The segments that occur, in alphabetical order, the blank one last."""
    if cohort.commitment.by_segment is None:
        return []
    return sorted({segment for _, segment in groups}, key=lambda name: (not name, name))


def _spoilt(groups: Mapping[Group, Counts], allowed: Decimal) -> str:
    """Why the unusable records leave no figure, or nothing where they are few enough."""
    total = sum(groups.values(), Counts())
    judged = total.matured + total.pending + total.unusable
    if not judged or Fraction(total.unusable, judged) <= Fraction(allowed):
        return ""
    limit = f"{plain(allowed * 100)}%"
    return f"{total.unusable} of {judged} records are unusable, more than the {limit} that the source allows"


def _before_export(period: Period, earliest: int) -> str:
    """Why a period says nothing that ends before the export begins."""
    if earliest == OPEN or micros(period.end) > earliest:
        return ""
    return "the export holds nothing from this period"
