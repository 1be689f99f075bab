"""What a quarter came to, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.words import times
from living_sla.words.standing.figures import value


def quarter_words(periods: Sequence[Attainment]) -> str:
    """How many periods were kept, and how the running one does: ``1 of 2 kept; December 91.4 % so far``."""
    judged = [found for found in periods if found.ended and found.status in (Status.MET, Status.MISSED)]
    running = next((found for found in periods if not found.ended), None)
    kept = sum(found.status is Status.MET for found in judged)
    said = [f"{kept} of {len(judged)} kept"] if judged else []
    if running is not None and running.value is not None:
        said.append(f"{times.period_short(running.period)} {value(running, running.value)} so far")
    return "; ".join(said) or "no figure yet"
