"""A picture of periods in sentences: the targets in their order, the figures, and where what is counted changed."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.attainment import Attainment
from living_sla.words import figures, status_icons, times


def description(shown: Sequence[Attainment]) -> str:
    """The picture in sentences, for those who do not see it."""
    said = [
        f"{times.period_name(found.period)}: {figures.value(found, found.value)}, {_status(found)}"
        for found in shown
        if found.value is not None
    ]
    return f"Target: {_in_order(shown)}. {'; '.join(said)}. {' '.join(breaks(shown))}".rstrip()


def breaks(shown: Sequence[Attainment]) -> list[str]:
    """A sentence for each period from which on something else is counted."""
    said = []
    for before, found in zip((None, *shown), shown, strict=False):
        if found.broken:
            number = turned_by(found.parts[-2] if len(found.parts) > 1 else before, found)
            by = f" with version {number}" if number is not None else ""
            when = times.period_name(found.period)
            said.append(f"What is counted changed in {when}{by}: figures before and after do not compare.")
    return said


def _in_order(shown: Sequence[Attainment]) -> str:
    """The targets in their order: ``at least 90 %, since October 2026 at least 95 %``."""
    runs: list[tuple[Attainment, str]] = []
    for found in shown:
        said = figures.target(found.target)
        if not runs or runs[-1][1] != said:
            runs.append((found, said))
    later = (f", since {times.period_name(found.period)} {said}" for found, said in runs[1:])
    return runs[0][1] + "".join(later)


def _status(found: Attainment) -> str:
    return status_icons.status_icon(found.status).word.lower() if found.status else "not judged"


def turned_by(before: Attainment | None, after: Attainment) -> int | None:
    """The version that made the difference; None where it is not known, or several took force in between."""
    if before is None or before.version is None or after.version is None:
        return None
    return after.version if after.version - before.version == 1 else None
