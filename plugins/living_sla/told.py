"""What was told already, in a file that the next run reads: so that nobody is told twice.

The file holds names of thresholds that say nothing to whoever finds it, is for its owner only, and is replaced whole or
not at all. Two runs at once wait for each other. A file that is not what was written is a fault, never a guess: taken
for empty, it would tell everything again, taken for full, nothing.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.locks import taken

SCHEMA = "living-sla/digest-state/1"
_MOST_BYTES = 1_000_000
_MOST_KEYS = 20_000
"""Beyond which the oldest are forgotten: thresholds of periods that nobody shows any more."""
_KEY = re.compile(r"[0-9a-f]{32}")
_PATIENCE = 30.0
"""Seconds that a run waits for another one."""
_AGAIN = "delete it to tell every threshold again, or name another file: --state FILE"


class AlreadyTold:
    """The keys of what was told, in the order in which it was."""

    def __init__(self, path: Path, keys: Iterable[str]) -> None:
        self._path, self._keys = path, dict.fromkeys(keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def remember(self, keys: Iterable[str]) -> None:
        """Add what has been told by now; raises `EnvironmentFault` where the file cannot be written."""
        self._keys |= dict.fromkeys(keys)
        kept = list(self._keys)[-_MOST_KEYS:]
        content = json.dumps({"schema": SCHEMA, "told": kept}, indent=1).encode() + b"\n"
        part = None
        try:
            descriptor, part = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            with open(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self._path)
        except OSError as refused:
            if part is not None:
                with suppress(OSError):
                    os.unlink(part)
            raise _refused(self._path, refused) from None


@contextmanager
def told_before(path: Path) -> Iterator[AlreadyTold]:
    """What was told, as the file at `path` says; no other run reads or writes it meanwhile.

    The folder is made where it is not there, readable by its owner only and left out of git. Raises `SlaError` for a
    file or a folder that is a link or no file, and for one that says something else than what is written here.
    """
    if not path.name or path.name == "..":
        raise _unusable("this is not the name of a file", Place(str(path)), "name a file: --state FILE")
    place = Place(path.name)
    _prepare(path.parent, place)
    lock = path.with_name(f"{path.name}.lock")
    try:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(lock, flags, 0o600)
    except OSError as refused:
        raise _refused(lock, refused) from None
    try:
        _wait_for(descriptor, lock)
        yield AlreadyTold(path, _keys(path, place))
    finally:
        os.close(descriptor)


def _prepare(folder: Path, place: Place) -> None:
    try:
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # another run may be as far
            (folder / ".gitignore").write_text("*\n", encoding="ascii")
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise _unusable("the folder of the state is a link, or no folder", place, "name another file: --state FILE")
    except OSError as refused:
        raise _refused(folder, refused) from None


def _keys(path: Path, place: Place) -> list[str]:
    """The keys of the file; none where there is no file yet."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _unusable("not a regular file", place, "name another file: --state FILE")
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return []
    except OSError as refused:
        raise _refused(path, refused) from None
    found = _parsed(raw) if len(raw) <= _MOST_BYTES else None
    if found is None:
        raise _unusable("this is not what sla digest --crossed wrote", place, _AGAIN)
    return found


def _parsed(raw: bytes) -> list[str] | None:
    try:
        found = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.keys() != {"schema", "told"} or found["schema"] != SCHEMA:
        return None
    keys = found["told"]
    good = isinstance(keys, list) and all(isinstance(key, str) and _KEY.fullmatch(key) for key in keys)
    return list(keys) if good else None


def _wait_for(descriptor: int, lock: Path) -> None:
    """Take the lock; raises `EnvironmentFault` where another run keeps it."""
    end = time.monotonic() + _PATIENCE
    while not taken(descriptor):
        if time.monotonic() > end:
            hint = "wait for it, and run this again"
            raise EnvironmentFault("another run tells what was crossed", where=Place(lock.name), hint=hint,
                                   code=Fault.UNUSABLE_STATE)  # fmt: skip
        time.sleep(0.05)


def _unusable(message: str, place: Place, hint: str) -> SlaError:
    return SlaError(message, where=place, hint=hint, code=Fault.UNUSABLE_STATE)


def _refused(path: Path, refused: OSError) -> EnvironmentFault:
    message = f"cannot be read or written: {refused.strerror or type(refused).__name__}"
    hint = "fix its rights, or name another file: --state FILE"
    return EnvironmentFault(message, where=Place(path.name), hint=hint, code=Fault.UNUSABLE_STATE)
