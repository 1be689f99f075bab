"""Columns of a terminal, capitals, and text that stays text in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from living_sla.model.harmless import seen


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


_ACTED_ON = re.compile(r"[^\w\s.,;:%()/·+-]|_|\A[+-]")
_NUMBERED = re.compile(r"\A(\d{1,9})([.)])(?=\s|\Z)")
"""What begins a line and makes it an entry of a list."""
# Forges look for these in the finished page, where an entity is the character that it names: mentions, references,
# labels, milestones, pictures by name, addresses. Those that need a letter behind them get none, but what breaks them.
_SOUGHT = re.compile(
    r"[@#](?=[^\s\u200b])|[!$&](?=\d)|[~%](?=[\w\"])|[*\[](?=\w+:)|:(?=//)|:(?=[\w+-]+:)|www(?=\.)|\bGH(?=-\d)",
    re.IGNORECASE,
)
_BREAK = "\N{ZERO WIDTH SPACE}"


def in_markdown(text: str) -> str:
    """The text as what it says, for Markdown and for what forges make of a comment afterwards.

    Characters that Markdown or HTML would act on become entities. What a forge would make a link, a mention, a
    reference or a picture of is interrupted by a character without width. What nobody sees is marked as such.
    """
    line = "".join(map(seen, " ".join(text.split())))
    parts, end = [], 0
    for sought in _SOUGHT.finditer(line):
        parts += [line[end : sought.end()], _BREAK]
        end = sought.end()
    return _NUMBERED.sub(_entry, _ACTED_ON.sub(lambda found: f"&#{ord(found[0])};", "".join((*parts, line[end:]))))


def is_sought(text: str) -> bool:
    """Whether a forge would make more than text of some place of it, once it is no source any more."""
    return _SOUGHT.search(text) is not None


def _entry(found: re.Match[str]) -> str:
    return f"{found[1]}&#{ord(found[2])};"
