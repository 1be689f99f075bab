"""The library as a list for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.scaffold.patterns.library import PATTERNS, NeededColumn, Pattern
from living_sla.words.layout import aligned


def listing() -> list[str]:
    """A head, and a line for each pattern: its id, who owes it, its words, and the columns that it needs."""
    rows = [("pattern", "owed by", "in words", "needs"), *(_row(pattern) for pattern in PATTERNS)]
    return aligned(rows)


def _row(pattern: Pattern) -> tuple[str, str, str, str]:
    return pattern.id, pattern.by, pattern.words, ", ".join(_needed(pattern))


def _needed(pattern: Pattern) -> Iterator[str]:
    for need in pattern.needs.values():
        if not need.of and not need.optional:
            yield from (_place(pattern, need, name) for name in need.names)


def _place(pattern: Pattern, need: NeededColumn, name: str) -> str:
    source = pattern.events if need.in_events else ""
    return f"{source}.{name}" if source else name
