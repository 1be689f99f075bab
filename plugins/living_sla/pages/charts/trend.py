"""Trend charts: the geometry of one picture, drawn by `templates/charts-trend.svg.html`.

A share is a line of points on a scale that ends at 100 %, an average or a percentile is a line of points too. A volume
is a row of bars that stand on zero, because the length of a bar is read as its size. Everything that matters is written
outside the plot: nothing waits for a hover, and no label lies on a bar.

Across, places are percent of the plot, so that the same picture is as wide as its page, with letters of one size and
all its periods; down, they are pixels. Where there is no room for every label, `hidden` names the widths at which
one is left out.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.signals import ComparableRun
from living_sla.pages.charts.labels import WIDTHS, TurnLabel, chosen, evenly, hidden, turn_labels, wide
from living_sla.pages.charts.scale import Line, placing, scale, stair_lines
from living_sla.pages.html import render
from living_sla.pages.marks import target_steps, turns_of
from living_sla.words import numbers, times
from living_sla.words.standing import figures
from living_sla.words.standing import trend as trend_words

PERIODS = 24
"""The most recent periods that a trend shows; the table beside it has them all."""
_VALUES, _PLOT, _BELOW, _NAMES = 30.0, 140.0, 44.0, 18.0
"""Heights: the row of values, the plot, the ticks, the names of versions."""
_SLOTS = 6
"""So many periods a plot has room for at least, or one bar would fill it."""
_CROWDED = 14


class TrendMark(Struct, frozen=True):
    """One period: where its point or bar is, and what is written above and below it."""

    x: float
    y: float | None
    """None: nothing to show, a gap."""
    status: Status
    running: bool
    label: str
    """Its figure; empty where there is no room for it."""
    tick: tuple[str, str]
    """Its name, and its year where that is another one than before; both empty where there is no room."""
    low: float | None
    high: float | None
    """Where open records can still take the figure."""
    leads_down: bool
    leads_up: bool
    """Whether that is beyond the edge of the plot."""
    expected: float | None
    """Where a running volume would be on pace."""
    broken: bool
    """Whether what is counted has changed: no line leads here from the mark before."""
    news: int
    """Whether it is a signal: 1 above, -1 below."""
    hidden: str = ""
    """Classes of the widths at which there is no room for its figure; `hidden_tick` for its name."""
    hidden_tick: str = ""


class Band(Struct, frozen=True):
    """The usual range of a run of periods that count alike."""

    left: float
    right: float
    high: float
    centre: float
    low: float
    is_rough: bool

    @property
    def width(self) -> float:
        """From its first period to its last."""
        return self.right - self.left


class Trend(Struct, frozen=True):
    """One picture: percent of the plot across, pixels from the upper edge of the picture down."""

    height: float
    before: int
    after: int
    """Pixels on either side of the plot, for the numbers of the grid and for the target; a multiple of 8."""
    top: float
    base: float
    """Where the plot ends below."""
    bars: bool
    zero: float
    """What bars stand on."""
    slot: float
    """What one period takes."""
    size: float
    """Of the shapes, 1 where there is room for them."""
    marks: tuple[TrendMark, ...]
    grid: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    """From point to point; a gap has none."""
    target: tuple[Line, ...]
    """The step line of the target."""
    target_label: tuple[float, str] | None
    """Where its line ends, and what it is."""
    bands: tuple[Band, ...]
    turns: tuple[TurnLabel, ...]
    unit: str
    """What the numbers on the axis count: ``EUR``, ``business hours``; empty where they say it themselves."""

    @property
    def key(self) -> tuple[str, ...]:
        """The signs that need a word: ``news``, ``open``, ``pace``."""
        signs = {
            "news": any(mark.news and mark.y is not None for mark in self.marks),
            "open": any(mark.low is not None for mark in self.marks),
            "pace": any(mark.expected is not None for mark in self.marks) and self.bars,
        }
        return tuple(sign for sign, is_drawn in signs.items() if is_drawn)


def shown_of(series: Sequence[Attainment]) -> Sequence[Attainment]:
    """The latest periods of a series that are in one unit, so that they have a scale in common."""
    latest = series[-PERIODS:]
    others = [at for at, attainment in enumerate(latest) if attainment.unit != latest[-1].unit]
    return latest[others[-1] + 1 :] if others else latest


def trend(series: Sequence[Attainment], runs: Sequence[ComparableRun] = (), *, bars: bool) -> Trend | None:
    """The picture of the latest periods, oldest first, as `bars` or as a line; None where no period has a figure.

    `runs` are those of the whole series; without them no usual range is drawn. A part of a volume has no target.
    """
    shown = shown_of(series)
    if all(attainment.value is None for attainment in shown):
        return None
    has_target = shown[-1].status is not None
    spans = _spans(runs, len(series), len(shown))
    steps = scale(_values(shown, spans, has_target=has_target), shown[-1].target, shown[-1].unit, bars=bars)
    turns = turns_of(shown, bars=bars)
    top = _VALUES + _NAMES * bool(turns)
    place = placing(steps, top, _PLOT)
    slot = 100 / max(len(shown), _SLOTS)
    grid = tuple((place(at), _grid_label(at, shown[-1].unit, steps[-1])) for at in steps)
    goal = figures.short_target(shown[-1].target) if has_target else ""
    before = _margin(max(wide(label) for _, label in grid))
    after = max(_margin(wide(goal)), 48 * has_target)
    news = {id(period): side for run in runs for period, side in zip(run.settled, run.news, strict=True)}
    marks = _labelled([
        _mark(slot * (position + 0.5), attainment, place, steps, news.get(id(attainment), 0))
        for position, attainment in enumerate(shown)
    ])  # fmt: skip
    goals = target_steps(shown, bars=bars) if has_target else []
    return Trend(
        height=top + _PLOT + _BELOW,
        before=before,
        after=after,
        top=top,
        base=top + _PLOT,
        bars=bars,
        zero=place(Fraction(0)),
        slot=slot,
        size=1.0 if len(shown) <= _CROWDED else 0.7,
        marks=marks,
        grid=grid,
        lines=() if bars else tuple(_lines(marks)),
        target=tuple(stair_lines([(slot * at, place(Fraction(each.amount))) for at, each in goals], 100)),
        target_label=(place(Fraction(shown[-1].target.amount)), goal) if has_target else None,
        bands=tuple(_band(run, first, last, slot, place) for run, first, last in spans),
        turns=turn_labels(turns, slot),
        unit=_unit(shown[-1]),
    )


def _margin(width: float) -> int:
    return math.ceil((width + 10) / 8) * 8


def _spans(runs: Sequence[ComparableRun], periods: int, shown: int) -> list[tuple[ComparableRun, int, int]]:
    """The runs that have a usual range, with the first of their periods that are shown and the one after the last."""
    spans, before = [], shown - periods
    for run in runs:
        first, before = before, before + len(run.periods)
        if run.usual is not None and before > 0:
            spans.append((run, max(0, first), before))
    return spans


def _values(
    shown: Sequence[Attainment], spans: Sequence[tuple[ComparableRun, int, int]], *, has_target: bool
) -> list[Fraction]:
    """Everything that has to lie inside the plot. What open records can still do need not."""
    values = [attainment.value for attainment in shown if attainment.value is not None]
    values += [Fraction(attainment.target.amount) for attainment in shown if has_target]
    return values + [limit for run, _, _ in spans for limit in run.drawn or ()]


def _band(run: ComparableRun, first: int, last: int, slot: float, place: Callable[[Fraction], float]) -> Band:
    usual = run.usual
    assert usual is not None
    assert run.drawn is not None
    low, high = run.drawn
    return Band(slot * first, slot * last, place(high), place(usual.centre), place(low), usual.is_rough)


def _mark(
    x: float, attainment: Attainment, place: Callable[[Fraction], float], steps: tuple[Fraction, ...], news: int
) -> TrendMark:
    lower, upper = attainment.lower, attainment.upper
    pending = bool(attainment.counts.pending) and lower is not None and attainment.value is not None
    return TrendMark(
        x=x,
        y=place(attainment.value) if attainment.value is not None else None,
        status=attainment.status or Status.NO_DATA,
        label="" if attainment.value is None else _short(attainment),
        tick=times.period_tick(attainment.period),
        running=not attainment.ended,
        low=place(lower) if pending and lower is not None else None,
        high=place(steps[-1] if upper is None else upper) if pending else None,
        leads_down=pending and lower is not None and lower < steps[0],
        leads_up=pending and (upper is None or upper > steps[-1]),
        expected=place(Fraction(attainment.pace.expected)) if attainment.pace and not attainment.ended else None,
        broken=attainment.broken,
        news=news,
    )


def _labelled(marks: Sequence[TrendMark]) -> tuple[TrendMark, ...]:
    """The marks with the labels for which there is room, in a row above the plot and one below it."""
    slots = max(len(marks), _SLOTS)
    # The newest, then the misses, then the others, the newer first.
    first = sorted(range(len(marks)), key=lambda at: (at + 1 < len(marks), marks[at].status is not Status.MISSED, -at))
    widths = [wide(mark.label) + 6 if mark.label else 0.0 for mark in marks]
    values = {name: chosen(widths, width / slots, first) for name, width in WIDTHS.items()}
    names = [wide(mark.tick[0]) + 6 for mark in marks]
    ticks = {name: evenly(names, width / slots) for name, width in WIDTHS.items()}
    years = _years(marks, min(WIDTHS.values()) / slots)
    return tuple(
        replace(
            mark,
            label=mark.label if any(at in shown for shown in values.values()) else "",
            hidden=hidden(values, at),
            tick=(
                mark.tick[0] if any(at in shown for shown in ticks.values()) else "",
                mark.tick[1] if at in years else "",
            ),
            hidden_tick=hidden(ticks, at),
        )
        for at, mark in enumerate(marks)
    )


def _years(marks: Sequence[TrendMark], slot: float) -> set[int]:
    """Under which periods the year stands: where it begins, and under the first one where there is room."""
    begins = [at for at in range(1, len(marks)) if marks[at].tick[1] != marks[at - 1].tick[1]]
    return {*begins, *([0] if not begins or begins[0] * slot > 40 else [])}


def _lines(marks: Sequence[TrendMark]) -> Iterator[Line]:
    """From point to point, but not over a gap, nor to one that counts otherwise."""
    for before, mark in itertools.pairwise(marks):
        if before.y is not None and mark.y is not None and not mark.broken:
            yield before.x, before.y, mark.x, mark.y


def _short(attainment: Attainment) -> str:
    """The figure without its unit, which the axis says."""
    assert attainment.value is not None
    if attainment.unit == "share":
        return figures.value(attainment, attainment.value).removesuffix(f"{numbers.NBSP}%")
    return figures.compact(attainment.value, against=attainment.target.amount)


def _grid_label(at: Fraction, unit: str, top: Fraction) -> str:
    return f"{float(at * 100):g}{numbers.NBSP}%" if unit == "share" else figures.compact(at, like=top)


def _unit(attainment: Attainment) -> str:
    if attainment.unit in ("share", "records"):
        return ""
    return f"{'business ' * attainment.target.business}{attainment.unit}"


def draw(series: Sequence[Attainment], runs: Sequence[ComparableRun], *, name: str, title: str, bars: bool) -> Markup:
    """The chart as one line of HTML with an SVG in it, and its key; empty where there is nothing to draw.

    `name` makes its ids unlike those of any other chart on the page.
    """
    picture = trend(series, runs, bars=bars)
    if picture is None:
        return Markup("")
    shown = shown_of(series)
    return render(
        "charts-trend.svg.html",
        chart=picture,
        id=name,
        title=title,
        description=trend_words.description(shown, runs),
        breaks=trend_words.breaks(shown),
        usual=trend_words.usual(shown, runs),
    )
