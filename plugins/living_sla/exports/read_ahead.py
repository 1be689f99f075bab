"""The next piece of a file is read while the last one is measured: the second core's work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_NAME = "living-sla reads ahead"


def read_ahead(pieces: Iterable[Piece]) -> Generator[Piece, None, None]:
    """The same pieces in the same order, drawn from `pieces` by a thread of their own, one ahead of whoever asks.

    What `pieces` raises is raised here, after the pieces before it. Once this iterator is closed, nothing is drawn any
    more: the file beneath may be closed then.
    """
    drawing = iter(pieces)
    with ThreadPoolExecutor(1, _NAME) as thread:
        coming = thread.submit(next, drawing, None)
        try:
            while (piece := coming.result()) is not None:
                coming = thread.submit(next, drawing, None)
                yield piece
                del piece  # some megabytes of memory
        finally:
            thread.shutdown(cancel_futures=True)
            if isinstance(drawing, Generator):
                drawing.close()  # it may be reading ahead itself


def side_by_side(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], threads: int
) -> Generator[Result, None, None]:
    """What `work` makes of each piece, in their order; so many threads work, and one piece more waits for them.

    What `work` or `pieces` raises is raised here, after the results before it.
    """
    coming: deque[Future[Result]] = deque()
    drawing = iter(pieces)
    end: Exception | None = None
    with ThreadPoolExecutor(threads, _NAME) as pool:
        try:
            while end is None or coming:
                if end is None:
                    try:
                        coming.append(pool.submit(work, next(drawing)))
                    except Exception as problem:  # raised below, in its turn
                        end = problem
                if coming and (end or len(coming) > threads):
                    yield coming.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
    if not isinstance(end, StopIteration):
        raise end
