"""Ids that nobody has yet."""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, count


def first_free(wanted: str, taken: Container[str]) -> str:
    """The id, with a number behind it where it is taken."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(id for id in chain((wanted,), numbered) if id not in taken)
