"""Commitments that are about the same records, and what may be shown of their segments, given all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from living_sla.measures.cohort import Cohort, run_of, scale_of
from living_sla.model.agreement.meaning import meaning
from living_sla.model.figures.extent import Box, Interval, extent_of
from living_sla.model.figures.small_groups import SegmentTable, Shown, TablePart, shown
from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.period import Period
from living_sla.model.time.zones import micros, zone

if TYPE_CHECKING:
    from living_sla.figures.plan import Plan
    from living_sla.measures.period_figure import PeriodFigure
    from living_sla.measures.values import Segments
    from living_sla.measures.versions import PeriodPart

    Periods = Mapping[Period, tuple[PeriodPart, ...]]
    """The parts of every period of a commitment, by version."""

Key = TypeVar("Key", bound=Hashable)
"""Whatever stands for a commitment."""

SHORTEST_FIRST: tuple[PeriodKind, ...] = ("day", "week", "weeks", "month", "quarter", "year")


def units_of(plans: Iterable[Plan]) -> list[tuple[Plan, ...]]:
    """The commitments in groups that share records: what may be shown of one depends on the others of its group."""
    return units({plan: tuple(plan.cohorts) for plan in plans})


def units(cohorts: Mapping[Key, Sequence[Cohort]]) -> list[tuple[Key, ...]]:
    """Commitments, given with their cohorts, in groups in the order given: those of one share records that they break
    down.

    What may be shown of a commitment depends on the others of its group, and on no more.
    """
    keys = list(cohorts)
    group_of = list(range(len(keys)))
    first: dict[Hashable, int] = {}
    for number, key in enumerate(keys):
        for population in {found for cohort in cohorts[key] for found in _populations(cohort)}:
            mine, known = group_of[number], group_of[first.setdefault(population, number)]
            if mine != known:
                group_of = [known if of == mine else of for of in group_of]
    groups: dict[int, tuple[Key, ...]] = {}
    for number, of in enumerate(group_of):
        groups[of] = (*groups.get(of, ()), keys[number])
    return list(groups.values())


def shown_of(unit: Mapping[Key, Periods], kinds: Mapping[Key, PeriodKind]) -> dict[Key, dict[Period, Shown]]:
    """What may be shown of the periods of the commitments of one group, given in their order.

    `kinds` says by what kind of period each is shown. A period that is not named has nothing that might not be: no
    segments, and no exceptions.
    """
    where = [(key, period) for key, periods in unit.items() for period, parts in periods.items() if _asks(parts)]
    order = {key: (SHORTEST_FIRST.index(kinds[key]), number) for number, key in enumerate(unit)}
    known = _Known()
    tables = [_table(order[key], unit[key][period], known) for key, period in where]
    answers: dict[Key, dict[Period, Shown]] = {key: {} for key in unit}
    for (key, period), answer in zip(where, shown(tables), strict=True):
        answers[key][period] = answer
    return answers


def _asks(parts: Iterable[PeriodPart]) -> bool:
    """Whether there is anything beside the whole to be shown."""
    return any(part.without_exceptions or part.frame.commitment.by_segment for part in parts)


def _table(order: tuple[int, int], parts: Sequence[PeriodPart], known: _Known) -> SegmentTable:
    judged_twice = [part for part in parts if part.without_exceptions is not None]
    names = {name for part in judged_twice for frame in (part.frame, part.plain.frame) for name in frame.segments}
    boxes = [known.broken_down(part) for part in parts]
    return SegmentTable(
        order,
        extent_of(box for of in boxes for box in of),
        _sizes(parts),
        tuple(TablePart(extent_of(of), _sizes([part])) for part, of in zip(parts, boxes, strict=True))
        if len(parts) > 1
        else (),
        excepted=extent_of(box for part in judged_twice for box in known.excepted(part)),
        left_out={name: _left_out(judged_twice, (name,)) for name in names},
        left_out_of_all=_left_out(judged_twice, None),
    )


def _sizes(parts: Iterable[PeriodPart]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for part in parts:
        for name in part.frame.segments:
            sizes[name] = sizes.get(name, 0) + part.frame.counts[name].records
    return sizes


def _left_out(parts: Iterable[PeriodPart], segments: Segments) -> int:
    """How many records tell the figure of these segments from the one without exceptions.

    Those that an exception excludes. Where it pauses the clock and periods are those of due instants, it also moves
    records from one period to another.
    """
    left_out = 0
    for part in parts:
        if not part.frame.commitment.measure.judges_records:
            continue  # its records are due dates
        mine, plain = part.frame.counts_of(segments), part.plain.frame.counts_of(segments)
        left_out += max(mine.excluded, abs(mine.records - plain.records))
    return left_out


# ---------------------------------------------------------------- which records


def _populations(cohort: Cohort) -> Iterator[Hashable]:
    """What two commitments have in common where they share records that they break down, or that exceptions exclude, or
    whose durations are told; and where a volume is among those that are about some of the same records.
    """
    if cohort.commitment.measure.judges_records:
        yield (cohort.commitment.measure.source, cohort.start)
    if scale_of(cohort) is not None:
        yield run_of(cohort)
    population = _population(cohort)
    if population is not None:
        if cohort.commitment.by_segment is not None:
            yield (cohort.commitment.by_segment, population)
        if cohort.without_exceptions is not None:
            yield (cohort.excluded, cohort.exempted_by, population)


def _population(cohort: Cohort) -> Hashable | None:
    """Equal for cohorts that would have equal records in equal times; None for due dates, which are no records."""
    measure = cohort.commitment.measure
    if not measure.judges_records:
        return None
    due = (measure, cohort.clock) if cohort.commitment.judged_by == "due" else None
    return (measure.source, meaning(cohort.where), cohort.start, due)


class _Known:
    """The populations that have come up, by number: they are long, and compared often."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._of: dict[Cohort, int] = {}

    def broken_down(self, part: PeriodPart) -> list[Box]:
        """The records of a part, where it is broken down; of one that nobody can judge nothing is known."""
        by, unknown = part.frame.commitment.by_segment, part.frame.silent and not part.frame.counts
        return [] if by is None or unknown else self._box(part, by)

    def excepted(self, part: PeriodPart) -> list[Box]:
        """The records of a part, of which exceptions leave some out."""
        return self._box(part, (part.frame.cohort.excluded, part.frame.cohort.exempted_by))

    def _box(self, part: PeriodPart, of: Hashable) -> list[Box]:
        cohort = part.frame.cohort
        if cohort not in self._of:
            self._of[cohort] = self._number(_population(cohort))
        if not cohort.commitment.measure.judges_records:
            return []
        return [Box(self._number((of, self._of[cohort])), _sides(part.frame))]

    def _number(self, population: Hashable) -> int:
        return self._numbers.setdefault(population, len(self._numbers))


def _sides(frame: PeriodFigure) -> tuple[Interval, ...]:
    """Between which instants the records of a frame begin, up to the as-of; before that, between which they are due."""
    low, high = frame.cohort.in_force
    in_force = (low, min(high, micros(frame.export.as_of) + 1))
    period = (micros(frame.period.start), micros(frame.period.end))
    if frame.cohort.commitment.judged_by == "due":
        return (period, in_force)
    both = (max(period[0], in_force[0]), min(period[1], in_force[1]))
    column = frame.export.source.columns.get(frame.cohort.start)
    if column is not None and column.type == "date":
        # A date begins at another instant in every zone, and is the same date.
        low, high = zone(frame.cohort.timezone).to_wall(np.array(both, dtype=np.int64)).tolist()
        return ((low, high),)
    return (both,)
