"""The series of a frozen commitment as runs that compare, with the usual range that was frozen with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.signals import ComparableRun, comparable_runs
from living_sla.model.figures.usual_range import UsualRange
from living_sla.model.reviews.record import FrozenCommitment


@dataclass(frozen=True)
class FrozenRun(ComparableRun):
    """Periods whose figures compare; the record may lack earlier ones that its usual range was made of."""

    frozen: UsualRange | None = None

    @cached_property
    def usual(self) -> UsualRange | None:
        """The usual range as it was frozen."""
        return self.frozen


def runs_of(owed: FrozenCommitment) -> tuple[FrozenRun, ...]:
    """The series, cut wherever figures do not compare; only the last run has a usual range."""
    runs = [FrozenRun(run.periods, run.volume) for run in comparable_runs(owed.series, volume=owed.measure.is_volume)]
    return (*runs[:-1], replace(runs[-1], frozen=owed.usual)) if runs else ()


def news_of(owed: FrozenCommitment) -> list[tuple[Attainment, int]]:
    """The periods of the review that are signals, oldest first: 1 above what is usual, -1 below."""
    reviewed = {id(figure) for figure in owed.reviewed}
    return [
        (figure, side)
        for run in runs_of(owed)
        for figure, side in zip(run.settled, run.news, strict=True)
        if side and id(figure) in reviewed
    ]
