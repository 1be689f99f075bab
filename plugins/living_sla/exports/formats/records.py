"""CSV read slowly and plainly, record by record, with the line on which each begins.

Quotes stand around a whole field or not at all; inside them a quote is written twice. Lines end in a line feed, with or
without a return before it. Nothing is guessed, trimmed or skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from living_sla.exports.formats.table import Broken, Record


def records(lines: Iterable[tuple[int, str]], delimiter: str) -> Iterator[Record | Broken]:
    """Every record of these physical lines, each with its number and its line feed, in order."""
    for line, text in whole_lines(lines):
        yield parse_record(line, text, delimiter)


def whole_lines(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The text of each record, with the number of the line on which it begins: lines joined inside of quotes.

    Where a quote is never closed, the last text is all that follows it.
    """
    pending: list[str] = []
    begun = 1
    for line, text in lines:
        is_odd = text.count('"') % 2 == 1
        if not pending and not is_odd:
            yield line, text
        elif not pending:
            begun, pending = line, [text]
        else:
            pending.append(text)
            if is_odd:
                yield begun, "".join(pending)
                pending = []
    if pending:
        yield begun, "".join(pending)


def parse_record(line: int, text: str, delimiter: str) -> Record | Broken:
    """The record that one of `whole_lines` holds, or why it is not one."""
    if '"' not in text:
        return _plain(text, delimiter, line)
    if text.count('"') % 2:
        hint = "look for a quote without its partner on that line; everything after it was swallowed"
        return Broken(line, "a quote opens here and is never closed", hint, is_last=True)
    return _quoted(text, delimiter, line)


def _plain(text: str, delimiter: str, line: int) -> Record | Broken:
    bare = _without_end(text)
    return _return(line) if "\r" in bare else Record(line, tuple(bare.split(delimiter)), not text.endswith("\n"))


def _quoted(text: str, delimiter: str, line: int) -> Record | Broken:
    closed = _without_end(text) + delimiter  # so that every field ends alike
    field, whole = _expressions(delimiter)
    if whole.fullmatch(closed):
        fields = tuple([inner.replace('""', '"') or plain for inner, plain in field.findall(closed)])
        return Record(line, fields, not text.endswith("\n"))
    outside = (part.replace("\r", "") if number % 2 == 0 else part for number, part in enumerate(closed.split('"')))
    if whole.fullmatch('"'.join(outside)):
        return _return(line)
    hint = 'write a quote inside a field twice, and quotes around the whole of it: "a ""b"" c"'
    return Broken(line, "a quote stands in the middle of a field", hint)


@cache
def _expressions(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One field with the delimiter after it, and a whole line of them."""
    end = re.escape(delimiter)
    field = rf'(?:"((?:[^"]++|"")*+)"|([^"{end}\r\n]*+)){end}'
    return re.compile(field), re.compile(f"(?:{field})*+")


def _without_end(text: str) -> str:
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")


def _return(line: int) -> Broken:
    hint = "save the file with line feeds (Unix) or returns and line feeds (Windows)"
    return Broken(line, "a line ends in a lone return", hint)
