"""Chance that falls alike everywhere: `random.Random(...).random()` and plain arithmetic, nothing else.

`random()` is the one method whose sequence Python promises to keep between releases; logarithms, Gaussians and
shuffles are not used, because their last bit may differ from one machine to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")

Knots = Sequence[tuple[float, int]]
"""A distribution by its quantiles: (share of cases, value), rising, from share 0 to share 1."""


class Chance:
    """A named stream of chance: the same name gives the same fortunes, whatever other streams were asked."""

    def __init__(self, *name: object) -> None:
        self._draw = Random(":".join(map(str, name))).random

    def happens(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self._draw() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included, each as likely as the other."""
        return low + int(self._draw() * (high - low + 1))

    def around(self, expected: float, spread: float) -> int:
        """A whole number that is `expected` on average and lies within `spread` (a share of it) and one."""
        return int(expected * (1 - spread + 2 * spread * self._draw()) + self._draw())

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """One of the choices, each as likely as the other."""
        return choices[int(self._draw() * len(choices))]

    def weighted(self, choices: Sequence[tuple[Choice, int]]) -> Choice:
        """One of the choices, each as likely as its weight."""
        left = self._draw() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]

    def quantile(self, knots: Knots) -> int:
        """A value of the distribution that `knots` describe; straight lines between them."""
        share = self._draw()
        for (low_share, low), (high_share, high) in pairwise(knots):
            if share < high_share:
                return low + int((high - low) * (share - low_share) / (high_share - low_share))
        return knots[-1][1]
