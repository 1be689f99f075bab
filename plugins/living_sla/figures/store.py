"""A file of entries by key, which may be damaged, deleted, or written to by two builds at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress

from living_sla.cache import Cache

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
        found: dict[str, bytes] = {}
        with self._opened() as database:
            if database is None:
                return found
            for key in keys:
                row = database.execute("SELECT seal, value FROM entry WHERE key = ?", (key,)).fetchone()
                seal, value = row or (None, None)
                # one flipped bit in the file makes a text, a number or nothing of bytes
                if isinstance(value, bytes) and seal == self._seal(key, value):
                    found[key] = value
        return found

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
