"""The figures of a record that are compared: of its own period, those that judged it and all of it pooled."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.differences import FigureParts
from living_sla.model.reviews.record import FrozenCommitment, ReviewRecord
from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.period import Period

Which = tuple[str, str, bool]
"""An agreement, a commitment, and whether its periods are as long as the review's."""
Label = tuple[PeriodKind, str]
"""A period as people name it: another version may cut it otherwise."""


class FrozenFigure(Struct, frozen=True):
    """One figure of a record."""

    agreement: str
    commitment: FrozenCommitment
    pooled: bool
    """Whether it is of all of the review's period."""
    attained: Attainment

    @property
    def which(self) -> Which:
        """The commitment, and which periods it is measured in."""
        return (self.agreement, self.commitment.id, self.pooled)

    def parts(self, of: Attainment | None) -> FigureParts:
        """What differs between figures, of this one or of the same from other inputs; None: there is none."""
        if of is None:
            # Nobody is in a segment that is not there any more: a volume of it is 0, and a share has no data.
            is_zero = self.commitment.measure.is_volume and self.attained.segment is not None
            return FigureParts(Fraction() if is_zero else None, 0, 0, 0)
        return FigureParts(of.value, of.counts.met, of.counts.missed, of.counts.pending)


def frozen_figures(record: ReviewRecord) -> Iterator[FrozenFigure]:
    """Every figure of the review's own period, by agreement, commitment, period and segment; each period once.

    The periods before it have reviews of their own.
    """
    for agreement in record.agreements:
        for of in agreement.commitments:
            known = set()
            before = len(of.series) - of.in_review
            for whole, segments in zip(of.reviewed, of.segments[before:], strict=True):
                known.add(label_of(whole.period))
                for attained in (whole, *segments):
                    if not attained.withheld:
                        yield FrozenFigure(agreement.id, of, False, attained)
            if of.pooled is not None and label_of(of.pooled.period) not in known:
                for attained in (of.pooled, *of.pooled_segments):
                    if not attained.withheld:
                        yield FrozenFigure(agreement.id, of, True, attained)


def label_of(period: Period) -> Label:
    """How people name a period."""
    return (period.kind, period.label)
