"""Sparklines: a trend at the height of a line of text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.pages.html import render
from living_sla.pages.marks import NEWS, PERIODS, Mark, runs, stairs
from living_sla.words.standing.trend import brief, description


def spark(series: Sequence[Attainment], *, periods: int = PERIODS, quiet: bool = False) -> Markup:
    """The same run of periods at the height of a line of text: shapes and the target, without writing.

    A `quiet` one has no shape for what was kept but the last: in a list of many, the eye finds what was not.
    """
    shown = series[-periods:]
    values = [attainment.value for attainment in shown if attainment.value is not None]
    if not values:
        return Markup("")
    goals = [Fraction(attainment.target.amount) for attainment in shown]
    low, high = min(values + goals), max(values + goals)

    def place(at: Fraction) -> float:
        return round(22 - 16 * float((at - low) / (high - low)), 1) if high > low else 14.0

    marks = [
        Mark(
            x=8.0 + 12 * position,
            y=None if attainment.value is None else place(attainment.value),
            status=attainment.status or Status.NO_DATA,
            running=not attainment.ended,
            broken=attainment.broken,
        )
        for position, attainment in enumerate(shown)
    ]
    width = 16 + 12 * (len(shown) - 1)
    steps = [(2.0 + 12 * position, place(at)) for position, at in enumerate(goals)]
    heights = [(0.0, steps[0][1])] + [later for earlier, later in itertools.pairwise(steps) if later[1] != earlier[1]]
    return render(
        "spark.svg.html",
        width=width,
        marks=[mark for mark in marks if mark.y is not None and _speaks(mark, marks, quiet=quiet)],
        lines=runs(marks),
        target=stairs(heights, width),
        description=brief(shown) if quiet else description(shown),
    )


def _speaks(mark: Mark, marks: Sequence[Mark], *, quiet: bool) -> bool:
    """Whether a period has a shape: all of them, or what was missed or is at risk, and the last."""
    return not quiet or mark.status in NEWS or mark is marks[-1]
