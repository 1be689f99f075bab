"""What is written around a chart: which labels of a row have room, on a desk and on a phone.

Widths are estimated for a wide letter, so that a font which runs wider than the one on the writer's machine still fits.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.words.standing.figures import short_target

if TYPE_CHECKING:
    from living_sla.pages.marks import Turn

WIDTHS = {"sla-not-phone": 200.0, "sla-not-page": 530.0, "sla-not-desk": 900.0}
"""How many pixels the plot has at least on a phone, beside prose or on paper, and on a desk; by the class of a text
that has no room there, which `charts.css` hides."""
_LETTER = 7.6


class TurnLabel(Struct, frozen=True):
    """The name of a change of terms above the plot."""

    x: float
    """In percent of the plot."""
    texts: tuple[tuple[str, str], ...]
    """Its name in full and short (``version 3: 90 % → 95 %``, ``v3``), each with the classes where it has no room."""
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


def hidden(rooms: Mapping[str, frozenset[int]], at: int) -> str:
    """The classes of a label that is in some of these rooms; see `WIDTHS`."""
    return " ".join(name for name, shown in rooms.items() if at not in shown)


def turn_labels(turns: Sequence[Turn], slot: float) -> tuple[TurnLabel, ...]:
    """The changes of terms by names that do not touch each other; a period takes `slot` percent of the plot."""
    ends = [*(turn.at for turn in turns), 1000.0][1:]
    room = [(end - turn.at) * slot / 100 for turn, end in zip(turns, ends, strict=True)]
    named = _fitting([_name(turn) for turn in turns], room)
    # In one row all have their full names, or none has.
    full = {name: of if len(of) == len(turns) else frozenset() for name, of in named.items()}
    short = {
        name: of if not full[name] else frozenset() for name, of in _fitting(list(map(_short, turns)), room).items()
    }
    return tuple(
        TurnLabel(
            x=round(turn.at * slot, 2),
            texts=tuple(
                (text, hidden(rooms, at))
                for text, rooms in ((_name(turn), full), (_short(turn), short))
                if any(at in shown for shown in rooms.values())
            ),
            leans_left=len(turns) == 1 and turn.at * slot > 60,
            broken=turn.broken,
        )
        for at, turn in enumerate(turns)
    )


def _fitting(names: Sequence[str], room: Sequence[float]) -> dict[str, frozenset[int]]:
    """Which of the names end before the next one begins, by width of the plot."""
    return {
        of: frozenset(at for at, name in enumerate(names) if room[at] * width > wide(name) + 10)
        for of, width in WIDTHS.items()
    }


def _name(turn: Turn) -> str:
    told = f"version {turn.version}" if turn.version is not None else "counted anew" if turn.broken else "new terms"
    return told if turn.moved is None else f"{told}: {' → '.join(map(short_target, turn.moved))}"


def _short(turn: Turn) -> str:
    return f"v{turn.version}" if turn.version is not None else "anew" if turn.broken else "new"
