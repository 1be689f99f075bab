"""What a commitment could promise: for each limit on a scale the highest target that nine of the last ten periods kept.

Pages and the terminal tell the same of it. It is made of bars that may be shown, or of the figures of the periods.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from living_sla.model.figures.durations import Durations
from living_sla.model.figures.pooled import PROMISED_OF, promises

if TYPE_CHECKING:
    from living_sla.model.figures.standing import Standing

_MOST = 10
_LEAST = Fraction(1, 10)
"""No limit is named with which nine of ten periods kept less."""


def by_limit(durations: Durations) -> tuple[tuple[int, Fraction], ...]:
    """The limits at which the whole percentage changes that was kept, at most ten of them, and the agreed one."""
    scale = durations.scale
    chosen: list[tuple[int, Fraction]] = []
    for edge, share in promises(durations):
        if share >= _LEAST and (edge == scale.limit or not chosen or _percents(share) > _percents(chosen[-1][1])):
            chosen.append((edge, share))
    while len(chosen) > _MOST:  # those that say least leave first
        gains = [(later[1] - earlier[1], at) for at, (earlier, later) in enumerate(itertools.pairwise(chosen), 1)]
        free = [(gain, at) for gain, at in gains if chosen[at][0] != scale.limit]
        chosen.pop(min(free)[1])
    return tuple(chosen)


def settled(part: Standing) -> tuple[Fraction, ...]:
    """The figures of the last ten closed periods that count as the latest does, oldest first; fewer where there are."""
    return part.runs[-1].values[-PROMISED_OF:] if part.runs else ()


def kept_by_nine(part: Standing) -> Fraction | None:
    """The figure that nine of these ten reached or did better than, whatever the limit; None for fewer than ten."""
    figures = sorted(settled(part), reverse=part.commitment.target.direction == "at most")
    return figures[1] if len(figures) == PROMISED_OF else None


def _percents(share: Fraction) -> int:
    return floor(share * 100)
