"""The answer to "are we keeping it?" in one sentence, and in others how running periods do, and a quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import WORST_FIRST
from living_sla.words import numbers, times
from living_sla.words.standing.figures import value


def kept_words(kept: int, judged: int, *, proposed: bool) -> str:
    """How many commitments were kept when they were last judged; would have been, under terms that bind nobody."""
    if not judged:
        return "No commitment has been judged yet."
    if judged == 1:
        outcome = "kept" if kept else "missed"
        return f"The one commitment {'would have been' if proposed else 'was'} {outcome} when last judged."
    which = "Both" if kept == judged == 2 else f"All {judged}" if kept == judged else f"{kept or 'None'} of {judged}"
    was = "would have been" if proposed else "was" if kept == 1 else "were"
    return f"{which} commitments {was} kept when last judged."


def running_words(running: Sequence[Attainment], *, waiting: int = 0) -> str:
    """How the periods that are not decided yet do: ``Now running: 1 at risk and 2 on track.``

    Then how many commitments are `waiting` for an export that has never come: ``1 commitment waits for data.``
    """
    waits = counted(waiting, "commitment waits", "commitments wait")
    said = [_running(running)] if running or not waiting else []
    return " ".join([*said, *[f"{waits} for data."] * bool(waiting)])


def _running(running: Sequence[Attainment]) -> str:
    counts = Counter(period.status for period in running)
    parts = [f"{counts[status]} {status.value}" for status in WORST_FIRST
             if counts[status] and status is not Status.NOT_IN_FORCE]  # fmt: skip
    if not parts:
        return "No period is running."
    ages = [period.age for period in running if period.age is not None]
    old = f", by data that is {times.length(max(ages))} old" if ages else ""
    return f"Now running: {numbers.listed(parts)}{old}."


def quarter_words(periods: Sequence[Attainment]) -> str:
    """How many periods were kept, and how the running one does: ``1 of 2 kept; December 91.4 % so far``."""
    judged = [found for found in periods if found.ended and found.status in (Status.MET, Status.MISSED)]
    running = next((found for found in periods if not found.ended), None)
    kept = sum(found.status is Status.MET for found in judged)
    said = [f"{kept} of {len(judged)} kept"] if judged else []
    if running is not None and running.value is not None:
        said.append(f"{times.period_short(running.period)} {value(running, running.value)} so far")
    return "; ".join(said) or "no figure yet"
