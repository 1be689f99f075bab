"""What earlier builds left: a file of entries by key, and the fingerprints of files by which entries are found.

The file may be damaged, deleted, or written to by two builds at once. Hashing a large export takes seconds, so its hash
is kept beside its size, times and inode, as git does for the files of a work tree. A file that was written to within
two seconds of being looked at is hashed anew, because its time cannot tell one writing from the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from living_sla.agreements.project import Project
from living_sla.cache import Cache
from living_sla.errors import SlaError
from living_sla.exports.files import find_files

_FILE = "figures.sqlite"
_MOST = 5_000
"""Entries beyond which those that were written first go."""
_TABLE = "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, seal BLOB NOT NULL, value BLOB NOT NULL) STRICT"


class Store:
    """Entries in one SQLite file; whatever goes wrong with it, an entry is only missing."""

    def __init__(self, cache: Cache | None) -> None:
        """`cache` None: nothing is found, and nothing is kept."""
        self._cache = cache
        self._path = cache.file(_FILE) if cache else None

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The entries that there are, whole and as they were put."""
        entries: dict[str, bytes] = {}
        with self._opened() as database:
            if database is None:
                return entries
            for key in keys:
                row = database.execute("SELECT seal, value FROM entry WHERE key = ?", (key,)).fetchone()
                seal, value = row or (None, None)
                # one flipped bit in the file makes a text, a number or nothing of bytes
                if isinstance(value, bytes) and seal == self._seal(key, value):
                    entries[key] = value
        return entries

    def put(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep entries, all or none of them."""
        with self._opened(create=True) as database:
            if database is None:
                return
            database.execute(_TABLE)
            rows = ((key, self._seal(key, value), value) for key, value in entries)
            database.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
            database.execute(
                "DELETE FROM entry WHERE rowid NOT IN (SELECT rowid FROM entry ORDER BY rowid DESC LIMIT ?)", (_MOST,)
            )
            database.commit()

    @contextmanager
    def _opened(self, *, create: bool = False) -> Iterator[sqlite3.Connection | None]:
        """The database, or None where there is none to read; what SQLite says against it ends the block quietly."""
        if self._path is None or not (create or self._path.is_file()):
            yield None
            return
        try:
            database = sqlite3.connect(self._path, timeout=5)
        except sqlite3.Error:  # a folder, or one that nobody may write to
            yield None
            return
        try:
            with closing(database):
                yield database
        except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:  # its complaint may quote what is no UTF-8
            if not isinstance(problem, sqlite3.OperationalError):  # no database at all; a locked one may be good
                with suppress(OSError):
                    self._path.unlink()

    def _seal(self, key: str, value: bytes) -> bytes:
        assert self._cache is not None
        return self._cache.seal(key, value)


# ---------------------------------------------------------------- fingerprints

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
        files_now = find_files(name, source, project.root, place)
    except SlaError:
        return None  # told by whoever opens it
    hashes = [hash_of(path) for path in files_now.files]
    if None in hashes:
        return None
    paths = [path.relative_to(project.root).as_posix() for path in files_now.files]
    notices = [str(notice) for notice in files_now.notices]
    parts = [name, str(place), source.model_dump_json(by_alias=True), paths, hashes, notices]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def state_of(path: Path) -> str | None:
    """What the file system says of a file, as a key for its hash; None where that cannot be relied on."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _UNSETTLED:
        return None
    state = (str(path), status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return f"file {hashlib.sha256(json.dumps(state).encode()).hexdigest()}"
