"""The scale of a chart: a few even steps that hold everything which is drawn to size."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from living_sla.model.quantity import Target

Line = tuple[float, float, float, float]
"""From a place to another: percent, pixels, percent, pixels."""


def scale(values: Sequence[Fraction], target: Target, unit: str, *, bars: bool) -> tuple[Fraction, ...]:
    """The values of the grid, from the lower edge of the plot to the upper; `target` is the latest."""
    if unit == "share":
        return _share_scale(min(values), max(values), target)
    if bars or target.direction == "at most":
        return _even_scale(min(Fraction(0), *values), max(Fraction(0), *values), whole=unit == "records")
    return _even_scale(min(values), max(values))


def _share_scale(low: Fraction, high: Fraction, target: Target) -> tuple[Fraction, ...]:
    """A few even steps that hold all values: up to 100 % for an ``at least``, down to 0 % for an ``at most``."""
    if target.direction == "at least":
        high = Fraction(1)
    else:
        low = Fraction(0)
    for step in (Fraction(n, 1000) for n in (10, 20, 50, 100, 200, 250)):
        first, last = math.floor(low / step), math.ceil(high / step)
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


def placing(steps: Sequence[Fraction], top: float, height: float) -> Callable[[Fraction], float]:
    """Where a value stands on a plot of that height, from its lowest step to its highest, in pixels down."""
    low, high = steps[0], steps[-1]

    def place(at: Fraction) -> float:
        inside = min(max(at, low), high)
        return round(top + height * (1 - float((inside - low) / (high - low))), 1)

    return place


def stair_lines(steps: Sequence[tuple[float, float]], right: float) -> Iterator[Line]:
    """A line that steps at each place to its height, and leads to the right edge."""
    for (x, y), (at, height) in itertools.pairwise([*steps, (right, steps[-1][1])] if steps else []):
        yield x, y, at, y
        yield at, y, at, height
