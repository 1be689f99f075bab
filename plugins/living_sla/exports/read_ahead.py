"""The next piece of a file is read while the last one is measured: the second core's work."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

Piece = TypeVar("Piece")

_PIECES = 2
"""How many pieces may wait; each is some megabytes of memory."""


def read_ahead(pieces: Iterable[Piece]) -> Generator[Piece, None, None]:
    """The same pieces in the same order, drawn from `pieces` by a thread of their own.

    What `pieces` raises is raised here, after the pieces before it. Once this iterator is closed, nothing is drawn any
    more: the file beneath may be closed then.
    """
    waiting: queue.Queue[tuple[Piece | None, BaseException | None]] = queue.Queue(_PIECES)
    stopped = threading.Event()

    def put(piece: Piece | None, problem: BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                waiting.put((piece, problem), timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def draw() -> None:
        try:
            for piece in pieces:
                if not put(piece, None):
                    return
        except BaseException as problem:  # handed over whole: the thread that asked raises it
            put(None, problem)
        else:
            put(None, StopIteration())

    reader = threading.Thread(target=draw, name="living-sla reads ahead", daemon=True)
    reader.start()
    try:
        while True:
            piece, problem = waiting.get()
            if isinstance(problem, StopIteration):
                return
            if problem is not None:
                raise problem
            assert piece is not None
            yield piece
    finally:
        stopped.set()
        reader.join()
