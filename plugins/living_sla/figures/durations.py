"""What may be told of how long records took: bars by period, and open records by age.

Two histograms over the same records cut at other places, or by other periods, would tell a few of them by subtraction.
So of the commitments whose clocks run between the same two instants of the same records, one shows its durations. Where
filters, or the times in which terms held, keep the records apart, each does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from living_sla.figures.plan import Chapter, Plan
from living_sla.figures.scans import MeasuredExport, measured
from living_sla.measures.cohort import Cohort
from living_sla.measures.durations import DurationTally, run_of, scale_of
from living_sla.model.agreement.meaning import apart
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.durations import Bar, Durations, OpenAges, PeriodDurations, Scale, side_by_side
from living_sla.model.figures.small_bars import bars
from living_sla.model.figures.small_groups import is_enough

_Told = tuple[Chapter, Cohort, DurationTally]


def shown_by(plans: Sequence[Plan]) -> dict[Plan, Plan]:
    """The commitment that shows the durations of each that has any: itself, or an earlier one about the same records.

    Of the given order, which is that of the periods, the shortest first, and of the files.
    """
    found: dict[Plan, Plan] = {}
    for plan in plans:
        runs = list(_runs(plan))
        if runs:
            others = (other for other, by in found.items() if other is by and _share_records(runs, list(_runs(other))))
            found[plan] = next(others, plan)
    return found


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


def durations(plan: Plan, series: Iterable[Attainment], scans: Mapping[str, MeasuredExport]) -> Durations | None:
    """How long the records of a commitment took, as far as it may be told beside its series; None without any."""
    told = [
        (chapter, chapter.cohort, tally)
        for chapter in plan.readable
        if (tally := measured(scans, chapter.cohort).tally.durations) is not None
    ]
    if not told:
        return None
    return Durations(told[-1][2].scale, tuple(_periods(series, told)), _ages(told))


def _periods(series: Iterable[Attainment], told: Sequence[_Told]) -> Iterator[PeriodDurations]:
    counted: dict[tuple[str, str], list[tuple[Cohort, Scale, tuple[int, ...]]]] = {}
    for _, cohort, tally in told:
        for number, counts in tally.by_period().items():
            period = cohort.grid.period(number)
            counted.setdefault((period.kind, period.label), []).append((cohort, tally.scale, counts))
    for attained in series:
        parts = counted.get((attained.period.kind, attained.period.label), [])
        scales = {(scale, cohort.clock) for cohort, scale, _ in parts}
        if attained.value is None or len(scales) != 1:
            continue  # nothing was judged, or by clocks that differ: their bars do not add up
        [(scale, _)] = scales
        cells = [sum(of) for of in zip(*(counts for _, _, counts in parts), strict=True)]
        if any(cells):
            edges, counts = _bars(scale, cells)
            ended = attained.ended and not attained.counts.pending
            yield PeriodDurations(attained.period, edges, counts, scale.limit, ended)


def _bars(scale: Scale, cells: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where each bar but the last ends, and how many records each has; empty neighbours are one bar."""
    sides = [scale.edges.index(scale.limit) + 1] if scale.limit is not None else []
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


def _band_ends(scale: Scale) -> list[int]:
    return [scale.edges.index(band) + 1 for band in scale.bands]


def _ages(told: Sequence[_Told]) -> OpenAges | None:
    """How old open records are; None where versions that have some count time differently."""
    scales = {tally.scale for _, _, tally in told if tally.ages is not None and tally.ages.some}
    if not scales:
        return OpenAges((), ())
    if len(scales) > 1:
        return None
    [scale] = scales
    of = [tally.ages for _, _, tally in told if tally.ages is not None and tally.scale == scale]
    pending, overdue = (
        [sum(cells) for cells in zip(*side, strict=True)]
        for side in zip(*((a.pending, a.overdue) for a in of), strict=True)
    )
    return OpenAges(
        _age_bars(scale, pending),
        _age_bars(scale, overdue),
        few_pending=not is_enough(sum(pending)),
        few_overdue=not is_enough(sum(overdue)),
    )


def _age_bars(scale: Scale, cells: Sequence[int]) -> tuple[Bar, ...]:
    if not is_enough(sum(cells)):
        return ()
    edges, counts = _bars(scale, cells)
    return tuple(side_by_side(edges, counts))
