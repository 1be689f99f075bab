"""How much a page shows: as many entries as fit into what a browser opens at once."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

LARGEST = 90_000
"""Characters of one block. With what else stands on a page, that is below 100 kB."""


def fitting(block: Callable[[int], Markup], most: int) -> Markup:
    """The block with its first `most` entries, or with fewer where it would be larger than a page may be."""
    found = block(most)
    while len(found) > LARGEST and most > 1:
        most = max(1, most * LARGEST // (len(found) + len(found) // 20))
        found = block(most)
    return found
