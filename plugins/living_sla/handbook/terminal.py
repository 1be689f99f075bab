"""Markdown laid out for a terminal: wrapped, headings in bold, and each row of a table as a few lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from itertools import groupby

from living_sla.handbook.lines import Kind, PageLine, lines_of

WIDEST = 100
"""Columns; longer lines are hard to read."""

_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?")
_OUTSIDE = re.compile(r"\[([^\]]*)\]\((https?://[^)]+)\)")
_INSIDE = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,2}([^*\n]+)\*{1,2}(?![\w*])")
_CELL = re.compile(r"(?<!\\)\|")
_ITEM = re.compile(r"(\s*)([-*] |\d+\. )?(.*)")


def laid_out(text: str, *, width: int, bold: Callable[[str], str]) -> str:
    """A page or a part of one as a terminal of `width` columns shows it; `bold` makes a text stand out."""
    return "\n".join(_blocks(lines_of(text), min(width, WIDEST), bold)).strip("\n")


def _blocks(lines: list[PageLine], width: int, bold: Callable[[str], str]) -> Iterator[str]:
    for kind, group in groupby(lines, key=_shape):
        block = list(group)
        if kind is Kind.ROW:
            yield from _table(block, width, bold)
        elif kind is Kind.CODE:
            yield from (
                f"    {line.text}".rstrip() for line in block if not line.text.lstrip().startswith(("```", "~~~"))
            )
        elif kind in (Kind.HEADING, Kind.TERM):
            yield from (bold(_words(line.text.lstrip("# "))) for line in block)
        elif kind is Kind.BLANK:
            yield ""
        else:
            yield from _paragraphs(block, width)


def _shape(line: PageLine) -> Kind:
    """What lines are laid out together."""
    return {Kind.RULE: Kind.ROW, Kind.DEFINITION: Kind.TEXT}.get(line.kind, line.kind)


def _words(text: str) -> str:
    """A text without the marks that only a browser needs; an address outside the documentation stays."""
    text = _OUTSIDE.sub(r"\1 (\2)", _PICTURE.sub(r"(picture: \1)", text))
    return _EMPHASIS.sub(r"\1", _INSIDE.sub(r"\1", text)).replace("\\|", "|")


def _table(lines: list[PageLine], width: int, bold: Callable[[str], str]) -> Iterator[str]:
    """Each row: its first cell, and below it the others, with the head of the column where there are several."""
    heads = _cells(lines[0])
    rows = [_cells(line) for line in lines[1:] if line.kind is Kind.ROW]
    for first, *others in rows:
        yield from map(bold, textwrap.wrap(first, width))
        for head, cell in zip(heads[1:], others, strict=False):
            if cell:
                said = f"{head}: {cell}" if len(others) > 1 and head else cell
                yield from textwrap.wrap(said, width, initial_indent="    ", subsequent_indent="    ")


def _cells(line: PageLine) -> list[str]:
    return [_words(cell.strip()) for cell in _CELL.split(line.text.strip())[1:-1]]


def _paragraphs(lines: list[PageLine], width: int) -> Iterator[str]:
    """Text, wrapped anew; an item of a list, a definition, or a line that is indented further begins its own lines."""
    started: list[str] = []
    for line in lines:
        text = f"  - {line.text[4:]}" if line.kind is Kind.DEFINITION else line.text
        marker = _ITEM.fullmatch(text)
        if started and marker and (marker[2] or line.kind is Kind.DEFINITION):
            yield from _wrapped(" ".join(started), width)
            started = []
        started.append(text.rstrip() if not started else text.strip())
    yield from _wrapped(" ".join(started), width)


def _wrapped(text: str, width: int) -> list[str]:
    found = _ITEM.fullmatch(_words(text))
    if not found:
        return [text]
    indent, marker, words = found[1], found[2] or "", found[3]
    below = indent + " " * len(marker)
    return textwrap.wrap(
        words,
        width,
        initial_indent=indent + marker,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )
