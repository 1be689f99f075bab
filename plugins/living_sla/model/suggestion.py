"""The known word that a misspelt one probably means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is this one but for capitals, else the one most like it; empty where none is close."""
    names = list(known)
    alike = next((name for name in names if name.casefold() == word.casefold()), "")
    return alike or next(iter(difflib.get_close_matches(word.lower(), names, n=1)), "")


def did_you_mean(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """A hint for a misspelt word: the closest known one; where none is close, `otherwise`, or all of them."""
    names = list(known)
    if close := closest(word, names):
        return f'did you mean "{close}"?'
    if otherwise is not None:
        return otherwise
    return f"use one of: {', '.join(names)}" if names else ""
