"""The next piece of a file is read while the last one is measured: the second core's work."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

Piece = TypeVar("Piece")


def read_ahead(pieces: Iterable[Piece], waiting: int = 1) -> Generator[Piece, None, None]:
    """The same pieces in the same order, drawn from `pieces` by a thread of their own; so many of them may wait.

    What `pieces` raises is raised here, after the pieces before it. Once this iterator is closed, nothing is drawn any
    more: the file beneath may be closed then.
    """
    drawn: queue.Queue[tuple[Piece | None, BaseException | None]] = queue.Queue(waiting)
    stopped = threading.Event()

    def put(piece: Piece | None, problem: BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                drawn.put((piece, problem), timeout=0.1)
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
            piece, problem = drawn.get()
            if isinstance(problem, StopIteration):
                return
            if problem is not None:
                raise problem
            assert piece is not None
            yield piece
    finally:
        stopped.set()
        reader.join()
        if isinstance(pieces, Generator):
            pieces.close()  # it may be reading ahead itself
