"""What `sla doctor` saw, in lines for a terminal: a word, a shape, and what to do."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

from living_sla.model.counted import counted
from living_sla.model.observation import Checkup, Observation, Severity

_SHAPES = {Severity.OK: "✓", Severity.NOTE: "•", Severity.PROBLEM: "✗"}
_PLAIN = {Severity.OK: "+", Severity.NOTE: "-", Severity.PROBLEM: "!"}
_WIDTH = 110
_SUBJECT = 16


def checkup_lines(checkup: Checkup, *, encoding: str = "utf-8") -> Iterator[tuple[str, Severity | None]]:
    """Every line, with the severity of what it tells; None for headings and the sum at the end.

    `encoding` is that of the terminal, which may have no letter for the shapes.
    """
    shapes = _SHAPES if _can_show(encoding) else _PLAIN
    for group, several in checkup.groups:
        if several:
            yield group, None
        for seen in several:
            yield from ((line, seen.severity) for line in _lines(seen, shapes))
    yield _sum(checkup), None


def _can_show(encoding: str) -> bool:
    try:
        "".join(_SHAPES.values()).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _lines(seen: Observation, shapes: dict[Severity, str]) -> list[str]:
    head = f"  {shapes[seen.severity]} {seen.severity.value:7}  {seen.subject:{_SUBJECT}} "
    indent = " " * len(head)
    lines = _folded(seen.what, head, indent)
    if seen.remedy:
        lines += _folded(seen.remedy, f"{indent}do: ", f"{indent}    ")
    return lines


def _folded(text: str, first: str, others: str) -> list[str]:
    """Lines of a bounded width; a command is not broken inside a word."""
    return textwrap.wrap(
        text, max(_WIDTH, len(first) + 40), initial_indent=first, subsequent_indent=others,
        break_long_words=False, break_on_hyphens=False,
    ) or [first.rstrip()]  # fmt: skip


def _sum(checkup: Checkup) -> str:
    found = Counter(seen.severity for seen in checkup.observations)
    told = f"{counted(found[Severity.PROBLEM], 'problem')}, {counted(found[Severity.NOTE], 'note')}"
    if checkup.exit_code == 3:
        return f"{told}: living-sla cannot work here yet"
    return f"{told}: {'results are not what they could be' if checkup.exit_code else 'nothing is in the way'}"
