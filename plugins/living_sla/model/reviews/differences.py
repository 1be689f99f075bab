"""How a frozen figure differs from what is computed today, and how much of that each cause explains."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct


class FigureParts(Struct, frozen=True):
    """A figure, or a difference between two: the parts of a difference add up to it exactly."""

    value: Fraction | None
    """None: no data; of a difference, no data on one side, so that there is no difference of values."""
    met: int
    missed: int
    pending: int

    def since(self, before: FigureParts) -> FigureParts:
        """The difference from `before` to this figure."""
        value = None if self.value is None or before.value is None else self.value - before.value
        return FigureParts(
            Fraction() if self.value is before.value is None else value,
            self.met - before.met,
            self.missed - before.missed,
            self.pending - before.pending,
        )

    @property
    def is_nothing(self) -> bool:
        """Of a difference: whether there is none."""
        return self.value == 0 and not (self.met or self.missed or self.pending)


class ChangedRecords(Struct, frozen=True):
    """The records that make the data differ, by their keys, in order; each list is cut at a limit.

    Of a segment they are counted alone: no page tells which records a segment has.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    added_in_all: int
    removed_in_all: int
    changed_in_all: int


class Difference(Struct, frozen=True):
    """One figure that is not today what it was when it was frozen."""

    agreement: str
    commitment: str
    period: str
    """Its label."""
    segment: str | None
    frozen: FigureParts
    now: FigureParts
    product: FigureParts | None
    """What another release of the product or of the time zones makes of the sealed export under the sealed calendar.

    None, as the two below, where the sealed export is not there any more: then nothing is split.
    """
    calendar: FigureParts | None
    """What today's calendar makes of the sealed export."""
    data: FigureParts | None
    """What today's export makes of it."""
    records: ChangedRecords | None


class FoundDifferences(Struct, frozen=True):
    """What comparing the figures of a review with today's exports came to."""

    differences: tuple[Difference, ...]
    """By agreement, commitment, period and segment."""
    figures: int
    """How many figures were compared; 0 where nothing could be."""
    why_not: tuple[str, ...] = ()
    """Why some are not compared, or not split, a sentence each."""
