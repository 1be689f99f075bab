"""What had come in of each period by the end of each of its days, through all versions of the terms that judged it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction

import numpy as np
from msgspec import Struct, field

from living_sla.figures.plan import Plan
from living_sla.figures.scans import MeasuredExport, measured
from living_sla.measures.period_figure import stored_per_unit
from living_sla.model.agreement.measured import Family
from living_sla.model.figures.attainment import Attainment
from living_sla.model.time.period import Period
from living_sla.model.time.zones import DAY, micros, zone

Label = tuple[str, str]
"""Kind and label of a period."""


class PeriodDays(Struct):
    """By day since the epoch, in the agreement's zone."""

    met: dict[int, int] = field(default_factory=dict)
    missed: dict[int, int] = field(default_factory=dict)
    amounts: dict[int, Fraction] = field(default_factory=dict)
    """Of a total, in the unit of its target."""

    def before(self, day: int, family: Family) -> Fraction | None:
        """The figure at the end of the day before; None for a share of nothing."""
        if family is Family.TOTAL:
            return sum((amount for at, amount in self.amounts.items() if at < day), Fraction())
        met = sum(number for at, number in self.met.items() if at < day)
        if family is Family.COUNT:
            return Fraction(met)
        missed = sum(number for at, number in self.missed.items() if at < day)
        return Fraction(met, met + missed) if met + missed else None


def period_days(plan: Plan, scans: Mapping[str, MeasuredExport]) -> dict[Label, PeriodDays]:
    """The days of every period that has any; none where nobody can know them."""
    found: dict[Label, PeriodDays] = {}
    for chapter in plan.readable:
        scan = scans[chapter.commitment.measure.source]
        days = measured(scans, chapter.cohort).tally.verdict_days
        if days is None:
            continue
        period_of, scale = chapter.cohort.grid.period, stored_per_unit(chapter.commitment, scan.export.source)
        for number, of in days.by_period().items():
            into = found.setdefault(_label(period_of(number)), PeriodDays())
            for day, met, missed in of:
                into.met[day] = into.met.get(day, 0) + met
                into.missed[day] = into.missed.get(day, 0) + missed
        for (number, day), total in days.sums.items():
            amounts = found[_label(period_of(number))].amounts
            amounts[day] = amounts.get(day, Fraction()) + Fraction(total) / scale
    return found


def days_of(known: Mapping[Label, PeriodDays], attained: Attainment) -> PeriodDays:
    """Those of the period of a figure; none where it has no record."""
    return known.get(_label(attained.period), PeriodDays())


def day_of(at: datetime, timezone: str) -> int:
    """The day that holds an instant, in days since the epoch."""
    return int(zone(timezone).to_wall(np.array([micros(at)], dtype=np.int64))[0]) // DAY


def day_starts(first: int, after: int, timezone: str) -> Iterator[int]:
    """When each day from one to before another begins, in UTC microseconds."""
    yield from zone(timezone).to_utc(np.arange(first, after, dtype=np.int64) * DAY).tolist()


def _label(period: Period) -> Label:
    return period.kind, period.label
