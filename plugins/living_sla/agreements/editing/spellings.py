"""Ways to write a value in the place of another one: as that one was written first, in quotes where that fails."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from living_sla.agreements.editing.piece import Piece, Text
from living_sla.agreements.yaml.nodes import Position, Scalar

_NARROW, _WIDE = 60, 120
"""Columns within which lines of a value of several lines are kept."""
_TEXT, _DAY, _NUMBERS = "str", "timestamp", ("int", "float")


def pieces(text: Text, old: Scalar, value: str) -> Iterator[Piece]:
    """The ways, the best one first; not all of them say the value."""
    begins, ends = text.at(old.begins), text.at(old.ends)
    if old.text is None and begins == ends:
        for before in (" ", ": ", ""):
            yield from (Piece(begins, ends, f"{before}{new}") for new in spelled(value))
        return
    opening = text.lines[begins.line][begins.column]
    if opening in "|>":  # neither a quote nor a plain value can begin so
        yield from _in_block(text, begins, ends, value, folds=opening == ">")
        return
    style = "" if old.plain else opening
    ways = list(spelled(value, style, like=old.text if old.plain else None))
    if ends.line > begins.line:
        indent, width = _layout(text.lines[begins.line + 1 : ends.line + 1])
        for way in ways:
            yield Piece(begins, ends, f"\n{' ' * indent}".join(_wrapped(way, width - indent, begins.column - indent)))
    yield from (Piece(begins, ends, way) for way in ways)


def spelled(value: str, style: str = "", like: str | None = None) -> Iterator[str]:
    """The value on one line: in `style` (a quote, or none), then as others; `like` is a plain one in its place."""
    if not style and _may_be_plain(value, like):
        yield value
    if style == "'":
        yield f"'{value.replace(style, style * 2)}'"
    yield json.dumps(value, ensure_ascii=False)


def _may_be_plain(value: str, like: str | None) -> bool:
    """Whether other programs that read YAML take it for what they took the old value for, or for a text."""
    kind = _kind(value)
    if like is None:
        return kind in (_TEXT, _DAY, *_NUMBERS)
    was = _kind(like)
    return kind in (_TEXT, _DAY, was) or (kind in _NUMBERS and was in _NUMBERS)


def _kind(value: str) -> str:
    """``str``, ``int``, ``bool``, ``null``, ``timestamp`` …, as YAML 1.1 takes a value without quotes."""
    resolver: Any = Resolver()  # its methods have no types
    return str(resolver.resolve(ScalarNode, value, (True, False))).rpartition(":")[2]


def _in_block(text: Text, begins: Position, ends: Position, value: str, *, folds: bool) -> Iterator[Piece]:
    """In a block of lines, whose first line (``>-  # comment``) stays."""
    last = ends.line if ends.column else ends.line - 1
    while last > begins.line and not text.lines[last].strip():
        last -= 1
    if last == begins.line:
        return
    lines = text.lines[begins.line + 1 : last + 1]
    indent, width = _layout(lines)
    first, end = Position(begins.line + 1, 0), Position(last, len(text.lines[last].rstrip("\r")))
    margin = " " * indent
    if folds:
        yield Piece(first, end, margin + f"\n{margin}".join(_wrapped(value, width - indent)))
    yield Piece(first, end, margin + value)


def _layout(lines: tuple[str, ...]) -> tuple[int, int]:
    """The indent of lines, and the column that the longest of them reaches."""
    filled = [line.rstrip("\r") for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
    return indent, min(max([_NARROW, *map(len, filled)]), _WIDE)


def _wrapped(value: str, width: int, taken: int = 0) -> list[str]:
    """The value in lines, the first of which has `taken` columns less; their breaks are read as spaces."""
    ahead = "." * max(taken, 0)
    lines = textwrap.wrap(
        value,
        max(width, 20),
        initial_indent=ahead,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
    return [lines[0].removeprefix(ahead), *lines[1:]]
