"""Trend charts: the geometry of one picture, drawn by `templates/trend.svg.html`.

A share is a line of points on a scale that ends at 100 %, an average or a percentile is a line of points too. A volume
is a row of bars that stand on zero, because the length of a bar is read as its size. Everything that matters is written
next to its mark: nothing waits for a hover.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.quantity import Target
from living_sla.pages.html import render
from living_sla.pages.marks import PERIODS, Mark, Turn, runs, stairs, target_steps, turns_of
from living_sla.words import numbers, times
from living_sla.words.standing import figures
from living_sla.words.standing import trend as trend_words

_LEFT, _RIGHT, _TOP, _PLOT, _BELOW = 44.0, 66.0, 24.0, 132.0, 38.0
_WIDE, _STEPS = 580.0, (48.0, 64.0)
"""Room for all periods beside a column of prose, and how little and how much of it one may take."""


@dataclass(frozen=True)
class Chart:
    """One picture, in pixels from its upper left corner."""

    width: float
    height: float
    left: float
    right: float
    base: float
    """Where the plot ends below."""
    bars: bool
    marks: tuple[Mark, ...]
    grid: tuple[tuple[float, str], ...]
    lines: tuple[str, ...]
    """Paths between neighbouring points; a gap ends one."""
    target: str
    """The step line of the target, a path."""
    earlier: tuple[tuple[float, float, str], ...]
    """The values that the target had before, each where its part of the line begins."""
    turns: tuple[Turn, ...]
    above: float
    """Room above the picture for the names of versions."""
    target_label: tuple[float, str]
    unit: str
    """What the numbers on the axis count: ``EUR``, ``business hours``; empty where they say it themselves."""


def trend(series: Sequence[Attainment], *, bars: bool) -> Chart | None:
    """The picture of the latest periods, oldest first, as `bars` or as a line; None where no period has a figure."""
    shown = series[-PERIODS:]
    known = [attainment for attainment in shown if attainment.value is not None]
    if not known:
        return None
    scale = _scale(shown, bars=bars)
    place = _placing(scale)
    step = max(_STEPS[0], min(_STEPS[1], round(_WIDE / len(shown))))
    width = _LEFT + step * max(len(shown), 4) + _RIGHT
    marks = tuple(
        _mark(_LEFT + step * (position + 0.5), attainment, place) for position, attainment in enumerate(shown)
    )
    labelled = _labelled(marks, bars=bars)
    right = width - _RIGHT
    steps = [(_x(at, step), target) for at, target in target_steps(shown, bars=bars)]
    turns = turns_of(shown, lambda at: _x(at, step), bars=bars)
    grid = tuple((place(at), _grid_label(at, shown[-1].unit, scale[-1])) for at in scale)
    return Chart(
        width=width,
        height=_TOP + _PLOT + _BELOW,
        left=_LEFT,
        right=right,
        base=_TOP + _PLOT,
        bars=bars,
        marks=labelled,
        grid=grid,
        lines=runs(marks),
        target=stairs([(x, place(Fraction(target.amount))) for x, target in steps], right),
        earlier=_earlier(steps, place, labelled, {label for _, label in grid}),
        turns=turns,
        above=16 if turns else 0,
        target_label=(place(Fraction(shown[-1].target.amount)), _short_target(shown[-1].target)),
        unit=_unit(shown[-1]),
    )


def _scale(shown: Sequence[Attainment], *, bars: bool) -> tuple[Fraction, ...]:
    """The grid's values, from the lower edge of the plot to the upper."""
    values = [Fraction(attainment.target.amount) for attainment in shown]
    values += [attainment.value for attainment in shown if attainment.value is not None]
    if shown[-1].unit == "share":
        values += [at for attainment in shown for at in (attainment.lower, attainment.upper) if at is not None]
        return _share_scale(min(values), max(values), shown[-1].target)
    if bars or shown[-1].target.direction == "at most":
        return _even_scale(min(Fraction(0), *values), max(values), whole=shown[-1].unit == "records")
    return _even_scale(min(values), max(values))


def _share_scale(low: Fraction, high: Fraction, target: Target) -> tuple[Fraction, ...]:
    """A few even steps that hold all values: up to 100 % for an ``at least``, down to 0 % for an ``at most``."""
    if target.direction == "at least":
        high = Fraction(1)
    else:
        low = Fraction(0)
    for step in (Fraction(n, 1000) for n in (10, 20, 50, 100, 200, 250)):
        # Room below the lowest point, for its label.
        first, last = math.floor(low / step - Fraction(2, 5)), math.ceil(high / step)
        if last - first <= 5:
            break
    first, last = max(0, min(first, last - 2)), min(int(1 / step), max(last, first + 2))
    return tuple(step * position for position in range(first, last + 1))


def _even_scale(low: Fraction, high: Fraction, *, whole: bool = False) -> tuple[Fraction, ...]:
    """A few even steps of 1, 2, 2.5 or 5 that hold both values; where something is counted, `whole` ones."""
    size = Fraction(10) ** math.floor(math.log10((high - low) or abs(high) or 1))
    for step in (size * n for n in (Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), 1, 2)):
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first <= 5 and (step.denominator == 1 or not whole):
            break
    return tuple(step * position for position in range(first, max(last, first + 1) + 1))


def _placing(scale: tuple[Fraction, ...]) -> Callable[[Fraction], float]:
    low, high = scale[0], scale[-1]

    def place(at: Fraction) -> float:
        inside = min(max(at, low), high)  # what open records can still do may lead out of the picture
        return round(_TOP + _PLOT * (1 - float((inside - low) / (high - low))), 1)

    return place


def _mark(x: float, attainment: Attainment, place: Callable[[Fraction], float]) -> Mark:
    running = not attainment.ended
    pending = bool(attainment.counts.pending) and attainment.lower is not None
    high = place(attainment.upper) if attainment.upper is not None else _TOP
    return Mark(
        x=x,
        y=place(attainment.value) if attainment.value is not None else None,
        status=attainment.status or Status.NO_DATA,
        label="" if attainment.value is None else _short(attainment),
        tick=times.period_tick(attainment.period),
        running=running,
        low=place(attainment.lower) if pending and attainment.lower is not None else None,
        high=high if pending else None,
        expected=place(Fraction(attainment.pace.expected)) if attainment.pace and running else None,
        broken=attainment.broken,
    )


def _labelled(marks: tuple[Mark, ...], *, bars: bool) -> tuple[Mark, ...]:
    """The marks with their labels placed: above, and below a point that its neighbours look down on."""
    placed = []
    for position, mark in enumerate(marks):
        if mark.y is None:
            placed.append(replace(mark, label_y=_TOP + _PLOT - 6))
            continue
        top = min(at for at in (mark.y, mark.high) if at is not None)
        bottom = max(at for at in (mark.y, mark.low) if at is not None)
        neighbours = [near.y for near in marks[max(0, position - 1) : position + 2] if near is not mark and near.y]
        valley = not bars and neighbours and all(near < mark.y - 8 for near in neighbours)
        below = valley and bottom + 18 < _TOP + _PLOT
        placed.append(replace(mark, label_y=round(bottom + 20, 1) if below else round(top - 11, 1)))
    return tuple(placed)


def _short(attainment: Attainment) -> str:
    """The figure without its unit, which the axis says."""
    assert attainment.value is not None
    if attainment.unit == "share":
        return figures.value(attainment, attainment.value).removesuffix(f"{numbers.NBSP}%")
    return figures.compact(attainment.value, against=attainment.target.amount)


def _short_target(target: Target) -> str:
    if target.is_share:
        return figures.target(target).removeprefix(f"{target.direction} ")
    return figures.compact(Fraction(target.amount), against=target.amount)


def _grid_label(at: Fraction, unit: str, top: Fraction) -> str:
    return f"{float(at * 100):g}{numbers.NBSP}%" if unit == "share" else figures.compact(at, like=top)


def _unit(attainment: Attainment) -> str:
    if attainment.unit in ("share", "records"):
        return ""
    return f"{'business ' * attainment.target.business}{attainment.unit}"


def _x(at: float, step: float) -> float:
    """Where a time is, counted in periods from the left edge of the plot."""
    return round(_LEFT + step * at, 1)


def _earlier(
    steps: Sequence[tuple[float, Target]],
    place: Callable[[Fraction], float],
    marks: Sequence[Mark],
    on_the_grid: set[str],
) -> tuple[tuple[float, float, str], ...]:
    """The values of the target before the last, each at the beginning of its line, unless the grid has said it.

    It stands above the line, or below it where the figure of a period is in its way.
    """
    labels = []
    for x, target in steps[:-1]:
        line, label = place(Fraction(target.amount)), _short_target(target)
        near = [mark for mark in marks if mark.y is not None and -20 < mark.x - x < 50]
        crowded = any(-26 < at - line < 6 for mark in near for at in (mark.label_y, mark.y or 0))
        if label not in on_the_grid:
            labels.append((x + 3, line + 14 if crowded else line - 5, label))
    return tuple(labels)


def draw(series: Sequence[Attainment], *, name: str, title: str, bars: bool) -> Markup:
    """The chart as one line of HTML with an SVG in it; empty where there is nothing to draw.

    `name` makes its ids unlike those of any other chart on the page.
    """
    picture = trend(series, bars=bars)
    if picture is None:
        return Markup("")
    shown = series[-PERIODS:]
    return render(
        "trend.svg.html",
        chart=picture,
        id=name,
        title=title,
        description=trend_words.description(shown),
        breaks=trend_words.breaks(shown),
    )
