"""The cohort of a commitment: which records it judges, in which period and segment each of them belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from living_sla.model.clock import Clock
from living_sla.model.condition import Condition, columns_of, resolved
from living_sla.model.period import Period, PeriodRule, positions
from living_sla.model.terms import Commitment, Count, ExceptionTerms, Terms, Within
from living_sla.model.zones import Instants, instant, micros, zone

Interval = tuple[int, int]
"""`[start, end)` in microseconds since the epoch."""


@dataclass(eq=False)
class PeriodGrid:
    """The periods of a commitment, counted from the one that holds its first day; grows as instants ask for it."""

    rule: PeriodRule
    first_on: date
    _periods: list[Period] = field(default_factory=list)

    def positions(self, instants: Instants) -> Instants:
        """For each instant, the number of the period that holds it, or -1 before the first."""
        if len(instants):
            self.up_to(instant(int(instants.max())))
        return positions(tuple(self._periods), instants)

    def up_to(self, moment: datetime) -> tuple[Period, ...]:
        """The periods from the first one to the one that holds `moment`; empty where that comes before them."""
        if not self._periods:
            self._periods.append(self.rule.containing(self.first_on))
        while self._periods[-1].end <= moment:
            self._periods.append(self.rule.following(self._periods[-1]))
        return tuple(period for period in self._periods if period.start <= moment)


@dataclass(frozen=True, eq=False)
class Cohort:
    """What one commitment asks of an export: resolved conditions, its clock, its periods and its exceptions."""

    agreement: str
    commitment: Commitment
    where: Condition
    grid: PeriodGrid
    clock: Clock
    """The clock that runs for a limit; pauses already taken out."""
    coverage: Clock
    """Covered time without pauses, for the pace of a volume."""
    in_force: Interval
    """From the first day of the terms to the end of the last one."""
    excluded: tuple[Interval, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the source that is needed."""
        measure, segment = self.commitment.measure, self.commitment.by_segment
        named = {column for column, _ in columns_of(self.where)}
        match measure:
            case Count():
                named |= {measure.at}
            case Within():
                named |= {measure.start, measure.end} | ({measure.due} if measure.due else set())
        return frozenset(named | ({segment} if segment else set()))


def cohort(terms: Terms, commitment: Commitment, fiscal_start: int) -> Cohort:
    """The cohort of one commitment under its terms."""
    measure = commitment.measure
    exceptions = [found for found in terms.exceptions if not found.commitments or commitment.id in found.commitments]
    business = isinstance(measure, Within) and measure.limit is not None and measure.limit.business
    pauses = tuple(_window(found, terms) for found in exceptions if found.effect == "pause")
    rule = PeriodRule(commitment.per, terms.coverage.timezone, fiscal_start)
    return Cohort(
        agreement=terms.id,
        commitment=commitment,
        where=resolved(measure.where, terms.conditions()),
        grid=PeriodGrid(rule, terms.effective),
        clock=Clock(terms.coverage, business=business, pauses=pauses),
        coverage=Clock(terms.coverage, business=True),
        in_force=(
            _midnight(terms.effective, terms),
            _midnight(terms.until + timedelta(days=1), terms) if terms.until else _FAR,
        ),
        excluded=tuple(_window(found, terms) for found in exceptions if found.effect == "exclude"),
    )


_FAR = micros(datetime.fromisoformat("9000-01-01T00:00:00+00:00"))


def _window(found: ExceptionTerms, terms: Terms) -> Interval:
    return _instant(found.start, terms), _instant(found.end, terms)


def _midnight(day: date, terms: Terms) -> int:
    return _instant(datetime.combine(day, datetime.min.time()), terms)


def _instant(wall: datetime, terms: Terms) -> int:
    naive = (wall - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    return int(zone(terms.coverage.timezone).to_utc(np.array([naive], dtype=np.int64))[0])
