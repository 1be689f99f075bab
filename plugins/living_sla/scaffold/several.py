"""Whether the cells of a column hold several values, as check-boxes are exported: ``Trucks;Vans``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

_MARKS = (";", "|", "\n", ", ", ",")
_LONGEST = 40
"""Letters of a value: longer ones are sentences."""
_LOOKED_AT = 10_000


def separator_of(texts: Collection[str]) -> str:
    """What stands between the values of cells with these distinct texts; empty where they rather hold one each.

    Half of the values or more must come again in another cell: parts of addresses and sentences do not.
    """
    looked_at = list(texts)[:_LOOKED_AT]
    for mark in _MARKS:
        if not any(mark in text for text in looked_at):
            continue
        cells = [{value for part in text.split(mark) if (value := part.strip())} for text in looked_at]
        occurring = Counter(value for cell in cells for value in cell)
        again = sum(count > 1 for count in occurring.values())
        if again and again * 2 >= len(occurring) and max(map(len, occurring)) <= _LONGEST:
            return mark
    return ""
