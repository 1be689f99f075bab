"""A picture of periods in sentences: the targets in their order, the figures, and where what is counted changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment
from living_sla.words import times
from living_sla.words.standing import figures, status_icons


def description(shown: Sequence[Attainment]) -> str:
    """The picture in sentences, for those who do not see it."""
    figures_shown = [
        f"{times.period_name(attainment.period)}: {figures.value(attainment, attainment.value)}, {_status(attainment)}"
        for attainment in shown
        if attainment.value is not None
    ]
    return f"Target: {_in_order(shown)}. {'; '.join(figures_shown)}. {' '.join(breaks(shown))}".rstrip()


def brief(shown: Sequence[Attainment]) -> str:
    """What a picture the height of a line shows: ``13 periods: 11 met, 1 missed, 1 on track``."""
    counts = Counter(_status(attainment) for attainment in shown)
    return f"{counted(len(shown), 'period')}: {', '.join(f'{number} {word}' for word, number in counts.items())}"


def breaks(shown: Sequence[Attainment]) -> list[str]:
    """A sentence for each period from which on something else is counted."""
    sentences = []
    for before, attainment in zip((None, *shown), shown, strict=False):
        if attainment.broken:
            number = turned_by(attainment.parts[-2] if len(attainment.parts) > 1 else before, attainment)
            by = f" with version {number}" if number is not None else ""
            when = times.period_name(attainment.period)
            sentences.append(f"What is counted changed in {when}{by}: figures before and after do not compare.")
    return sentences


def _in_order(shown: Sequence[Attainment]) -> str:
    """The targets in their order: ``at least 90 %, since October 2026 at least 95 %``."""
    runs: list[tuple[Attainment, str]] = []
    for attainment in shown:
        target = figures.target(attainment.target)
        if not runs or runs[-1][1] != target:
            runs.append((attainment, target))
    later = (f", since {times.period_name(attainment.period)} {target}" for attainment, target in runs[1:])
    return runs[0][1] + "".join(later)


def _status(attainment: Attainment) -> str:
    return status_icons.status_icon(attainment.status).word.lower() if attainment.status else "not judged"


def turned_by(before: Attainment | None, after: Attainment) -> int | None:
    """The version that made the difference; None where it is not known, or several took force in between."""
    if before is None or before.version is None or after.version is None:
        return None
    return after.version if after.version - before.version == 1 else None
