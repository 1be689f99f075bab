"""What was read before: readings of old files, kept in one file, never trusted further than its checksum.

A reading depends on the content of a file, on its name, and on the code that read it; so these are its key, and a
cache of another release is as good as none. What could not be read is read again each time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import living_sla
from living_sla.history.terms_read import Key, Reading

_FILE = "history.json"
_ROOMS = ("agreements", "model")


def load(folder: Path | None) -> dict[Key, Reading]:
    """Everything kept by this release; nothing where there is no cache, or a damaged one."""
    if folder is None:
        return {}
    try:
        head, _, body = (folder / _FILE).read_bytes().partition(b"\n")
    except OSError:
        return {}
    if head != _seal(body):
        return {}
    return {Key(blob, stem): Reading(*row) for blob, stem, row in json.loads(body)}


def save(folder: Path | None, readings: Mapping[Key, Reading]) -> None:
    """Keep readings for the next time; a folder that cannot be written costs that time, and nothing else."""
    if folder is None:
        return
    rows = [[*key, reading] for key, reading in sorted(readings.items()) if reading.digest]
    body = json.dumps(rows, separators=(",", ":")).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=_FILE, delete=False) as part:
            part.write(_seal(body) + b"\n" + body)
        os.replace(part.name, folder / _FILE)
    except OSError:
        return


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(parser_version() + body).hexdigest().encode()


@lru_cache(maxsize=1)
def parser_version() -> bytes:
    """A fingerprint of the code that makes terms out of a file."""
    found = hashlib.sha256()
    package = Path(living_sla.__file__).parent
    for room in _ROOMS:
        for module in sorted((package / room).glob("*.py")):
            found.update(module.read_bytes())
    return found.digest()
