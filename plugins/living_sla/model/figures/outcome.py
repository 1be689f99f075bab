"""What records come to, and how outcomes add up to a share with its bounds."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

OTHER = "Other"
"""The segment of a figure of several; a CRM may have one of that name, which merges none."""


class Outcome(StrEnum):
    """What one record came to under one commitment."""

    MET = "met"
    MISSED = "missed"
    PENDING = "pending"
    """Its clock still runs at the as-of."""
    EXCLUDED = "excluded"
    """An exception of the terms covers its start."""
    UNUSABLE = "unusable"
    """Its end precedes its start, or a value that is needed cannot be read."""


class Counts(Struct, frozen=True, omit_defaults=True):
    """How many records came to each outcome. Counts of parts add up to the counts of the whole."""

    met: int = 0
    missed: int = 0
    pending: int = 0
    excluded: int = 0
    unusable: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.met + other.met,
            self.missed + other.missed,
            self.pending + other.pending,
            self.excluded + other.excluded,
            self.unusable + other.unusable,
        )

    @property
    def records(self) -> int:
        """Every record, whatever it came to."""
        return self.matured + self.pending + self.excluded + self.unusable

    @property
    def matured(self) -> int:
        """Records with a verdict: met and missed."""
        return self.met + self.missed

    @property
    def share(self) -> Fraction | None:
        """Met among the matured records; None where none has matured, which is never 0 and never 1."""
        return Fraction(self.met, self.matured) if self.matured else None

    @property
    def lower(self) -> Fraction | None:
        """The share if every pending record is missed."""
        known = self.matured + self.pending
        return Fraction(self.met, known) if known else None

    @property
    def upper(self) -> Fraction | None:
        """The share if every pending record is met."""
        known = self.matured + self.pending
        return Fraction(self.met + self.pending, known) if known else None
