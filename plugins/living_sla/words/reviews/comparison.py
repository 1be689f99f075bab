"""Two figures of one commitment in words: how far the later one is from the earlier one."""

from __future__ import annotations

from fractions import Fraction

from living_sla.model.figures.attainment import Attainment
from living_sla.words.numbers import MINUS, NBSP
from living_sla.words.standing.figures import rounded, value

SAME = "as before"
ROUNDED = (
    "Changes are rounded from the exact figures, so the difference of two rounded figures may be another one by its "
    "last digit."
)
"""What is said below figures whose change, as told, is not the difference of what is shown."""


def change_words(now: Attainment, before: Attainment) -> str:
    """``up 2.1 points``, ``down 3 min``, ``as before``; empty where they do not compare."""
    if now.value is None or before.value is None or now.unit != before.unit:
        return ""
    moved = now.value - before.value
    if not moved:
        return SAME
    return f"{'up' if moved > 0 else 'down'}{NBSP}{_amount(now, abs(moved))}"


def is_better(now: Attainment, before: Attainment) -> bool | None:
    """Whether the change is one that the target asks for; None where nothing changed, or nobody can tell."""
    if now.value is None or before.value is None or now.value == before.value or now.unit != before.unit:
        return None
    return (now.value > before.value) == (now.target.direction == "at least")


def is_rounded_apart(now: Attainment, before: Attainment) -> bool:
    """Whether whoever subtracts one share from the other, as shown, finds another change than the one that is told."""
    if now.value is None or before.value is None or now.unit != "share" or before.unit != "share":
        return False
    shown = rounded(now.value * 100, 1) - rounded(before.value * 100, 1)
    return shown != rounded((now.value - before.value) * 100, 1)


def signed(like: Attainment, moved: Fraction) -> str:
    """A change with its sign, in the unit of a figure: ``+2.1 points``, ``−3 min``, ``0``."""
    if not moved:
        return "0"
    return f"{'+' if moved > 0 else MINUS}{_amount(like, abs(moved))}"


def signed_part(like: Attainment, moved: Fraction) -> str:
    """What a part adds to a change, without what `unit_of_change` says: of shares all with two digits, ``+2.10``."""
    if like.unit != "share":
        return signed(like, moved)
    points = rounded(moved * 100, 2)
    return f"{'+' if points > 0 else MINUS if points < 0 else ''}{float(abs(points)):.2f}"


def unit_of_change(like: Attainment) -> str:
    """What changes of the figure are counted in, where that is said once for many of them; empty where each says it."""
    return "points" if like.unit == "share" else ""


def _amount(like: Attainment, moved: Fraction) -> str:
    """A distance between two figures: of shares in points, so that 2 % more of 50 % is not taken for 51 %."""
    if like.unit != "share":
        return value(like, rounded(moved) if like.unit == "minutes" and moved >= 1 else moved)
    digits = 1
    while not rounded(moved * 100, digits):
        digits += 1
    points = rounded(moved * 100, digits)
    return f"{float(points):.{digits}f}{NBSP}{'point' if points == 1 else 'points'}"
