"""The next piece of a file is read while the last one is measured: the second core's work."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")


def read_ahead(pieces: Iterable[Piece], ahead: int = 1) -> Generator[Piece, None, None]:
    """The same pieces in the same order, drawn from `pieces` by a thread of their own, so many ahead of whoever asks.

    What `pieces` raises is raised here, after the pieces before it. Once this iterator is closed, nothing is drawn any
    more: the file beneath may be closed then.
    """
    drawing = iter(pieces)
    with ThreadPoolExecutor(1, "living-sla reads ahead") as thread:
        coming = deque(thread.submit(next, drawing, None) for _ in range(ahead))
        try:
            while (piece := coming.popleft().result()) is not None:
                coming.append(thread.submit(next, drawing, None))
                yield piece
                del piece  # some megabytes of memory
        finally:
            thread.shutdown(cancel_futures=True)
            if isinstance(drawing, Generator):
                drawing.close()  # it may be reading ahead itself
