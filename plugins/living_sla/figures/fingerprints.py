"""What an export is, without reading it: the hashes of its files, known from what the file system says of them.

Hashing a large file takes seconds, so its hash is kept beside its size, times and inode, as git does for the files of a
work tree. A file that was written to within two seconds of being looked at is hashed anew, because its time cannot tell
one writing from the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from living_sla.agreements.project import Project
from living_sla.errors import SlaError
from living_sla.exports.files import find_files

_UNSETTLED = 2 * 10**9
"""Nanoseconds after a writing in which another one may leave the same time."""

HashOf = Callable[[Path], str | None]


def fingerprint(project: Project, name: str, hash_of: HashOf) -> str | None:
    """A digest of what is read of a source and told about it: its declaration and its place, its files by their hashes.

    None where a file's hash is not known, where an engine reads the source, and where there is no file to read.
    """
    source = project.sources[name]
    if source.engine is not None:
        return None
    place = project.source_place(name)
    try:
        found = find_files(name, source, project.root, place)
    except SlaError:
        return None  # told by whoever opens it
    hashes = [hash_of(path) for path in found.files]
    if None in hashes:
        return None
    paths = [path.relative_to(project.root).as_posix() for path in found.files]
    notices = [str(notice) for notice in found.notices]
    said = [name, str(place), source.model_dump_json(by_alias=True), paths, hashes, notices]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def state_of(path: Path) -> str | None:
    """What the file system says of a file, as a key for its hash; None where that cannot be relied on."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _UNSETTLED:
        return None
    said = (str(path), found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return f"file {hashlib.sha256(json.dumps(said).encode()).hexdigest()}"
