"""What is written around a chart: which labels of a row have room, on a desk and on a phone.

Widths are estimated for a wide letter, so that a font which runs wider than the one on the writer's machine still fits.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from living_sla.words.standing.figures import short_target

if TYPE_CHECKING:
    from living_sla.pages.marks import Turn

WIDE, NARROW = 560.0, 230.0
"""How many pixels the plot has at least beside a column of prose or on paper, and on a phone."""
_LETTER = 7.6


@dataclass(frozen=True)
class TurnLabel:
    """The name of a change of terms above the plot."""

    x: float
    """In percent of the plot."""
    label: str
    """``version 3: 90 % → 95 %``; short where the next one is close: ``v3``."""
    short: str
    """On a phone; empty where the next one is too close even so."""
    leans_left: bool
    """Whether it ends at its line, because the picture ends soon."""
    broken: bool


def wide(text: str) -> float:
    """About how many pixels a text takes at 12 pixels a letter, at the most."""
    return _LETTER * len(text)


def chosen(widths: Sequence[float], slot: float, order: Sequence[int]) -> frozenset[int]:
    """Which labels, each centred on its slot, are shown so that none touches another; asked in that order.

    A label of no width is none.
    """
    taken: list[int] = []
    for at in order:
        if widths[at] and all(abs(at - other) * slot >= (widths[at] + widths[other]) / 2 for other in taken):
            taken.append(at)
    return frozenset(taken)


def evenly(widths: Sequence[float], slot: float) -> frozenset[int]:
    """The same at even distances, the last of them included."""
    stride = next(step for step in itertools.count(1) if step * slot >= max(widths) or step >= len(widths))
    return frozenset(range(len(widths) - 1, -1, -stride))


def turn_labels(turns: Sequence[Turn], slot: float) -> tuple[TurnLabel, ...]:
    """The changes of terms by names that do not touch each other; a period takes `slot` percent of the plot."""
    ends = [*(turn.at for turn in turns), 1000.0][1:]
    room = [(end - turn.at) * slot / 100 for turn, end in zip(turns, ends, strict=True)]
    names = [_name(turn) for turn in turns]
    fits = all(share * WIDE > wide(name) + 12 for share, name in zip(room, names, strict=True))
    return tuple(
        TurnLabel(
            x=round(turn.at * slot, 2),
            label=name if fits else _short(turn),
            short=_short(turn) if share * NARROW > wide(_short(turn)) + 8 else "",
            leans_left=len(turns) == 1 and turn.at * slot > 60,
            broken=turn.broken,
        )
        for turn, name, share in zip(turns, names, room, strict=True)
    )


def _name(turn: Turn) -> str:
    told = f"version {turn.version}" if turn.version is not None else "counted anew" if turn.broken else "new terms"
    return told if turn.moved is None else f"{told}: {' → '.join(map(short_target, turn.moved))}"


def _short(turn: Turn) -> str:
    return f"v{turn.version}" if turn.version is not None else "anew" if turn.broken else "new"
