"""Signal or noise: the runs of periods that count alike, and the usual range of each.

Rules: `docs/how-figures-are-computed.md`. Only settled periods make a range: the running one never does, and neither
does one whose figure may still move.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.usual_range import UsualRange, side_of_news, usual_range


class ComparableRun(Struct, frozen=True, dict=True):
    """Periods in a row whose figures compare, oldest first; at least one."""

    periods: tuple[Attainment, ...]
    """All of them, the running one and those without a figure as well."""
    volume: bool
    """Whether its figures grow with every record: then a part of a period does not compare with a whole one."""

    @cached_property
    def settled(self) -> tuple[Attainment, ...]:
        """Those that make the range."""
        return tuple(period for period in self.periods if is_settled(period, volume=self.volume))

    @cached_property
    def values(self) -> tuple[Fraction, ...]:
        """Their figures."""
        return tuple(period.value for period in self.settled if period.value is not None)

    @cached_property
    def usual(self) -> UsualRange | None:
        """Their usual range; None for fewer than six."""
        return usual_range(self.values)

    @cached_property
    def drawn(self) -> tuple[Fraction, Fraction] | None:
        """Both limits as they are drawn and told: never beyond 0 and 100 % of a share, nor below 0 where no figure was.

        The arithmetic is that of the whole range, or a series near 100 % would give a signal too often.
        """
        if self.usual is None:
            return None
        low, high = self.usual.low, self.usual.high
        if min(self.values) >= 0:
            low = max(low, Fraction(0))
        if self.settled[-1].unit == "share" and max(self.values) <= 1:
            high = min(high, Fraction(1))
        return low, high

    @cached_property
    def news(self) -> tuple[int, ...]:
        """For each settled period, on which side it is a signal: 1 above, -1 below, 0 where it is none."""
        usual = self.usual
        if usual is None:
            return (0,) * len(self.settled)
        return tuple(side_of_news(self.values[: at + 1], usual) for at in range(len(self.values)))


def comparable_runs(series: Sequence[Attainment], *, volume: bool) -> tuple[ComparableRun, ...]:
    """The series, cut wherever what is counted, the unit or the length of the periods changed.

    A period inside which the counting changed compares with neither side: it begins the later run, and is not
    settled there.
    """
    runs: list[list[Attainment]] = []
    before: Attainment | None = None
    for period in series:
        in_force = period.status is not Status.NOT_IN_FORCE
        if before is None or period.broken or (in_force and _another_kind(before, period)):
            runs.append([])
        runs[-1].append(period)
        before = period if in_force or before is None else before
    return tuple(ComparableRun(tuple(run), volume) for run in runs)


def is_settled(period: Attainment, *, volume: bool) -> bool:
    """Whether a period has a figure of its own kind that stays: ended, judged, and nothing can move it any more.

    Of an average or a percentile, records may stay open for ever; there the verdict is enough.
    """
    if period.value is None or not period.ended or period.status not in (Status.MET, Status.MISSED):
        return False
    if period.broken_inside or (volume and period.window is not None):
        return False
    return period.closed or period.unit != "share"


def _another_kind(before: Attainment, period: Attainment) -> bool:
    return before.unit != period.unit or before.period.kind != period.period.kind
