"""Columns of a terminal, and text that stays text in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def aligned(rows: Sequence[Iterable[str]]) -> list[str]:
    """One line a row, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def in_markdown(text: str) -> str:
    """The text as what it says: characters that Markdown or HTML would act on become entities."""
    return re.sub(r"[^\w\s.,;:%()/·+-]", lambda found: f"&#{ord(found[0])};", " ".join(text.split()))
