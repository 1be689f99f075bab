"""The series of a frozen commitment as runs that compare, with the usual range that was frozen with them."""

from __future__ import annotations

from functools import cached_property

from msgspec.structs import replace

from living_sla.model.each_once import each_once
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.signals import ComparableRun, comparable_runs
from living_sla.model.figures.usual_range import UsualRange, side_of_news
from living_sla.model.reviews.record import FrozenCommitment


class FrozenRun(ComparableRun, frozen=True, dict=True):
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


@each_once  # four parts of one page ask; of 100 commitments it takes 10 of the page's 50 ms each time
def news_of(owed: FrozenCommitment) -> tuple[tuple[Attainment, int], ...]:
    """The periods of the review that are signals, oldest first: 1 above what is usual, -1 below."""
    usual, reviewed = owed.usual, {id(figure) for figure in owed.reviewed}
    if usual is None or not reviewed:
        return ()
    last = runs_of(owed)[-1]
    # Only those of the review are looked at: of many commitments, all of them would take longer than the page.
    sides = [(figure, at) for at, figure in enumerate(last.settled, 1) if id(figure) in reviewed]
    found = ((figure, side_of_news(last.values[:at], usual)) for figure, at in sides)
    return tuple((figure, side) for figure, side in found if side)
