"""CSV read slowly and plainly, record by record, with the line on which each begins.

Quotes stand around a whole field or not at all; inside them a quote is written twice. Lines end in a line feed, with or
without a return before it. Nothing is guessed, trimmed or skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Record:
    """One record: its fields as texts, and the physical line, counted from 1, on which it begins."""

    line: int
    fields: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether its line holds nothing at all."""
        return self.fields == ("",)


@dataclass(frozen=True)
class Broken:
    """A line that is no record, and why."""

    line: int
    message: str
    hint: str
    code: str = "SLA-F035"
    is_last: bool = False
    """Whether nothing after it can be read."""


def records(lines: Iterable[str], delimiter: str, *, first_line: int = 1) -> Iterator[Record | Broken]:
    """Every record of these physical lines, each with its line feed, in order."""
    pending: list[str] = []
    begun = line = first_line
    for line, text in enumerate(lines, start=first_line):
        if not pending:
            begun = line
            if '"' not in text:
                yield _plain(text, delimiter, line)
                continue
        pending.append(text)
        if pending[1:] and '"' not in text:
            continue
        whole = "".join(pending)
        if whole.count('"') % 2 == 0:
            pending = []
            yield _quoted(whole, delimiter, begun)
    if pending:
        hint = "look for a quote without its partner on that line; everything after it was swallowed"
        yield Broken(begun, "a quote opens here and is never closed", hint, is_last=True)


def _plain(text: str, delimiter: str, line: int) -> Record | Broken:
    bare = _without_end(text)
    return _return(line) if "\r" in bare else Record(line, tuple(bare.split(delimiter)))


def _quoted(text: str, delimiter: str, line: int) -> Record | Broken:
    bare = _without_end(text)
    fields = []
    position = 0
    expression = _field(delimiter)
    while True:
        match = expression.match(bare, position)
        if match is None:
            hint = 'write a quote inside a field twice, and quotes around the whole of it: "a ""b"" c"'
            return Broken(line, "a quote stands in the middle of a field", hint)
        if match["plain"] is not None and "\r" in match["plain"]:
            return _return(line)
        fields.append(match["plain"] if match["plain"] is not None else match["inner"].replace('""', '"'))
        position = match.end()
        if not match["end"]:
            return Record(line, tuple(fields))


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    end = re.escape(delimiter)
    return re.compile(rf'(?:"(?P<inner>(?:[^"]|"")*)"|(?P<plain>[^"{end}\n]*))(?P<end>{end}|\Z)')


def _without_end(text: str) -> str:
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")


def _return(line: int) -> Broken:
    hint = "save the file with line feeds (Unix) or returns and line feeds (Windows)"
    return Broken(line, "a line ends in a lone return", hint)
