"""How the target of a commitment moved with its terms, for a picture and in words.

Times are counted in periods: 4.5 is the middle of the fifth period that is shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from living_sla.model.attainment import Attainment
from living_sla.model.quantity import Target
from living_sla.words import figures, status_icons, times

_NAME = 58.0
"""Pixels that the name of a version takes."""


@dataclass(frozen=True)
class Turn:
    """Where the terms changed in a way that a picture shows: another target, or other things counted."""

    x: float
    label: str
    """``version 3``; short where the next one is close: ``v3``."""
    broken: bool
    """Whether what is counted has changed."""


def steps(shown: Sequence[Attainment], *, bars: bool) -> list[tuple[float, Target]]:
    """When each value of the target begins. A volume has one target a period; a share one for each of its parts."""
    found: list[tuple[float, Target]] = []
    for position, period in enumerate(shown):
        for piece in (period,) if bars else _pieces(period):
            if not found or found[-1][1] != piece.target:
                into = 0.0 if bars or not found else _into(period, piece)
                found.append((position + into, piece.target))
    return found


def stairs(steps: Sequence[tuple[float, float]], right: float) -> str:
    """A path that steps at each place to its height, and leads to the right edge."""
    (x, y), *later = steps
    return f"M{x:g} {y:g}{''.join(f'H{at:g}V{height:g}' for at, height in later)}H{right:g}"


def turns(shown: Sequence[Attainment], place: Callable[[float], float], *, bars: bool) -> tuple[Turn, ...]:
    """The changes of terms inside the picture; `place` says where a time is in it."""
    found: list[Turn] = []
    before: Attainment | None = None
    for position, period in enumerate(shown):
        # A volume has one target a period, which moves where its newest part begins.
        pieces = (replace(period, window=_pieces(period)[-1].window),) if bars else _pieces(period)
        for piece in pieces:
            # Where the terms changed inside a period, what is counted changed with the last of its parts.
            broken = period.broken and piece is pieces[-1] and before is not None
            if broken or (before is not None and _moved(before, piece)):
                number = _turned_by(before, piece)
                label = f"version {number}" if number is not None else "counted anew" if broken else "new terms"
                found.append(Turn(place(position + _into(period, piece)), label, broken))
            before = piece
    if any(later.x - turn.x < _NAME for turn, later in itertools.pairwise(found)):
        return tuple(replace(turn, label=turn.label.replace("version ", "v")) for turn in found)
    return tuple(found)


def _pieces(period: Attainment) -> tuple[Attainment, ...]:
    """The parts that versions judged, or the whole period."""
    return period.parts or (period,)


def _into(period: Attainment, piece: Attainment) -> float:
    """How far into its period a part begins, from 0 to 1."""
    if piece.window is None:
        return 0.0
    whole = period.period.end - period.period.start
    return max(0.0, (piece.window[0] - period.period.start) / whole)


def _turned_by(before: Attainment | None, after: Attainment) -> int | None:
    """The version that made the difference; None where it is not known, or several took force in between."""
    if before is None or before.version is None or after.version is None:
        return None
    return after.version if after.version - before.version == 1 else None


def _moved(before: Attainment, after: Attainment) -> bool:
    """Whether another version set another target; a volume's may differ for want of a whole period."""
    known = before.version is not None and after.version is not None
    return known and before.version != after.version and before.target != after.target


# ---------------------------------------------------------------- in words


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
            number = _turned_by(found.parts[-2] if len(found.parts) > 1 else before, found)
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
