"""The physical lines of an export that is text, one by one, as people count them."""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from living_sla.errors import Fault
from living_sla.exports.formats.before_header import other_delimiter, stated_delimiter
from living_sla.exports.formats.encodings import UTF8_MARK, AsUtf8
from living_sla.exports.formats.profiles import FOOTER_LINES, without_footer
from living_sla.exports.formats.table import Broken, Undecodable
from living_sla.exports.progress import listener
from living_sla.model.agreement.source import Source

_TOLD_EVERY = 10_000
"""Lines."""


def lines_of(path: Path, source: Source) -> Iterator[str]:
    """The physical lines of a file, each with its line feed, without mark and footer.

    Raises `Undecodable` at the first line that is not text.
    """
    line = 0
    try:
        for line, raw in enumerate(_raw_lines(path, source), start=1):
            bare = raw.removeprefix(UTF8_MARK) if line == 1 else raw
            yield _decoded(bare[:-3] + b"\r\n" if bare.endswith(b"\r\r\n") else bare, line, source.encoding)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        message = "the gzip file is damaged or ends too early"
        raise Undecodable(
            Broken(line + 1, message, "copy or export it again", Fault.UNREADABLE_EXPORT, is_last=True)
        ) from None


def table_lines(path: Path, source: Source) -> Iterator[tuple[int, str]]:
    """The physical lines from the header on, each with its number; raises as `lines_of` does."""
    for number, line in enumerate(lines_of(path, source), start=1):
        if number <= source.skip_lines:
            continue
        if number == source.skip_lines + 1 and (stated := stated_delimiter(line)):
            if stated != source.delimiter:
                raise Undecodable(Broken(number, *other_delimiter(stated), Fault.OTHER_CONVENTION, is_last=True))
            continue
        yield number, line


def _decoded(raw: bytes, line: int, encoding: str) -> str:
    if b"\0" in raw and encoding != "utf-8":
        message = f"the line is not {encoding}, or holds a NUL character"
        hint = "state the encoding in which it was exported, or export it as UTF-8"
        raise Undecodable(Broken(line, message, hint, Fault.OTHER_CONVENTION, is_last=True))
    if b"\0" in raw:
        hint = "the file is damaged, or was cut off while it was written: export it again"
        raise Undecodable(Broken(line, "the line holds a NUL character", hint, Fault.MALFORMED_TEXT, is_last=True))
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        message = f"the line is not UTF-8 at byte {error.start + 1}"
        hint = "export it as UTF-8, or state its encoding: `sla sources guess` says which ones fit"
        raise Undecodable(Broken(line, message, hint, Fault.OTHER_CONVENTION, is_last=True)) from None


def _raw_lines(path: Path, source: Source) -> Iterator[bytes]:
    heard, total = listener(), path.stat().st_size
    with path.open("rb") as opened, _unpacked(opened, path) as file:
        lines: Iterable[bytes] = file if source.encoding == "utf-8" else _lines(AsUtf8(file, source.encoding))
        if source.profile == "salesforce-report":
            lines = _without_footer(lines)
        try:
            for number, line in enumerate(lines):
                if number % _TOLD_EVERY == 0:
                    heard(path.name, min(opened.tell(), total - 1), total)
                yield line
        finally:
            heard(path.name, total, total)


def _unpacked(opened: IO[bytes], path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=opened)) if path.name.endswith(".gz") else opened


def _without_footer(lines: Iterable[bytes]) -> Iterator[bytes]:
    tail: deque[bytes] = deque()
    for line in lines:
        tail.append(line)
        if len(tail) > FOOTER_LINES:
            yield tail.popleft()
    yield from without_footer(b"".join(tail)).splitlines(keepends=True)


def _lines(text: AsUtf8) -> Iterator[bytes]:
    """The lines of the text, each with its line feed; the last one may lack it."""
    begun: list[bytes] = []
    while block := text.read(1 << 16):
        first, *others = block.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun) + b"\n"
            begun = [other]
    if last := b"".join(begun):
        yield last
