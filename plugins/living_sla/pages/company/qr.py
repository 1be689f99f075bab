"""A QR code as a drawing: the door to segno."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from living_sla.pages.html import render

_QUIET = 4
"""Modules of white around it, as the standard wants them."""


def qr(text: str, says: str) -> Markup:
    """The code of `text`, black on white in every scheme; `says` is what it is for who cannot see it."""
    # Late: only posters have one.
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    path = "".join(
        f"M{start} {at}h{length}v1h-{length}z" for at, row in enumerate(rows) for start, length in _runs(row)
    )
    return render("company-qr.svg.html", path=Markup(path), size=len(rows) + 2 * _QUIET, quiet=_QUIET, says=says)


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand beside each other."""
    start = None
    for at, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None
