"""How running volumes came where they stand, as far as it may be told: no step of a line is about one to four records.

What others tell of the same records counts too. Where one of the same filter begins a period, or leaves a time out, the
line has a point there, or none near. One of another filter that does so leaves no line at all, and of two lines over
records of which some are the same, the first is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from living_sla.figures.period_days import Label, PeriodDays, day_of, day_starts, days_of
from living_sla.figures.plan import Plan
from living_sla.measures.cohort import Cohort
from living_sla.model.agreement.meaning import apart, meaning
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.course import Course
from living_sla.model.figures.small_bars import clear_of
from living_sla.model.time.zones import instant, micros

Days = Mapping[Label, PeriodDays]


def courses(series: Mapping[Plan, Sequence[Attainment]], days: Mapping[Plan, Days]) -> dict[Plan, Course]:
    """The courses of the running volumes among commitments that share records, as far as they may be told together."""
    found: dict[Plan, Course] = {}
    for plan in series:
        if plan.commitment.measure.is_volume and plan.readable:
            sharing = [other for other in series if other is not plan and _share_records(plan, other)]
            if all(other not in found or _alike(plan, other) for other in sharing):
                told = _course(plan, sharing, series[plan], days[plan])
                found |= {plan: told} if told is not None else {}
    return found


def _course(plan: Plan, sharing: Iterable[Plan], series: Sequence[Attainment], known: Days) -> Course | None:
    """The course of a running volume; None of everything else, and where it would tell too much."""
    running = series[-1] if series else None
    if running is None or running.pace is None or running.ended or running.value is None:
        return None
    newest = plan.readable[-1].cohort
    zone = newest.timezone
    if any(chapter.cohort.timezone != zone for chapter in plan.readable):
        return None  # their days are not the same
    low, as_of = micros(running.period.start), micros(running.as_of)
    told = _told_inside(plan, sharing, low, as_of)
    if told is None:
        return None
    days = days_of(known, running)
    first, after = day_of(running.period.start, zone), day_of(running.as_of, zone) + 1
    starts = list(day_starts(first, after, zone))
    unsure = [_cell(starts, at) for at in told]
    cells = [days.met.get(day, 0) for day in range(first, after)]
    if sum(cells) != running.counts.met:
        return None  # a record counts in a period that its day is not in, as after a change of zones
    ends = [end for begin, end in clear_of(cells, unsure)[:-1] if any(cells[begin:end])]
    passed = _passed(newest, running, [starts[end] for end in ends])
    family = plan.commitment.measure.family
    values = [days.before(first + end, family) or Fraction() for end in ends]
    return Course((*zip(passed, values, strict=True), (running.pace.elapsed, running.value)))


def _told_inside(plan: Plan, sharing: Iterable[Plan], low: int, as_of: int) -> list[int] | None:
    """The instants at which it is known how many records there were; None where that takes any line apart."""
    mine = plan.readable[-1].cohort
    found = {at for chapter in plan.readable for at in _instants(chapter.cohort, mine, low, as_of)}
    for other in sharing:
        for cohort in _cohorts(other):
            inside = {at for at in _instants(cohort, mine, low, as_of) if low < at <= as_of}
            if inside and meaning(cohort.where) != meaning(mine.where):
                return None
            found |= inside
    return sorted(at for at in found if low < at <= as_of)


def _instants(cohort: Cohort, mine: Cohort, low: int, as_of: int) -> Iterator[int]:
    """When a cohort begins and ends, its periods do, and what it leaves out where that is not left out of `mine`."""
    yield from cohort.in_force
    for window in cohort.excluded if cohort.excluded != mine.excluded else ():
        yield from window
    if cohort.grid.rule != mine.grid.rule:
        period = cohort.grid.rule.at(instant(low))
        while micros(period.end) <= as_of:
            yield micros(period.end)
            period = cohort.grid.rule.following(period)


def _cell(starts: Sequence[int], at: int) -> tuple[int, int]:
    """The day that holds an instant; where it begins one, the place between that and the one before."""
    cell = int(np.searchsorted(starts, at, side="right")) - 1
    return (cell, cell) if starts[cell] == at else (cell, cell + 1)


def _passed(cohort: Cohort, running: Attainment, at: Sequence[int]) -> list[Fraction]:
    """Which share of the covered time in force had passed at these instants; of all time where none is covered."""
    assert running.pace is not None
    low, high = (micros(end) for end in running.window or (running.period.start, running.period.end))
    until = np.clip(np.array([high, *at], dtype=np.int64), low, high)
    begins = np.full(len(until), low)
    covered = cohort.coverage.elapsed(begins, until)
    whole, *rest = (covered if covered[0] else until - begins).tolist()
    return [min(Fraction(part, whole) if whole else Fraction(), running.pace.elapsed) for part in rest]


# ---------------------------------------------------------------- who shares records


def _cohorts(plan: Plan) -> Iterator[Cohort]:
    return (chapter.cohort for chapter in plan.readable)


def _share_records(one: Plan, other: Plan) -> bool:
    """Whether two commitments tell of some of the same records by the same instant."""
    return any(
        mine.commitment.measure.source == theirs.commitment.measure.source
        and mine.start == theirs.start
        and not apart(mine.where, theirs.where)
        for mine in _cohorts(one)
        for theirs in _cohorts(other)
    )


def _alike(one: Plan, other: Plan) -> bool:
    """Whether they count the same records in the same periods: two lines then tell no more than one."""
    return [_counted(cohort) for cohort in _cohorts(one)] == [_counted(cohort) for cohort in _cohorts(other)]


def _counted(cohort: Cohort) -> tuple[object, ...]:
    return meaning(cohort.where), cohort.grid.rule, cohort.excluded, cohort.in_force
