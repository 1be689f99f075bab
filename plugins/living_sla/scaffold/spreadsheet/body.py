"""Texts of a sheet below the terms of a draft: they are shown as what they are, whatever they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ACTS = re.compile(r"[\\`*_{}\[\]<>&#|~!^=$@+]")
# Braces that a page shows are read as a macro that nobody ran, so they stand apart.
_OPENS_TEMPLATE = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")
_MARKS = 600
"""Characters of a paragraph that are written as entities: a page may have some more in one."""
_LETTERS = 3_000


def item(head: str, text: str, why: str = "") -> str:
    """An item of a list: what it is about, the text and what is missing; all words of it, in as many paragraphs."""
    first, *others = _paragraphs(text)
    end = f" *{as_text(why)}*" if why else ""
    lines = [f"- **{as_text(head)}**: {first}", *(f"    … {other}" for other in others)]
    return "\n\n".join([*lines[:-1], f"{lines[-1]}{end}"])


def as_text(text: str) -> str:
    """The text on one line, with everything that Markdown, HTML or a template would act on as an entity."""
    apart = _OPENS_TEMPLATE.sub(lambda found: "{ " if found[0] == "{" else " }", " ".join(text.split()))
    return _ACTS.sub(lambda found: f"&#{ord(found[0])};", apart)


def _paragraphs(text: str) -> Iterator[str]:
    """The text in pieces that a page may hold, cut between words where there are any."""
    line = " ".join(text.split())
    while line:
        end = _end_of_piece(line)
        yield as_text(line[:end])
        line = line[end:].lstrip()


def _end_of_piece(line: str) -> int:
    marks = [found.start() for found in _ACTS.finditer(line)]
    end = min(len(line), _LETTERS, marks[_MARKS] if len(marks) > _MARKS else len(line))
    if end == len(line):
        return end
    space = line.rfind(" ", 1, end)
    return space if space > 0 else end
