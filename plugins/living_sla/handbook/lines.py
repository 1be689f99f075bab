"""The lines of a page, each with what it is in Markdown."""

from __future__ import annotations

import re
from enum import Enum, auto

from msgspec import Struct

_FENCE = re.compile(r"\s*(```+|~~~+)")
_HEADING = re.compile(r"(#{1,6}) (.+?)(?:\s*\{ *#([\w-]+) *\})?\s*$")
_TERM = re.compile(r"(.+?)(?:\{ *#([\w-]+) *\})?\s*$")
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+\s*$")
_CALL = re.compile(r"\s*\{\{.*\}\}\s*$")


class Kind(Enum):
    """What a line is."""

    HEADING = auto()
    TERM = auto()
    """What a definition below it explains."""
    DEFINITION = auto()
    ROW = auto()
    RULE = auto()
    """The line between the head of a table and its rows."""
    CODE = auto()
    """A line of a code block, its fences included."""
    TEXT = auto()
    BLANK = auto()


class PageLine(Struct, frozen=True):
    """One line of a page."""

    kind: Kind

    text: str
    """As it stands there, without the anchor of a heading or a term."""

    depth: int = 0
    """Of a heading: 1 for the title."""

    anchor: str = ""
    """Of a heading or a term: what an address ends with behind `#`."""


def lines_of(text: str) -> list[PageLine]:
    """The lines of a page. A line that is a call of a macro is left out: what it shows is made when a site is built."""
    found: list[PageLine] = []
    raw = text.splitlines()
    fence = ""
    for line, below in zip(raw, [*raw[1:], ""], strict=True):
        mark = _FENCE.match(line)
        if fence or mark:
            found.append(PageLine(Kind.CODE, line))
            if not fence:
                fence = mark[1] if mark else ""
            elif line.strip() == fence:
                fence = ""
        elif not _CALL.fullmatch(line):
            found.append(_line(line, below))
    return found


def _line(line: str, below: str) -> PageLine:
    if heading := _HEADING.fullmatch(line):
        return PageLine(Kind.HEADING, f"{heading[1]} {heading[2]}", len(heading[1]), heading[3] or _slug(heading[2]))
    if _RULE.fullmatch(line):
        return PageLine(Kind.RULE, line)
    if line.startswith("|"):
        return PageLine(Kind.ROW, line)
    if line.startswith(":   "):
        return PageLine(Kind.DEFINITION, line)
    if below.startswith(":   ") and (term := _TERM.fullmatch(line)):
        return PageLine(Kind.TERM, term[1], anchor=term[2] or "")
    return PageLine(Kind.TEXT if line.strip() else Kind.BLANK, line)


def _slug(heading: str) -> str:
    """The anchor that MkDocs gives to a heading which names none."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip().lower())
