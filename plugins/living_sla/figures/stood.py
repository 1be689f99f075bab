"""What the closed periods of a commitment stood at on the day on which its running period stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from living_sla.figures.period_days import Label, PeriodDays, day_of, days_of
from living_sla.figures.plan import Plan
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.own_past import Stood
from living_sla.model.figures.signals import comparable_runs


def stood(plan: Plan, series: Sequence[Attainment], known: Mapping[Label, PeriodDays]) -> Stood | None:
    """The figures of settled periods after as many days as the running period has had; None where none is running."""
    running = series[-1] if series else None
    if running is None or running.ended or not known:
        return None
    zone, measure = plan.terms.coverage.timezone, plan.commitment.measure
    days = day_of(running.as_of, zone) - day_of(running.period.start, zone)
    if days < 1:
        return None
    settled = comparable_runs(series, volume=measure.is_volume)[-1].settled
    found = (
        (each.period.start, days_of(known, each).before(day_of(each.period.start, zone) + days, measure.family))
        for each in settled
    )
    return Stood(days, tuple((start, value) for start, value in found if value is not None))
