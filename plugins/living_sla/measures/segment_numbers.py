"""Names of segments, numbered in the order in which batches bring them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]


class SegmentNumbers:
    """Distinct names, each with a number from 0."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._last: tuple[str, ...] = ()
        self._numbers_of_last: Numbers = np.zeros(0, dtype=np.int32)
        self._last_in_order = True
        self.numbers(names)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def number(self, name: str) -> int | None:
        """The number of a name; None where it never came."""
        return self._numbers.get(name)

    def numbers(self, names: tuple[str, ...]) -> Numbers:
        """The number of each of these names, which are ours from now on."""
        if names != self._last:  # batches bring the same ones, mostly
            numbers = [self._numbers.setdefault(name, len(self._numbers)) for name in names]
            self._last, self._numbers_of_last = names, np.array(numbers, dtype=np.int32)
            self._last_in_order = numbers == list(range(len(names)))
        return self._numbers_of_last

    def place(self, names: tuple[str, ...]) -> slice | Numbers:
        """The numbers of distinct names, to index an array with: a slice where they follow each other from 0."""
        numbers = self.numbers(names)
        return slice(0, len(names)) if self._last_in_order else numbers
