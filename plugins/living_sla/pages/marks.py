"""What the pictures of a commitment share: the mark of a period, and how the target moved with the terms.

Times are counted in periods: 4.5 is the middle of the fifth period that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment, Status, turned_by
from living_sla.model.quantity import Target

PERIODS = 12
"""The most recent periods that a sparkline shows; the table beside it has them all."""
NEWS = (Status.MISSED, Status.AT_RISK)
"""What the eye has to find: in a picture of many it is the only one with colour."""


class Mark(Struct, frozen=True):
    """One period of a sparkline: where its point is."""

    x: float
    y: float | None
    """None: nothing to show, a gap."""
    status: Status
    running: bool
    broken: bool = False
    """Whether what is counted has changed: no line leads here from the mark before."""


class Turn(Struct, frozen=True):
    """Where the terms changed in a way that a picture shows: another target, or other things counted."""

    at: float
    """When, in periods."""
    version: int | None
    """Which version made the difference; None where it is not known."""
    broken: bool
    """Whether what is counted has changed."""
    moved: tuple[Target, Target] | None = None
    """The target before and after; None where only what is counted has changed."""


def target_steps(shown: Sequence[Attainment], *, bars: bool) -> list[tuple[float, Target]]:
    """When each value of the target begins. A volume has one target a period; a share one for each of its parts."""
    steps: list[tuple[float, Target]] = []
    for position, period in enumerate(shown):
        for piece in (period,) if bars else _pieces(period):
            if not steps or steps[-1][1] != piece.target:
                into = 0.0 if bars or not steps else _into(period, piece)
                steps.append((position + into, piece.target))
    return steps


def stairs(steps: Sequence[tuple[float, float]], right: float) -> str:
    """A path that steps at each place to its height, and leads to the right edge."""
    (x, y), *later = steps
    return f"M{x:g} {y:g}{''.join(f'H{at:g}V{height:g}' for at, height in later)}H{right:g}"


def turns_of(shown: Sequence[Attainment], *, bars: bool) -> tuple[Turn, ...]:
    """The changes of terms inside the picture."""
    turns: list[Turn] = []
    before: Attainment | None = None
    for position, period in enumerate(shown):
        # A volume has one target a period, which moves where its newest part begins.
        pieces = (replace(period, window=_pieces(period)[-1].window),) if bars else _pieces(period)
        for piece in pieces:
            # Where the terms changed inside a period, what is counted changed with the last of its parts.
            broken = period.broken and piece is pieces[-1] and before is not None
            moved = before is not None and _moved(before, piece)
            if before is not None and (broken or moved):
                targets = (before.target, _settled(piece, shown[position:])) if moved else None
                turns.append(Turn(position + _into(period, piece), turned_by(before, piece), broken, targets))
            before = piece
    return tuple(turns)


def _settled(piece: Attainment, later: Sequence[Attainment]) -> Target:
    """The target that a version set: of a volume, that of its first whole period, where there is one."""
    whole = (each.target for each in later if each.version == piece.version and each.window is None and not each.parts)
    return next(whole, piece.target) if piece.parts else piece.target


def _pieces(period: Attainment) -> tuple[Attainment, ...]:
    """The parts that versions judged, or the whole period."""
    return period.parts or (period,)


def _into(period: Attainment, piece: Attainment) -> float:
    """How far into its period a part begins, from 0 to 1."""
    if piece.window is None:
        return 0.0
    whole = period.period.end - period.period.start
    return max(0.0, (piece.window[0] - period.period.start) / whole)


def _moved(before: Attainment, after: Attainment) -> bool:
    """Whether another version set another target; a volume's may differ for want of a whole period."""
    known = before.version is not None and after.version is not None
    return known and before.version != after.version and before.target != after.target


def runs(marks: Sequence[Mark]) -> tuple[str, ...]:
    """Paths through the points that follow one another without a gap, and that count the same."""
    runs: list[list[str]] = [[]]
    for mark in marks:
        if mark.y is None or mark.broken:
            runs.append([])
        if mark.y is not None:
            runs[-1].append(f"{mark.x:g} {mark.y:g}")
    return tuple(f"M{'L'.join(points)}" for points in runs if len(points) > 1)
