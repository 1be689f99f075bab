"""One line on the terminal about long reading, and nothing where nobody would see it.

`click.progressbar` was tried: it cannot wait a second before it appears, and leaves its last state behind.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

AFTER = 1.0
"""Seconds before the line appears; most work is done by then."""
EVERY = 0.1
_ERASED = "\r\x1b[K"


@contextmanager
def progress_shown() -> Iterator[None]:
    """While this lasts, standard error says which export is read and how far, if it is a terminal."""
    if not _is_watched(sys.stderr, os.environ):
        yield
        return
    # Imported late: `sla --help` reads no export.
    from living_sla.exports.progress import heard_by

    line = _Line(sys.stderr)
    try:
        with heard_by(line.hear):
            yield
    finally:
        line.erase()


def _is_watched(stream: TextIO, environment: Mapping[str, str]) -> bool:
    is_plain = "CI" in environment or "NO_COLOR" in environment or environment.get("TERM", "dumb") == "dumb"
    return stream.isatty() and not is_plain


class _Line:
    """The line: drawn over itself, gone as soon as a file is read."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = monotonic() + AFTER
        self._is_drawn = False

    def hear(self, path: str, done: int, total: int) -> None:
        """Say how far it is, if it is time to."""
        if done >= total:
            self.erase()
            return
        now = monotonic()
        if now < self._next:
            return
        self._next = now + EVERY
        self._is_drawn = True
        text = f"reading {path}: {done * 100 // total} % of {_size(total)}"
        columns = os.get_terminal_size(self._stream.fileno()).columns or 80  # some terminals do not say
        self._stream.write(_ERASED + text[: columns - 1])
        self._stream.flush()

    def erase(self) -> None:
        """Take the line away; whatever comes next begins where it did."""
        if self._is_drawn:
            self._stream.write(_ERASED)
            self._stream.flush()
            self._is_drawn = False


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6)):,} MB"
