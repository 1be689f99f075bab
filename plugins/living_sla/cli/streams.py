"""The three standard streams, whatever state they were handed over in."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Any


@contextlib.contextmanager
def usable() -> Iterator[None]:
    """While this lasts, each stream is there and takes every text, and nothing is said twice.

    A stream that was closed (``>&-``) leads nowhere; else the next file that is opened would take its number, and
    what is written to it. An error in a place that nobody waits for, such as a destructor, prints no traceback.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)  # takes the lowest number that is free
    before = sys.stdout, sys.stderr, sys.unraisablehook, threading.excepthook
    messages = _taking_all(sys.stderr)
    sys.stdout, sys.stderr = _taking_all(sys.stdout), _Forgiving(messages)
    sys.unraisablehook, threading.excepthook = _silent, _silent
    try:
        yield
    finally:
        for stream in sys.stdout, messages:
            try:
                stream.flush()
            except (OSError, ValueError):  # the interpreter would try once more at its end, and leave with code 120
                _let_go(stream)
        sys.stdout, sys.stderr, sys.unraisablehook, threading.excepthook = before


def _silent(_: object) -> None:
    """Say nothing."""


def let_go_of_stdout() -> None:
    """Point standard output nowhere, so that the interpreter does not fail once more when it flushes at its end."""
    _let_go(sys.stdout)


def _let_go(stream: Any) -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _taking_all(stream: Any) -> Any:
    """The stream, with no character that it refuses; a document is UTF-8 wherever it goes."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    return stream


class _Forgiving:
    """Standard error: where it is closed or full, there is nobody left to tell, and the work goes on."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return int(self._stream.write(text))
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
