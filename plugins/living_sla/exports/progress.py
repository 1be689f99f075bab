"""Who hears how far the reading of exports is: nobody, unless somebody asked to.

A context variable rather than a parameter: it is no part of what is read, and six functions would hand it on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Heard = Callable[[str, int, int], None]
"""Called with the file as people know it, the bytes of it that were read, and its bytes in all. When the file is
closed, both numbers are the same."""


def _nobody(path: str, done: int, total: int) -> None:
    """Hears nothing."""


_listener: ContextVar[Heard] = ContextVar("exports.progress", default=_nobody)


@contextmanager
def heard_by(hear: Heard) -> Iterator[None]:
    """While this lasts, `hear` is told of every file that is read in this context."""
    token = _listener.set(hear)
    try:
        yield
    finally:
        _listener.reset(token)


def listener() -> Heard:
    """Whom to tell."""
    return _listener.get()
