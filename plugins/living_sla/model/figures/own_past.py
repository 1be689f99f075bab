"""A commitment's own past: how far its closed periods moved after the day on which the running one stands.

The only forecast that is made: models that were tried covered 22 to 42 of 100 months where they claimed 80.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment

PERIODS, MOST = 10, 9
"""So many closed periods are asked, and so many of them have to lie within what is said."""


class Stood(Struct, frozen=True):
    """What closed periods stood at after as many days as the running one has had."""

    days: int
    of: tuple[tuple[datetime, Fraction], ...]
    """By the start of the period."""


class OwnPast(Struct, frozen=True):
    """How the last ten closed periods went on from there."""

    days: int
    low: Fraction
    high: Fraction
    """By how much most of them moved until their end, from the least to the most."""
    within: int
    """How many of the ten did."""
    latest: Attainment
    """The last of them, for its unit and the length of a period."""


def own_past(stood: Stood | None, settled: Sequence[Attainment]) -> OwnPast | None:
    """How the last ten of the settled periods moved; None where fewer are known.

    Of a share both ends are equally far from nothing; of a volume they are the narrowest that hold nine of ten.
    """
    if stood is None:
        return None
    known = dict(stood.of)
    pairs = [
        (period, period.value - known[period.period.start])
        for period in settled
        if period.value is not None and period.period.start in known
    ][-PERIODS:]
    if len(pairs) < PERIODS:
        return None
    latest = pairs[-1][0]
    moves = sorted(move for _, move in pairs)
    if latest.unit == "share":
        reach = sorted(map(abs, moves))[MOST - 1]
        low, high = -reach, reach
    else:
        low, high = min(
            ((moves[at], moves[at + MOST - 1]) for at in range(PERIODS - MOST + 1)), key=lambda ends: ends[1] - ends[0]
        )
    return OwnPast(stood.days, low, high, sum(low <= move <= high for move in moves), latest)
