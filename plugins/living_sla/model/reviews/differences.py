"""How a frozen figure differs from what is computed today, and how much of that each cause explains."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class FigureParts:
    """A figure, or a difference between two: the parts of a difference add up to it exactly."""

    value: Fraction | None
    """None: no data on one side, so there is no difference of values."""
    met: int
    missed: int
    pending: int


@dataclass(frozen=True)
class ChangedRecords:
    """The records that make the data differ, by their keys, in order; each list is cut at a limit."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    added_in_all: int
    removed_in_all: int
    changed_in_all: int


@dataclass(frozen=True)
class Difference:
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
