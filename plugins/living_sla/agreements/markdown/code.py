"""Code inside Markdown: what a reader is to see literally, braces and all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_FENCE = re.compile(r"[ ]*(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)")
_BACKTICKS = re.compile(r"`+")
# One of the two braces of every opening delimiter of a template: `{{`, `{%`, `{#`.
_OPENING = re.compile(r"\{(?=[{%#])")
# `{#why}` behind a heading gives it an id (attr_list); a comment of a template ends with `#}`.
_GIVEN_ID = re.compile(r"\{(?=#[\w:.-]+(?:[ \t][^{}#\n]*)?\})")
_BRACE = '{{ "{" }}'


@lru_cache(maxsize=4)  # the template check, the link check and the lint look at one body in turn
def code_ranges(body: str) -> tuple[tuple[int, int], ...]:
    """The stretches `[start, end)` of fenced blocks and code spans, in order; a fence that never closes is not one.

    Code that is only indented is not among them: in lists and admonitions an indent means something else.
    """
    return tuple(_code_ranges(body)) if "`" in body or "~~~" in body else ()


def _code_ranges(body: str) -> Iterator[tuple[int, int]]:
    lines = body.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    number = paragraph = 0
    while number < len(lines):
        closing = _closing_fence(lines, number)
        if closing is not None:
            yield from _spans(body, starts[paragraph], starts[number])
            yield starts[number], starts[closing + 1]
            number = paragraph = closing + 1
        elif not lines[number].strip():
            yield from _spans(body, starts[paragraph], starts[number])
            number = paragraph = number + 1
        else:
            number += 1
    yield from _spans(body, starts[paragraph], len(body))


def _closing_fence(lines: list[str], opening: int) -> int | None:
    match = _FENCE.match(lines[opening])
    if match is None:
        return None
    fence = match["fence"]
    for number in range(opening + 1, len(lines)):
        text = lines[number].strip()
        if len(text) >= len(fence) and not text.strip(fence[0]):
            return number
    return None


def _spans(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Code spans of one paragraph: from a run of backticks to the next run of the same length."""
    runs = [(match.start(), match.end()) for match in _BACKTICKS.finditer(body, start, end)]
    closings: dict[int, list[int]] = {}
    for position, (opens, closes) in enumerate(runs):
        closings.setdefault(closes - opens, []).append(position)
    position = 0
    while position < len(runs):
        opens, closes = runs[position]
        later = closings[closes - opens]
        while later and later[0] <= position:
            later.pop(0)
        if later:
            yield opens, runs[later[0]][1]
            position = later[0] + 1
        else:
            position += 1


def protect_code(body: str) -> str:
    """The body with every brace that no template means spelt so that the engine prints it; lines stay where they are.

    ``{{ x }}`` in a code span reaches the reader as written, and ``{#why}`` reaches Markdown, which makes an id of it.
    The site renders this text, never the body itself.
    """
    return _mapped(body, lambda code: _OPENING.sub(_BRACE, code), lambda text: _GIVEN_ID.sub(_BRACE, text))


def without_code(body: str) -> str:
    """The body with everything inside code blanked; every other character stays where it is."""
    return _mapped(body, lambda code: re.sub(r"[^\n]", " ", code), lambda text: text)


def _mapped(body: str, in_code: Callable[[str], str], outside: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in code_ranges(body):
        parts += (outside(body[done:start]), in_code(body[start:end]))
        done = end
    return "".join([*parts, outside(body[done:])])
