"""How a running volume came where it stands."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct


class Course(Struct, frozen=True):
    """What had come in by the ends of some days, oldest first and the as-of last, as far as it may be told.

    No step is about one to four records: see `small_bars.py`.
    """

    points: tuple[tuple[Fraction, Fraction], ...]
    """Covered time passed, as a share of that of the period, and the volume by then, in the unit of its target."""
