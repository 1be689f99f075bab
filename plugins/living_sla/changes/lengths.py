"""Lengths of time beside each other: which is longer, as far as that holds for every start."""

from __future__ import annotations

from typing import Literal

from living_sla.model.quantity import Duration

Length = Literal["shorter", "longer"]
_DAY = 24 * 60


def compared(old: Duration, new: Duration) -> Length | None:
    """Whether the new duration always runs out earlier or later than the old one; None where nobody can tell.

    Business time runs out no earlier than as much calendar time. Days are dates, and a date may have other than 24
    hours, so days and hours compare only where a whole day lies between them.
    """
    if (old.in_days, old.business) == (new.in_days, new.business):
        before, after = _amount(old), _amount(new)
        return None if before == after else "longer" if after > before else "shorter"
    if _never_later(old, new):
        return "longer"
    return "shorter" if _never_later(new, old) else None


def _amount(length: Duration) -> int:
    return length.days if length.in_days else int(length.minutes)


def _never_later(one: Duration, other: Duration) -> bool:
    """Whether the one duration runs out no later than the other, whenever both start."""
    if one.business:
        return False
    if one.in_days == other.in_days:
        return _amount(one) <= _amount(other)
    if one.in_days:
        return (one.days + 1) * _DAY <= _amount(other)
    return _amount(one) <= (other.days - 1) * _DAY
