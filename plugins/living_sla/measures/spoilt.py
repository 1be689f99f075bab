"""Whether the records that cannot be judged leave a figure to the others: by their share of one period's records."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from living_sla.model.counted import counted
from living_sla.model.notation import plain
from living_sla.model.outcome import Counts


def spoilt(of_parts: Iterable[Counts], allowed: Decimal) -> str:
    """Why a period has no figure, where more than `allowed` of its records are unusable; else nothing.

    The records are those of all its parts, whichever version of the terms judged them, and of no other period: what is
    wrong with January says nothing about October, and ten good years excuse no bad month. Excluded ones do not count,
    because nothing was to be judged of them.
    """
    total = sum(of_parts, Counts())
    judged = total.matured + total.pending + total.unusable
    if not judged or Fraction(total.unusable, judged) <= Fraction(allowed):
        return ""
    are = "is" if total.unusable == 1 else "are"
    limit = f"{plain(allowed * 100)}%"
    found = f"{total.unusable:,} of {counted(judged, 'record')} {are} unusable"
    return f"{found}, more than the {limit} that the source allows"
