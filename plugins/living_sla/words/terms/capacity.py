"""What a volume asks of a desk, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from living_sla.model.figures.goal_item import ShortVolume

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms


def load_words(terms: Terms, short: ShortVolume) -> str:
    """``"mql-volume" brings 400 a month, which of 6 attempts each take 480 hours, and sales has 433``."""
    assert terms.capacity is not None
    several = f" of {short.attempts} attempts each" if short.attempts > 1 else ""
    brings = "usually brings" if short.is_usual else "brings"
    return (
        f'"{short.commitment}" {brings} {short.load.records} a {terms.commitment(short.commitment).per.noun}, '
        f"which{several} take {short.load.hours} hours, and {terms.capacity.party} has {short.load.hours_there}"
    )
