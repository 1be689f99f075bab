"""Before and after: whether figures left their usual range when something else began.

A change counts as seen when enough of the periods after it lie outside the usual range of the ten before it. On windows
around days on which nothing happened this rule is wrong once in twenty times; pooled counts and their intervals are
wrong every second time, because months differ by more than their records explain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.signals import ComparableRun
from living_sla.model.figures.usual_range import UsualRange, usual_range
from living_sla.model.time.period import Period

BEFORE = 10
"""Closed periods whose usual range is asked; with fewer nothing can be said."""


class SaidOfChange(StrEnum):
    """What the figures say of a change."""

    SEEN = "seen"
    WITHIN = "within the usual range"
    TOO_EARLY = "too early"
    """Fewer periods before or after than it takes."""
    NOT_COMPARABLE = "does not compare"
    """What is counted is something else since."""


class BeforeAndAfter(Struct, frozen=True, dict=True):
    """The settled periods on either side, oldest first, and what they say."""

    before: tuple[Attainment, ...]
    """The last ten, or fewer."""
    after: tuple[Attainment, ...]
    """The first ones, no more than are asked."""
    asked: int
    """How many periods after it are asked."""
    enough: int
    """How many of them have to lie outside."""
    compares: bool = True
    cut_short: bool = False
    """Whether what is counted changed again before as many as are asked were closed: then they never will be."""
    waiting: bool = True
    """Whether a period after it may still come to a figure."""

    @cached_property
    def usual(self) -> UsualRange | None:
        """The usual range of the ten before; None where they are fewer."""
        return usual_range(values_of(self.before)) if len(self.before) == BEFORE else None

    @cached_property
    def outside(self) -> tuple[int, int]:
        """How many of the periods after lie above the range, and how many below."""
        usual, values = self.usual, values_of(self.after)
        if usual is None:
            return 0, 0
        return sum(value > usual.high for value in values), sum(value < usual.low for value in values)

    @property
    def is_complete(self) -> bool:
        """Whether all the periods after it that are asked are there."""
        return len(self.after) == self.asked

    @property
    def finding(self) -> SaidOfChange:
        """What can be said, and only where everything that is asked is there."""
        if not self.compares:
            return SaidOfChange.NOT_COMPARABLE
        if len(self.before) < BEFORE or not self.is_complete:
            return (
                SaidOfChange.NOT_COMPARABLE if self.cut_short and len(self.before) == BEFORE else SaidOfChange.TOO_EARLY
            )
        return SaidOfChange.SEEN if sum(self.outside) >= self.enough else SaidOfChange.WITHIN

    @property
    def moved(self) -> int:
        """Which way it was seen to go: 1 up, -1 down, 0 where it was not, or went both ways."""
        above, below = self.outside
        return (above > 0) - (below > 0) if self.finding is SaidOfChange.SEEN else 0


def values_of(periods: Sequence[Attainment]) -> tuple[Fraction, ...]:
    """The figures of periods that have one."""
    return tuple(period.value for period in periods if period.value is not None)


def before_and_after(
    runs: Sequence[ComparableRun],
    *,
    is_before: Callable[[Period], bool],
    is_after: Callable[[Period], bool],
    asked: int,
    enough: int,
) -> BeforeAndAfter:
    """The periods of a commitment around something that began; a period in which it did is on neither side."""
    before = next((run for run in reversed(runs) if any(is_before(each.period) for each in run.periods)), None)
    after = next((run for run in runs if any(is_after(each.period) for each in run.periods)), None)
    earlier = [each for each in before.settled if is_before(each.period)] if before is not None else []
    later = [each for each in after.settled if is_after(each.period)] if after is not None else []
    open_ones = [] if after is None else [each for each in after.periods if is_after(each.period)]
    return BeforeAndAfter(
        tuple(earlier[-BEFORE:]),
        tuple(later[:asked]),
        asked,
        enough,
        compares=before is None or after is None or before is after,
        cut_short=after is not None
        and len(later) < asked
        and any(is_after(each.period) for run in runs[runs.index(after) + 1 :] for each in run.periods),
        waiting=any(not each.ended or each.counts.pending for each in open_ones),
    )
