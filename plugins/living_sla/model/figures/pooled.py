"""Durations of several periods together, and what a commitment could promise: the highest target that was kept.

All of it is made of the bars that each period shows, or of its figure, and of nothing else; pages and the terminal tell
the same of it.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.figures.durations import Durations, PeriodDurations

if TYPE_CHECKING:
    from living_sla.model.figures.standing import Standing

MOST_PERIODS = 12
"""How many closed periods are looked at together."""
PROMISED_OF = 10
"""Of so many closed periods, all but one have to keep what could be promised."""


class Pooled(Struct, frozen=True):
    """The durations of several periods, as one."""

    of: PeriodDurations
    """Its period is the newest of them."""
    bands: tuple[int, ...]
    """Where bands of answer time end, as far as the periods tell."""
    periods: tuple[PeriodDurations, ...]
    """Those that it is made of, oldest first."""
    left_out: int
    """How many of the latest closed periods are not among them: a bar of theirs goes over the end of a band."""


def closed(durations: Durations, most: int = MOST_PERIODS) -> tuple[PeriodDurations, ...]:
    """The latest periods that are over and count alike, oldest first."""
    return tuple(period for period in durations.periods[durations.alike_from :] if period.ended)[-most:]


def pooled(durations: Durations) -> Pooled | None:
    """The latest closed periods together; None where there is none.

    A band ends where at least half of the periods have a bar that ends there; periods that do not are left out.
    """
    latest = closed(durations)
    bands = [edge for edge in durations.scale.bands if 2 * sum(_ends_at(of, edge) for of in latest) >= len(latest)]
    used = [of for of in latest if all(_ends_at(of, edge) for edge in bands)]
    if not used:
        bands, used = [], list(latest)
    if not used:
        return None
    edges = [edge for edge in durations.scale.edges if all(_ends_at(of, edge) for of in used)]
    upto = [sum(of.within(edge)[0] for of in used) for edge in edges]
    total = sum(of.total for of in used)
    counts = tuple(later - earlier for earlier, later in itertools.pairwise([0, *upto, total]))
    together = PeriodDurations(used[-1].period, tuple(edges), counts, durations.scale.limit)
    return Pooled(together, tuple(bands), tuple(used), len(latest) - len(used))


def _ends_at(of: PeriodDurations, edge: int) -> bool:
    low, high = of.within(edge)
    return low == high


def promises(durations: Durations) -> tuple[tuple[int, Fraction], ...]:
    """For each limit the share that nine of the last ten closed periods kept; none where there are fewer than ten.

    A limit inside a bar keeps at least what the edge below it keeps, and no more is claimed.
    """
    latest = closed(durations, PROMISED_OF)
    if len(latest) < PROMISED_OF:
        return ()
    return tuple(
        (edge, sorted(Fraction(of.within(edge)[0], of.total) for of in latest)[1]) for edge in durations.scale.edges
    )


_MOST = 10
_LEAST = Fraction(1, 10)
"""No limit is named with which nine of ten periods kept less."""


def by_limit(durations: Durations) -> tuple[tuple[int, Fraction], ...]:
    """The limits at which the whole percentage changes that was kept, at most ten of them, and the agreed one."""
    scale = durations.scale
    chosen: list[tuple[int, Fraction]] = []
    for edge, share in promises(durations):
        if share >= _LEAST and (edge == scale.limit or not chosen or percents(share) > percents(chosen[-1][1])):
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


def percents(share: Fraction) -> int:
    """A whole percentage that was kept: rounded down."""
    return floor(share * 100)
