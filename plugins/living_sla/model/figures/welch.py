"""The door to SciPy, an extra: how far two means of periods may lie apart (Welch's interval for unequal variances)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from importlib.util import find_spec
from statistics import fmean, variance

INSTALL = "pip install living-sla[stats]"
LEVEL = 0.95


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("scipy") is not None


def interval(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[float, float] | None:
    """Between which differences of the means (after less before) 95 of 100 such intervals hold the true one.

    Periods count alike, however many records they have. None for fewer than two periods on a side, and without the
    extra.
    """
    if len(before) < 2 or len(after) < 2 or not is_installed():
        return None
    from scipy.special import stdtrit  # late: an extra; `scipy.stats` would take a second to load

    first, second = (variance(map(float, side)) / len(side) for side in (before, after))
    difference = fmean(map(float, after)) - fmean(map(float, before))
    spread = first + second
    if not spread:
        return difference, difference
    freedom = spread**2 / (first**2 / (len(before) - 1) + second**2 / (len(after) - 1))
    reach = float(stdtrit(freedom, (1 + LEVEL) / 2)) * math.sqrt(spread)
    return difference - reach, difference + reach
