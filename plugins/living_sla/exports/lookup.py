"""An export read slowly, line by line: for single records, and for finding out what is wrong."""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from living_sla.exports.cells import Value, read_cell
from living_sla.exports.encodings import UTF8_MARK, AsUtf8
from living_sla.exports.header import positions
from living_sla.exports.profiles import FOOTER_LINES, without_footer
from living_sla.exports.records import Broken, Record, parse_record, whole_lines
from living_sla.model.source import Source


@dataclass(frozen=True)
class File:
    """One file of an export, and how people know it: relative to the project, with forward slashes."""

    path: Path
    shown: str


@dataclass(frozen=True)
class FoundRecord:
    """One record with one of the keys that were looked for."""

    key: str
    path: str
    line: int
    texts: Mapping[str, str]
    """The cells of the declared columns, as they stand in the file."""
    source: Source

    def value(self, name: str) -> Value | None:
        """What the cell of that column says; raises `Unreadable`."""
        return read_cell(
            self.texts[name], self.source.columns[name], decimal=self.source.decimal, timezone_key=self.source.timezone
        )


def find_records(files: Sequence[File], source: Source, keys: set[str]) -> Iterator[FoundRecord]:
    """Every record with one of these keys, in the order of the files; 2 to 5 seconds a million records."""
    spelled = [key.replace('"', '""') for key in keys]
    for file in files:
        lines = whole_lines(lines_of(file.path, source))
        header = parse_record(*next(lines), source.delimiter)
        assert isinstance(header, Record)  # `open_export` read it
        at = positions(header.fields, source.columns)
        key_at = at[source.key]
        for line, text in lines:
            if not any(key in text for key in spelled):
                continue  # cutting a line into fields takes ten times as long as looking for a key in it
            row = parse_record(line, text, source.delimiter)
            if isinstance(row, Record) and len(row.fields) == len(header.fields) and row.fields[key_at] in keys:
                texts = {name: row.fields[position] for name, position in at.items()}
                yield FoundRecord(row.fields[key_at], file.shown, line, texts, source)


class Undecodable(Exception):
    """A line that is not text; `line` is its number, `broken` says why."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.message)
        self.broken = broken


def lines_of(path: Path, source: Source) -> Iterator[str]:
    """The physical lines of a file, each with its line feed, without mark and footer.

    Raises `Undecodable` at the first line that is not text.
    """
    line = 0
    try:
        for line, raw in enumerate(_raw_lines(path, source), start=1):
            yield _decoded(raw.removeprefix(UTF8_MARK) if line == 1 else raw, line, source.encoding)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        message = "the gzip file is damaged or ends too early"
        raise Undecodable(Broken(line + 1, message, "copy or export it again", "SLA-F048", is_last=True)) from None


def _decoded(raw: bytes, line: int, encoding: str) -> str:
    if b"\0" in raw and encoding != "utf-8":
        message = f"the line is not {encoding}, or holds a NUL character"
        hint = "state the encoding in which it was exported, or export it as UTF-8"
        raise Undecodable(Broken(line, message, hint, "SLA-F036", is_last=True))
    if b"\0" in raw:
        hint = "the file is damaged, or was cut off while it was written: export it again"
        raise Undecodable(Broken(line, "the line holds a NUL character", hint, "SLA-F035", is_last=True))
    try:
        return raw.decode()
    except UnicodeDecodeError as found:
        message = f"the line is not UTF-8 at byte {found.start + 1}"
        hint = "export it as UTF-8, or state how it is written, for example encoding: windows-1252"
        raise Undecodable(Broken(line, message, hint, "SLA-F036", is_last=True)) from None


def _raw_lines(path: Path, source: Source) -> Iterator[bytes]:
    with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as packed:
        file = packed if source.encoding == "utf-8" else _lines(AsUtf8(packed, source.encoding))
        if source.profile != "salesforce-report":
            yield from file
            return
        tail: deque[bytes] = deque()
        for raw in file:
            tail.append(raw)
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
