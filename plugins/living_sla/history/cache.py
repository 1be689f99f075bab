"""What was read before, kept in a folder: the main line as git printed it, what old files said, what versions changed.

All of it depends on content alone, for a commit's id stands for everything behind it; and on the code that read it, so
a cache of another release is as good as none. A file that is damaged, or cannot be written, costs time and nothing
else. What could not be read is read again each time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import living_sla
from living_sla.history.log import Line
from living_sla.history.terms_read import Key, Reading

_FILE = "history"
_ROOMS = ("agreements", "model", "history")


@dataclass(frozen=True)
class Kept:
    """What a cache holds; nothing, where there is none."""

    line: Line | None = None
    readings: Mapping[Key, Reading] = field(default_factory=dict)


def load(folder: Path | None) -> Kept:
    """The main line and the readings that this release kept in the folder."""
    content = read(folder, _FILE)
    if content is None:
        return Kept()
    header, readings, raw = content.split(b"\n", 2)
    head, prefix = json.loads(header)
    return Kept(Line(head, prefix, raw), {Key(blob, stem): Reading(*row) for blob, stem, *row in json.loads(readings)})


def save(folder: Path | None, line: Line, readings: Mapping[Key, Reading]) -> None:
    """Keep these for the next time."""
    rows = [[*key, *reading] for key, reading in sorted(readings.items()) if reading.digest]
    header, kept = json.dumps([line.head, line.prefix]), json.dumps(rows, separators=(",", ":"))
    write(folder, _FILE, b"\n".join((header.encode(), kept.encode(), line.raw)))


def read(folder: Path | None, name: str) -> bytes | None:
    """What this release kept under that name; None where that is nothing, or damaged."""
    if folder is None:
        return None
    try:
        seal, _, content = (folder / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if seal == _seal(content) else None


def write(folder: Path | None, name: str, content: bytes) -> None:
    """Keep it under that name, all or nothing."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=f"{name}-", delete=False) as part:
            part.write(_seal(content) + b"\n" + content)
        os.replace(part.name, folder / name)
    except OSError:
        return


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(reading_code() + content).hexdigest().encode()


@lru_cache(maxsize=1)
def reading_code() -> bytes:
    """A fingerprint of the code that a reading depends on."""
    found = hashlib.sha256()
    package = Path(living_sla.__file__).parent
    for room in _ROOMS:
        for module in sorted((package / room).rglob("*.py")):
            found.update(module.read_bytes())
    return found.digest()
