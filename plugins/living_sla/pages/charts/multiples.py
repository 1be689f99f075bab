"""Small multiples: the trend of each segment, all on one scale, so that they can be compared at a glance.

They show what may be shown of segments and nothing else; several that are shown together are not drawn, because which
ones they are can differ from period to period.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import Standing
from living_sla.pages.charts.scale import Line, placing, scale, stair_lines
from living_sla.pages.html import render
from living_sla.words import numbers
from living_sla.words.standing import figures, trend
from living_sla.words.terms.conditions import column_words

PERIODS = 12
_FEWEST, _MOST = 3, 12
"""Periods with a figure that make a picture, and pictures that are drawn: those with the most records."""
_TOP, _HEIGHT = 8.0, 48.0


class SegmentPoint(Struct, frozen=True):
    """One period of a segment: percent across, pixels down."""

    x: float
    y: float
    status: Status | None
    running: bool


class Multiple(Struct, frozen=True):
    """The picture of one segment."""

    name: str
    latest: Attainment
    points: tuple[SegmentPoint, ...]
    lines: tuple[Line, ...]
    description: str


def multiples(standing: Standing) -> Markup:
    """A picture for each segment with three figures or more; empty where there are fewer than two such segments."""
    rows = _rows(standing)
    if len(rows) < 2:
        return Markup("")
    bars = standing.commitment.measure.is_volume
    told = [each for row in rows.values() for each in row if each is not None]
    # Of the running period nothing may be shown of a small segment: the scale is that of the latest figure there is.
    latest = max(told, key=lambda each: each.period.start)
    values = [each.value for each in told if each.value is not None]
    goals = [] if bars else [Fraction(each.target.amount) for each in standing.series[-PERIODS:]]
    steps = scale([*values, *goals], latest.target, latest.unit, bars=bars)
    place = placing(steps, _TOP, _HEIGHT)
    column = standing.commitment.by_segment or ""
    return render(
        "charts-multiples.svg.html",
        commitment=standing.commitment,
        column=column_words(column, standing.labels),
        pictures=[_picture(name, row, place, bars=bars) for name, row in rows.items()],
        bars=bars,
        slot=100 / PERIODS,
        base=_TOP + _HEIGHT,
        target=list(stair_lines(_stairs(goals, place), 100)),
        spans=f"{figures.value(latest, steps[0])} to {figures.value(latest, steps[-1])}",
    )


def _rows(standing: Standing) -> dict[str, list[Attainment | None]]:
    """Of each segment that is drawn its latest periods, in the order of their names; the blank one last."""
    shown = standing.segments[-PERIODS:]
    by_period = [{each.segment: each for each in of if each.segment is not None and not each.merged} for of in shown]
    names = {name for of in by_period for name in of}
    rows = {
        name: [
            found if found is not None and found.value is not None else None
            for found in (of.get(name) for of in by_period)
        ]
        for name in names
    }
    told = {name: [each for each in row if each is not None] for name, row in rows.items()}
    known = [name for name, row in told.items() if len(row) >= _FEWEST]
    largest = sorted(known, key=lambda name: (-sum(each.counts.records for each in told[name]), name))[:_MOST]
    return {name: rows[name] for name in sorted(largest, key=lambda name: (not name, name))}


def _picture(
    name: str, row: Sequence[Attainment | None], place: Callable[[Fraction], float], *, bars: bool
) -> Multiple:
    slot = 100 / PERIODS
    before = PERIODS - len(row)
    points = [
        SegmentPoint(round(slot * (before + at + 0.5), 2), place(each.value), each.status, not each.ended)
        if each is not None and each.value is not None
        else None
        for at, each in enumerate(row)
    ]
    told = [each for each in row if each is not None]
    pairs = () if bars else itertools.pairwise(zip(points, row, strict=True))
    return Multiple(
        name=numbers.segment((name,)),
        latest=told[-1],
        points=tuple(point for point in points if point is not None),
        lines=tuple(
            (one.x, one.y, other.x, other.y)
            for (one, _), (other, found) in pairs
            if one is not None and other is not None and found is not None and not found.broken
        ),
        description=f"{numbers.segment((name,))}: {trend.figures_in_order(told)}",
    )


def _stairs(goals: Sequence[Fraction], place: Callable[[Fraction], float]) -> list[tuple[float, float]]:
    """Where each value of the target begins, and how high it is."""
    before = PERIODS - len(goals)
    places = [(100 / PERIODS * (before + at), goal) for at, goal in enumerate(goals)]
    begins = [found for found, earlier in zip(places, [None, *goals], strict=False) if found[1] != earlier]
    return [(round(x, 2), place(goal)) for x, goal in begins]
