"""The ways from a page to the ones before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Neighbour:
    """A page beside this one."""

    title: str
    href: str


def neighbour(order: Sequence[tuple[str, str]], position: int) -> Neighbour | None:
    """The page at a position of `order`, which are titles and addresses; None before the first and after the last."""
    return Neighbour(*order[position]) if 0 <= position < len(order) else None
