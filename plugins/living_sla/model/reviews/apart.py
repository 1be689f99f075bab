"""Whether the figure of a review's period compares with that of the period before it."""

from __future__ import annotations

from enum import Enum

from living_sla.model.figures.attainment import Attainment


class Apart(Enum):
    """Why two figures do not compare: whoever tells one from the other tells nothing."""

    COUNTED = "what is counted changed"
    UNIT = "another unit"
    WINDOW = "the terms held for a part of a period only"


def why_apart(before: Attainment, now: Attainment, *, volume: bool = False) -> Apart | None:
    """Why the figures of two periods that follow each other do not compare; None where they do.

    A `volume` grows with its period, so one of a part of a period compares with none.
    """
    if now.broken or before.broken_inside:
        return Apart.COUNTED
    if before.unit != now.unit:
        return Apart.UNIT
    if volume and (before.window is not None or now.window is not None):
        return Apart.WINDOW
    return None
