"""The customer's way in figures: how many records reached each stage, and how many of them went on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment
from living_sla.model.time.period import Period

if TYPE_CHECKING:
    from living_sla.model.agreement.journey import Stage


class StageFigures(Struct, frozen=True):
    """One stage in the last month that had ended at the as-of."""

    stage: Stage
    period: Period | None = None
    """None where no month can be counted: its export waits, or the terms are too young."""
    records: int = 0
    """Those that reached the stage in that month."""
    went_on: int | None = None
    """How many of them had reached the next stage by the as-of; None at the last one, and where the next one is
    told by another export."""

    @property
    def conversion(self) -> Fraction | None:
        """The share that went on; None where nobody can tell, or where no record came."""
        return Fraction(self.went_on, self.records) if self.went_on is not None and self.records else None


def stage_figures(stage: Stage, series: Sequence[Attainment], *, goes_on: bool) -> StageFigures:
    """What the last ended month of a series came to, of which a record is met that went on to the next stage."""
    ended = [found for found in series if found.ended and not found.parts]
    if not ended or ended[-1].window is not None:
        return StageFigures(stage)
    counts = ended[-1].counts
    return StageFigures(stage, ended[-1].period, counts.met + counts.missed, counts.met if goes_on else None)
