"""The usual range of a series (an XmR chart): what its own past lets one expect, and when a figure is news.

Mean ± 2.66 × mean moving range, where 2.66 is 3 ÷ 1.128, the ratio of the mean range of two normal values to their
standard deviation (Shewhart; Wheeler, *Understanding Variation*). Values are fractions, so whether a point lies on a
limit is never a matter of rounding.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

_SPREAD = Fraction(266, 100)
DASHED, SOLID = 6, 10
"""From so many closed periods on a range is drawn, first as a rough one."""
_RUN = 8
"""So many points in a row on one side of the centre are a signal."""


class UsualRange(Struct, frozen=True):
    """Where the figures of a series usually lie; its limits belong to it."""

    centre: Fraction
    low: Fraction
    high: Fraction
    points: int
    """Closed periods that it was made of."""

    @property
    def is_rough(self) -> bool:
        """Whether it rests on too few periods to be drawn as a solid line."""
        return self.points < SOLID


class Variation(StrEnum):
    """Whether the latest figure is news."""

    STEADY = "steady"
    BETTER = "better than usual"
    WORSE = "worse than usual"


class Assurance(StrEnum):
    """Whether a target can be kept by going on as before."""

    WILL_MEET = "will usually meet"
    HIT_OR_MISS = "hit or miss"
    WILL_MISS = "will usually miss"


def usual_range(values: Sequence[Fraction]) -> UsualRange | None:
    """The usual range of closed periods that count alike, oldest first; None for fewer than six."""
    if len(values) < DASHED:
        return None
    # Over one denominator, which is fifty times as fast as to add up fractions of different ones.
    parts = math.lcm(*(value.denominator for value in values))
    amounts = [value.numerator * (parts // value.denominator) for value in values]
    moves = sum(abs(after - before) for before, after in itertools.pairwise(amounts))
    centre = Fraction(sum(amounts), parts * len(values))
    reach = _SPREAD * Fraction(moves, parts * (len(values) - 1))
    return UsualRange(centre, centre - reach, centre + reach, len(values))


def side_of_news(values: Sequence[Fraction], usual: UsualRange) -> int:
    """On which side of the centre the last of the values is a signal: 1 above, -1 below, 0 where it is none.

    A signal is a point outside the range; three of the last four points nearer to one limit than to the centre, the
    last of them included; or eight points in a row on one side of the centre.
    """
    if not values:
        return 0
    side = _side(values[-1], usual.centre)
    outside = values[-1] > usual.high or values[-1] < usual.low
    if outside or not side:
        return side
    middle = (usual.centre + (usual.high if side > 0 else usual.low)) / 2
    beyond = [_side(value, middle) == side for value in values[-4:]]
    run = len(values) >= _RUN and all(_side(value, usual.centre) == side for value in values[-_RUN:])
    return side if (beyond[-1] and sum(beyond) >= 3) or run else 0


def variation(values: Sequence[Fraction], usual: UsualRange, *, more_is_better: bool) -> Variation:
    """Whether the last of the values is news, and whether it is good."""
    side = side_of_news(values, usual)
    if not side:
        return Variation.STEADY
    return Variation.BETTER if (side > 0) == more_is_better else Variation.WORSE


def assurance(usual: UsualRange, target: Fraction, *, more_is_better: bool) -> Assurance:
    """Whether the target lies beyond the range on the good side, in it, or beyond it on the wrong side.

    A target on a limit is kept by every figure of the range: ``at least`` and ``at most`` both hold there.
    """
    if (usual.low >= target) if more_is_better else (usual.high <= target):
        return Assurance.WILL_MEET
    if (usual.high < target) if more_is_better else (usual.low > target):
        return Assurance.WILL_MISS
    return Assurance.HIT_OR_MISS


def _side(value: Fraction, centre: Fraction) -> int:
    return (value > centre) - (value < centre)
