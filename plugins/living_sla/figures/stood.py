"""What the closed periods of a commitment stood at on the day on which its running period stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from living_sla.figures.plan import Plan
from living_sla.figures.scans import MeasuredExport, measured
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.own_past import Stood
from living_sla.model.figures.signals import comparable_runs
from living_sla.model.time.zones import DAY, micros

_Days = list[tuple[int, int, int]]


def stood(plan: Plan, series: Sequence[Attainment], scans: Mapping[str, MeasuredExport]) -> Stood | None:
    """The figures of settled periods after as many days as the running period has had; None where none is running."""
    running = series[-1] if series else None
    if running is None or running.ended:
        return None
    days = _day(running.as_of) - _day(running.period.start)
    known = _by_period(plan, scans)
    if days < 1 or not known:
        return None
    volume = plan.commitment.measure.is_volume
    settled = comparable_runs(series, volume=volume)[-1].settled
    found = ((each.period.start, _figure(known.get(_label(each), []), each, days, volume=volume)) for each in settled)
    return Stood(days, tuple((start, value) for start, value in found if value is not None))


def _by_period(plan: Plan, scans: Mapping[str, MeasuredExport]) -> dict[tuple[str, str], _Days]:
    """The days of every period, of all versions that judged it."""
    found: dict[tuple[str, str], _Days] = {}
    for label, days in _of_chapters(plan, scans):
        found.setdefault(label, []).extend(days)
    return found


def _of_chapters(plan: Plan, scans: Mapping[str, MeasuredExport]) -> Iterator[tuple[tuple[str, str], _Days]]:
    for chapter in plan.readable:
        days = measured(scans, chapter.cohort).tally.verdict_days
        for number, of in (days.by_period() if days is not None else {}).items():
            period = chapter.cohort.grid.period(number)
            yield (period.kind, period.label), list(of)


def _figure(days: _Days, of: Attainment, elapsed: int, *, volume: bool) -> Fraction | None:
    until = _day(of.period.start) + elapsed
    met = sum(number for day, number, _ in days if day < until)
    missed = sum(number for day, _, number in days if day < until)
    if volume:
        return Fraction(met)
    return Fraction(met, met + missed) if met + missed else None


def _label(of: Attainment) -> tuple[str, str]:
    return of.period.kind, of.period.label


def _day(at: datetime) -> int:
    return micros(at) // DAY
