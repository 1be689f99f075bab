"""Columns of a terminal, capitals, and text that stays text in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def aligned(rows: Sequence[Iterable[str]]) -> list[str]:
    """One line a row, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def capital(text: str) -> str:
    """The text with a capital letter at its start, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(reason: str) -> str:
    """A reason as a sentence of its own; empty where there is none."""
    return f"{capital(reason).rstrip('.')}." if reason else ""


def in_markdown(text: str) -> str:
    """The text as what it says: characters that Markdown or HTML would act on become entities."""
    return re.sub(r"[^\w\s.,;:%()/·+-]", lambda found: f"&#{ord(found[0])};", " ".join(text.split()))
