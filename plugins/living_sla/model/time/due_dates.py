"""The days on which a deliverable is due, by the calendar of its agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from living_sla.model.time.coverage import Coverage
from living_sla.model.time.period import PeriodRule
from living_sla.model.time.schedule import EveryDay, OncePer, Schedule, Weekly


def scheduled(due: Schedule, coverage: Coverage, first: date, last: date, fiscal_start: int = 1) -> Iterator[date]:
    """The due dates from `first` to `last`, in order; working days are covered dates."""
    match due:
        case Weekly(weekday, every, start):
            day = start or first + timedelta(days=(weekday - first.weekday()) % 7)
            step = timedelta(days=7 * every)
            day += max(0, -(-(first - day).days // step.days)) * step
            while day <= last:
                yield day
                day += step
        case EveryDay(which):
            for day in _days(first, last + timedelta(days=1)):
                if coverage.is_covered(day) if which == "working day" else day.weekday() < 5:
                    yield day
        case OncePer():
            rule = PeriodRule(due.unit, coverage.terms.timezone, fiscal_start)
            for span in rule.between(first, last):
                found = _day_of(due, coverage, span.first_on, span.end_on)
                if found is not None and first <= found <= last:
                    yield found


def _day_of(due: OncePer, coverage: Coverage, begins: date, ends: date) -> date | None:
    """The due date inside `[begins, ends)`; None where it has no such day."""
    if due.which == "day":
        assert due.day is not None
        return begins.replace(day=due.day)
    days = list(_days(begins, ends))
    if due.which == "weekday":
        fitting = [day for day in days if day.weekday() == due.weekday]
        return fitting[due.nth - 1 if due.nth > 0 else due.nth]
    working = days if due.which in ("first day", "last day") else [day for day in days if coverage.is_covered(day)]
    return (working[0] if due.which.startswith("first") else working[-1]) if working else None


def _days(begins: date, ends: date) -> Iterator[date]:
    return (begins + timedelta(days=step) for step in range((ends - begins).days))
