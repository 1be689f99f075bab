"""The histogram of one period: the geometry of one picture, drawn by `templates/durations-histogram.svg.html`.

Steps of the axis are of one width each, however long they are: most answers come within minutes, and the last ones
after weeks. A bar that stands for several steps is as wide as they are, and as high as one of them would be on average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.durations import Bar, PeriodDurations, Scale
from living_sla.pages.html import render
from living_sla.words import times
from living_sla.words.numbers import number
from living_sla.words.standing import durations as words

_LEFT, _RIGHT, _TOP, _PLOT, _BELOW = 4.0, 48.0, 40.0, 120.0, 26.0
_STEPS, _WIDE, _APART = (18.0, 28.0), 620.0, 46.0
_LAST_STEPS = 2
"""How many steps the bar without an end is wide."""


class DrawnBar(Struct, frozen=True):
    """One bar."""

    x: float
    y: float
    width: float
    height: float
    label: str
    label_x: float
    late: bool


class Histogram(Struct, frozen=True):
    """One picture, in pixels from its upper left corner."""

    width: float
    right: float
    """Room beside the plot."""
    height: float
    base: float
    bars: tuple[DrawnBar, ...]
    ticks: tuple[tuple[float, str], ...]
    limit: tuple[float, str] | None
    """Where the limit is marked, and what it is called."""


def histogram(of: PeriodDurations, scale: Scale, limit: str) -> Histogram:
    """The picture of a period; `limit` is what the limit is called, empty without one."""
    places = {0: 0} | {edge: number for number, edge in enumerate(scale.edges, 1)}
    some = [bar for bar in of.bars() if bar.count]
    ends = [places[bar.high] for bar in some if bar.high is not None]
    ends += [places[of.limit]] if of.limit in places and of.limit else []
    last = max(ends, default=1)
    steps = last + _LAST_STEPS * any(bar.high is None for bar in some)
    step = max(_STEPS[0], min(_STEPS[1], _WIDE / steps))

    def x(place: int) -> float:
        return round(_LEFT + step * place, 1)

    def across(bar: Bar) -> tuple[int, int]:
        return (min(places[bar.low], last), steps) if bar.high is None else (places[bar.low], places[bar.high])

    highest = max((bar.count / (across(bar)[1] - across(bar)[0]) for bar in some), default=1.0)
    drawn = []
    for bar in some:
        first, after = across(bar)
        height = round(max(2.0, _PLOT * bar.count / (after - first) / highest), 1)
        middle = (x(first) + x(after)) / 2
        late = of.limit is not None and bar.low >= of.limit
        top = _TOP + _PLOT - height
        drawn.append(DrawnBar(x(first) + 1, top, x(after) - x(first) - 2, height, number(bar.count), middle, late))
    marked = (x(places[of.limit]), limit) if of.limit in places and of.limit else None
    return Histogram(
        x(steps) + _RIGHT,
        _RIGHT,
        _TOP + _PLOT + _BELOW,
        _TOP + _PLOT,
        tuple(drawn),
        _ticks(scale, of.limit, x, places, last),
        marked,
    )


def _ticks(
    scale: Scale, limit: int | None, x: Callable[[int], float], places: Mapping[int, int], last: int
) -> tuple[tuple[float, str], ...]:
    """Where the axis says how long: at the limit, at the ends of bands, then wherever there is room."""
    found: dict[float, str] = {}
    for edge in (*([limit] if limit else []), *scale.bands, *scale.edges):
        if edge not in places or places[edge] > last:
            continue
        at = x(places[edge])
        if all(abs(at - other) >= _APART for other in found):
            found[at] = words.length(edge, scale.unit)
    return tuple(sorted(found.items()))


def drawn(of: PeriodDurations, scale: Scale, *, name: str, title: str, limit: str) -> Markup:
    """The picture with its description."""
    return render(
        "durations-histogram.svg.html",
        chart=histogram(of, scale, limit),
        id=name,
        title=f"{title}, {times.period_name(of.period)}: how long records took",
        description=words.described(of, scale),
    )
