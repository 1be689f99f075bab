"""Bars of a histogram in which no bar is about one to four records: neighbours are merged until none is.

Rule and reasons: `docs/security.md`. What everybody knows is how many records there are on each side of a limit; so the
sides are merged apart, and a side of one to four records is one bar that tells nothing new.

    cells     3  0  9 | 20  2  0  1      a limit after the third cell
    bars     [  12   ]|[   23     ]      3 is not enough, nor is what is left at the end
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from living_sla.model.figures.small_groups import SMALLEST_GROUP, is_enough

Stretch = tuple[int, int]
"""From one cell to before another."""


def bars(cells: Sequence[int], sides: Sequence[int], bands: Sequence[int]) -> tuple[Stretch, ...]:
    """The cells that each bar stands for, in order.

    `sides` are the numbers of cells after which a side ends, whose total is known anyway; `bands` those after which a
    bar rather ends than after others.
    """
    found: list[Stretch] = []
    for side in _cut((0, len(cells)), sides):
        for band in _merged(cells, _cut(side, bands)):
            found += _merged(cells, _cut(band, range(*band)))
    return tuple(found)


def _cut(stretch: Stretch, at: Sequence[int]) -> list[Stretch]:
    inside = sorted({place for place in at if stretch[0] < place < stretch[1]})
    ends = [stretch[0], *inside, stretch[1]]
    return list(itertools.pairwise(ends))


def split_bars(*kinds: Sequence[int]) -> tuple[Stretch, ...]:
    """The cells that each bar stands for, where a bar tells how many records of each of several kinds it has."""
    return tuple(_joined([(at, at + 1) for at in range(len(kinds[0]))], kinds))


def clear_of(cells: Sequence[int], unsure: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The cells of each step of a line that tells what there was by the end of it, in order.

    `unsure` are cells inside of which others tell what there was, or, where first and after are the same, before which.
    A step ends there or at least so many records away that what is left between is nothing that tells of a few.
    """
    upto = list(itertools.accumulate(cells, initial=0))

    def is_clear(at: int) -> bool:
        return all(
            first == after == at
            or (at <= first and upto[first] - upto[at] >= SMALLEST_GROUP)
            or (at >= after and upto[at] - upto[after] >= SMALLEST_GROUP)
            for first, after in unsure
        )

    ends = [at for at in range(1, len(cells)) if is_clear(at)]
    return tuple(_merged(cells, _cut((0, len(cells)), ends))) if cells else ()


def _merged(cells: Sequence[int], stretches: Sequence[Stretch]) -> list[Stretch]:
    return _joined(stretches, [cells])


def _joined(stretches: Sequence[Stretch], kinds: Sequence[Sequence[int]]) -> list[Stretch]:
    """The stretches, each joined to those after it until it is about enough records, and the last to those before."""

    def enough(stretch: Stretch) -> bool:
        return all(is_enough(sum(cells[stretch[0] : stretch[1]])) for cells in kinds)

    found: list[Stretch] = []
    for stretch in stretches:
        if found and not enough(found[-1]):
            found[-1] = (found[-1][0], stretch[1])
        else:
            found.append(stretch)
    while len(found) > 1 and not enough(found[-1]):
        found[-2:] = [(found[-2][0], found[-1][1])]
    return found
