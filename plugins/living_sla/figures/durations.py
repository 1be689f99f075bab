"""What may be told of how long records took: bars by period, and open records by age.

Two histograms over the same records cut at other places, or by other periods, would tell a few of them by subtraction.
So of the commitments whose clocks run between the same two instants of the same records, one shows its durations. Where
filters, or the times in which terms held, keep the records apart, each does.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from living_sla.figures.groups import SHORTEST_FIRST
from living_sla.figures.plan import Chapter, Plan
from living_sla.figures.scans import MeasuredExport, measured
from living_sla.measures.cohort import Cohort, ConvertedBy, run_of, scale_of
from living_sla.measures.durations import DurationTally
from living_sla.model.agreement.meaning import apart, meaning
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.durations import (
    Bar,
    Conversions,
    ConvertedBand,
    Durations,
    OpenAges,
    PeriodDurations,
    Scale,
    side_by_side,
)
from living_sla.model.figures.pooled import pooled
from living_sla.model.figures.signals import comparable_runs
from living_sla.model.figures.small_bars import bars, split_bars
from living_sla.model.figures.small_groups import is_enough
from living_sla.model.time.period import Period
from living_sla.model.time.zones import micros

_Told = tuple[Chapter, Cohort, DurationTally]


class _Part(Struct, frozen=True, eq=False):
    """What one version of the terms counted in a period."""

    cohort: Cohort
    scale: Scale
    counts: tuple[int, ...]
    converted: tuple[int, ...]


_Label = tuple[str, str]
"""Kind and label of a period."""
_Counted = dict[_Label, list[_Part]]


def shown_by(plans: Iterable[Plan]) -> dict[Plan, Plan]:
    """The commitment that shows the durations of each that has any: itself, or another one about the same records.

    It is the one with the shortest periods; of those, with the longest limit, whose last bar holds nobody who waits
    under another one; else the first.
    """
    found: dict[Plan, Plan] = {}
    for plan in sorted(plans, key=_precedence):
        runs = list(_runs(plan))
        if runs:
            others = (other for other, by in found.items() if other is by and _share_records(runs, list(_runs(other))))
            found[plan] = next(others, plan)
    return found


def _precedence(plan: Plan) -> tuple[int, int]:
    scales = [scale for cohort in _runs(plan) if (scale := scale_of(cohort)) is not None]
    longest = max(((scale.limit or 0) * (1_440 if scale.unit == "days" else 1) for scale in scales), default=0)
    return SHORTEST_FIRST.index(plan.commitment.per.kind), -longest


def _runs(plan: Plan) -> Iterator[Cohort]:
    return (chapter.cohort for chapter in plan.readable if scale_of(chapter.cohort) is not None)


def _share_records(some: Iterable[Cohort], others: Sequence[Cohort]) -> bool:
    """Whether two commitments may have a record in common whose duration both would tell."""
    return any(_alike(one, other) for one in some for other in others)


def _alike(one: Cohort, other: Cohort) -> bool:
    if run_of(one) != run_of(other) or apart(one.where, other.where):
        return False
    same_instant = one.start == other.start and one.timezone == other.timezone
    in_time = one.in_force[0] < other.in_force[1] and other.in_force[0] < one.in_force[1]
    return in_time or not same_instant


def told_elsewhere(plan: Plan, told_by: Plan | None) -> Durations | None:
    """That another commitment shows the durations of the same records; None where there are none."""
    runs = list(_runs(plan))
    if told_by is None or not runs or (scale := scale_of(runs[-1])) is None:
        return None
    return Durations(scale, shown_by=f"{told_by.terms.id}/{told_by.commitment.id}")


def known_limits(plan: Plan, telling: Mapping[Plan, Plan], counted: Sequence[Plan] = ()) -> frozenset[int] | None:
    """The limits at which others tell how many of the same records took no longer, in the same periods.

    Those that are `counted` tell that and nothing more, as terms do that are only proposed.

    None: others count on another clock, in other periods or of other records, by another limit. What they tell would
    take bars apart, so no bar may be told.
    """
    limits: set[int] = set()
    mine = list(_runs(plan))
    for other in (*(other for other, by in telling.items() if by is plan and other is not plan), *counted):
        for theirs in _runs(other):
            for one in (cohort for cohort in mine if _alike(cohort, theirs)):
                scale, found = scale_of(one), scale_of(theirs)
                if scale is None or found is None or found.limit is None or found == scale:
                    continue
                in_same_periods = one.grid.rule == theirs.grid.rule and one.start == theirs.start
                if replace(found, limit=scale.limit) != scale or not in_same_periods or one.clock is not theirs.clock:
                    return None
                if meaning(one.where) != meaning(theirs.where) or one.excluded != theirs.excluded:
                    return None
                if found.limit not in scale.edges:
                    return None
                limits.add(found.limit)
    return frozenset(limits)


def durations(
    plan: Plan,
    series: Iterable[Attainment],
    scans: Mapping[str, MeasuredExport],
    known: frozenset[int] | None = frozenset(),
) -> Durations | None:
    """How long the records of a commitment took, as far as it may be told beside its series; None without any.

    `known` are `known_limits`.
    """
    told = [
        (chapter, chapter.cohort, tally)
        for chapter in plan.readable
        if (tally := measured(scans, chapter.cohort).tally.durations) is not None
    ]
    if not told:
        return None
    if known is None:
        return Durations(told[-1][2].scale, withheld=True)
    series = list(series)
    counted = _counted(told)
    periods = tuple(_periods(series, counted, known))
    found = Durations(told[-1][2].scale, periods, _alike_from(series, periods), _ages(told, series, periods, known))
    by = told[-1][1].converts
    return (
        found if by is None or not series else replace(found, conversions=_conversions(found, by, series[-1], counted))
    )


def _counted(told: Sequence[_Told]) -> _Counted:
    counted: _Counted = {}
    for _, cohort, tally in told:
        for number, (counts, converted) in tally.by_period().items():
            period = cohort.grid.period(number)
            part = _Part(cohort, tally.scale, counts, converted)
            counted.setdefault((period.kind, period.label), []).append(part)
    return counted


def _periods(series: Iterable[Attainment], counted: _Counted, known: Collection[int]) -> Iterator[PeriodDurations]:
    for attained in series:
        parts = counted.get((attained.period.kind, attained.period.label), [])
        scales = {(part.scale, part.cohort.clock) for part in parts}
        if attained.value is None or len(scales) != 1:
            continue  # nothing was judged, or by clocks that differ: their bars do not add up
        [(scale, _)] = scales
        cells = [sum(of) for of in zip(*(part.counts for part in parts), strict=True)]
        if any(cells):
            edges, counts = _bars(scale, cells, known)
            ended = attained.ended and not attained.counts.pending
            yield PeriodDurations(attained.period, edges, counts, scale.limit, ended)


def _bars(scale: Scale, cells: Sequence[int], known: Collection[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where each bar but the last ends, and how many records each has; empty neighbours are one bar."""
    sides = [scale.edges.index(limit) + 1 for limit in {scale.limit, *known} if limit is not None]
    edges: list[int | None] = []
    counts: list[int] = []
    for first, after in bars(cells, sides, _band_ends(scale)):
        edge, count = scale.edges[after - 1] if after <= len(scale.edges) else None, sum(cells[first:after])
        if counts and not count and not counts[-1] and edges[-1] != scale.limit:
            edges[-1] = edge
        else:
            edges.append(edge)
            counts.append(count)
    return tuple(edge for edge in edges if edge is not None), tuple(counts)


def _alike_from(series: Sequence[Attainment], periods: Sequence[PeriodDurations]) -> int:
    """Where the periods begin whose figures compare with the latest, as those of a usual range do."""
    first = comparable_runs(series, volume=False)[-1].periods[0] if series else None
    return next(
        (at for at, of in enumerate(periods) if first is None or of.period.start >= first.period.start), len(periods)
    )


def _band_ends(scale: Scale) -> list[int]:
    return [scale.edges.index(band) + 1 for band in scale.bands]


def _conversions(found: Durations, by: ConvertedBy, newest: Attainment, counted: _Counted) -> Conversions:
    """What became of the records in each band of answer time, over the closed periods that are old enough to tell.

    Everything is of periods whose bars end where the bands do, so that the number of records of a band is told already.
    """
    as_of = micros(newest.as_of)
    old = tuple(of for of in found.periods if of.ended and _known_by(by, of.period) <= as_of)
    together = pooled(replace(found, periods=old))
    if together is None:
        return Conversions(by.commitment)
    periods = tuple(of.period for of in together.periods)
    ends = (*together.bands, None)
    upto = [together.of.total if end is None else together.of.within(end)[0] for end in ends]
    of_bands = [later - earlier for earlier, later in itertools.pairwise([0, *upto])]
    converted = [0] * len(ends)
    for part in (part for period in periods for part in counted[period.kind, period.label]):
        for at, count in enumerate(part.converted):
            edge = part.scale.edges[at] if at < len(part.scale.edges) else None
            band = sum(end is not None and (edge is None or edge > end) for end in ends)
            converted[band] += count
    rest = [records - those for records, those in zip(of_bands, converted, strict=True)]
    if not (is_enough(sum(converted)) and is_enough(sum(rest))):
        return Conversions(by.commitment, periods, too_few=True)
    lows = (0, *together.bands)
    return Conversions(
        by.commitment,
        periods,
        tuple(
            ConvertedBand(lows[first], ends[after - 1], sum(of_bands[first:after]), sum(converted[first:after]))
            for first, after in split_bars(converted, rest)
        ),
    )


def _known_by(by: ConvertedBy, period: Period) -> int:
    """When it is known of every record that starts in a period what became of it."""
    return int(by.horizon(np.array([micros(period.end)]))[0])


# ---------------------------------------------------------------- open records


def _ages(
    told: Sequence[_Told], series: Iterable[Attainment], periods: Iterable[PeriodDurations], known: Collection[int]
) -> OpenAges | None:
    """How old open records are; None where versions that have some count time differently.

    How many are pending, and how many were missed, is told of every period; bars tell how many of these took how long.
    What is left of those when ages are taken away must be nothing, or enough: else a side has one bar, or none.
    """
    scales = {tally.scale for _, _, tally in told if tally.ages is not None and tally.ages.some}
    if not scales:
        return OpenAges((), ())
    if len(scales) > 1:
        return None
    [scale] = scales
    pending: dict[_Label, list[int]] = {}
    overdue: dict[_Label, list[int]] = {}
    for _, cohort, tally in told:
        if tally.ages is not None and tally.scale == scale:
            for side, counts in ((pending, tally.ages.pending), (overdue, tally.ages.overdue)):
                for number in np.flatnonzero(counts.any(axis=1)).tolist():
                    period = cohort.grid.period(number)
                    before = side.get((period.kind, period.label), [0] * scale.cells)
                    side[period.kind, period.label] = [
                        a + b for a, b in zip(before, counts[number].tolist(), strict=True)
                    ]
    missed: dict[_Label, int] = {(found.period.kind, found.period.label): found.counts.missed for found in series}
    last = missed | {(of.period.kind, of.period.label): of.counts[-1] for of in periods}
    young, old = (_age_bars(scale, side, known) for side in (pending, overdue))
    waiting, late = (sum(map(sum, side.values())) for side in (pending, overdue))
    rests = [last.get(label, 0) - sum(cells) for label, cells in overdue.items()]
    if not all(is_enough(max(0, rest)) for rest in rests):
        old = (Bar(scale.limit or 0, None, late),)
    everywhere = [sum(found.values()) - late for found in (missed, last)]
    # Of a period in which nobody ended late, the last bar tells how many are open.
    unknown = sum(sum(cells) for cells, rest in zip(overdue.values(), rests, strict=True) if rest > 0)
    withheld = is_enough(late) and not all(is_enough(max(0, rest)) for rest in (unknown, sum(rests), *everywhere))
    return OpenAges(
        young if is_enough(waiting) else (),
        old if is_enough(late) and not withheld else (),
        few_pending=not is_enough(waiting),
        few_overdue=not is_enough(late),
        overdue_withheld=withheld,
    )


def _age_bars(scale: Scale, side: Mapping[_Label, Sequence[int]], known: Collection[int]) -> tuple[Bar, ...]:
    """The bars of a side; one bar where they would be about a few records of a period."""
    cells = [sum(of) for of in zip(*side.values(), strict=True)]
    if not any(cells):
        return ()
    edges, counts = _bars(scale, cells, known)
    found = tuple(side_by_side(edges, counts))
    ends = [scale.edges.index(edge) + 1 for edge in edges]
    pieces = [
        sum(of[first:after]) for of in side.values() for first, after in itertools.pairwise((0, *ends, scale.cells))
    ]
    if all(map(is_enough, (*pieces, *counts))):
        return found
    return (Bar(0, None, sum(cells)),)
