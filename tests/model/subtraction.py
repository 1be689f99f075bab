"""Whoever adds and subtracts everything that is shown: which small sets of records that takes out.

The records are counted in atoms: those of one segment between two neighbouring bounds of any table. What is shown are
sums over atoms. All that can be had from them by adding and subtracting, any number of times, is the space that these
rows span; a set of atoms is taken out where its row of ones lies in it. Worked out modulo a prime, with numpy, and with
nothing of `living_sla`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np

PRIME = 2**31 - 1
_FREE = 6


def taken_out(shown: Sequence[frozenset], sizes: dict, *, fewer_than: int = 5) -> Iterator[frozenset]:
    """Every set of atoms with at least one and fewer than `fewer_than` records that what is shown takes out.

    `shown` are the sets of atoms whose sums are told. Where a sum is nothing, or a sum less others inside it, its atoms
    are known to be empty; of other atoms nobody knows that.
    """
    empty = _known_to_be_empty(set(shown), sizes)
    some = sorted(atom for atom, size in sizes.items() if size)
    none = sorted(set(sizes) - set(some) - empty)
    small = [atom for atom in some if sizes[atom] < fewer_than]
    sets = [
        chosen
        for many in range(1, fewer_than)
        for chosen in combinations(small, many)
        if sum(sizes[atom] for atom in chosen) < fewer_than
    ]
    if not sets or not shown:
        return
    basis, leading = _reduced(np.array([[atom in cell for atom in [*some, *none]] for cell in shown], dtype=np.int64))
    asked = np.array([[atom in set(chosen) for atom in some] for chosen in sets], dtype=np.int64)
    for chosen, found in zip(sets, _spanned(basis, leading, asked), strict=True):
        if found:
            yield frozenset(chosen)


def _known_to_be_empty(shown: set[frozenset], sizes: dict) -> set:
    empty: set = set()
    for cell in shown:
        rest = cell
        for inside in sorted((other for other in shown if other < cell), key=len, reverse=True):
            rest = rest - inside if inside <= rest else rest
        for atoms in (cell, rest):
            if not sum(sizes[atom] for atom in atoms):
                empty |= atoms
    return empty


def _reduced(rows: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """A basis of what the rows span in reduced echelon form, and the column of each leading one."""
    rows, leading = rows % PRIME, []
    for column in range(rows.shape[1]):
        done = len(leading)
        below = np.flatnonzero(rows[done:, column])
        if not len(below):
            continue
        rows[[done, done + below[0]]] = rows[[done + below[0], done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, PRIME) % PRIME
        for other in np.flatnonzero(rows[:, column]):
            if other != done:
                rows[other] = (rows[other] - rows[other, column] * rows[done]) % PRIME
        leading.append(column)
    return rows[: len(leading)], leading


def _spanned(basis: np.ndarray, leading: list[int], asked: np.ndarray) -> np.ndarray:
    """Which of the rows lie in what the basis spans, each atom that nobody knows to be empty once or not at all."""
    width = asked.shape[1]
    own = sum(column < width for column in leading)
    had = np.zeros((len(asked), basis.shape[1]), dtype=np.int64)
    for row, column in zip(basis[:own], leading[:own], strict=True):
        had = (had + asked[:, [column]] * row) % PRIME
    found = (had[:, :width] == asked).all(axis=1)
    # Rows of empty atoms alone may be added as one likes; what they lead is 0 or 1.
    free = list(zip(basis[own:], leading[own:], strict=True))[:_FREE]
    possible = np.zeros(len(asked), dtype=np.bool_)
    for ones in product((0, 1), repeat=len(free)):
        tried = had.copy()
        for (row, column), wanted in zip(free, ones, strict=True):
            tried = (tried + (wanted - tried[:, [column]]) * row) % PRIME
        possible |= (tried <= 1).all(axis=1)
    return found & possible
