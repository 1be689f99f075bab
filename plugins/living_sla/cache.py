"""What is remembered between runs, in a folder of the machine that nobody who writes to a repository can reach.

It lies in the user's cache folder, or where the variable `SLA_CACHE_DIR` says, and every entry is sealed with a secret
that is made there. An entry counts for one project, for the code that made it, and under its own name; anything else
is as good as none. So is a folder that could be somebody else's: a link, one that others may write to, or one inside a
repository. Nothing in it is needed: what cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from msgspec import Struct

import living_sla

CACHE_DIR = "SLA_CACHE_DIR"
"""The folder in which things are [remembered](security.md#what-is-remembered); an absolute path.

It lies in the user's cache folder.

SLA_CACHE_DIR=/var/cache/living-sla
"""
_NAME = "living-sla"
_SECRET = "secret"
_SECRET_BYTES = 32
_MOST_PROJECTS = 100
"""Projects beyond which those go that were written to first."""


class Cache(Struct, frozen=True):
    """What is remembered of one project."""

    folder: Path
    key: bytes
    """Made of the machine's secret, of where the project lies, and of the code of the product."""

    def read(self, name: str) -> bytes | None:
        """What this release kept under that name; None where that is nothing, or not what was written."""
        content = _bytes(self.folder / name)
        if content is None:
            return None
        seal, _, kept = content.partition(b"\n")
        return kept if hmac.compare_digest(seal, self.seal(name, kept).hex().encode()) else None

    def write(self, name: str, content: bytes) -> None:
        """Keep it under that name, all or nothing."""
        with suppress(OSError), _replaced(self.folder / name) as part:
            part.write_bytes(self.seal(name, content).hex().encode() + b"\n" + content)

    def seal(self, name: str, content: bytes) -> bytes:
        """What only this machine can put beside an entry."""
        return hmac.digest(self.key, b"%b\0%b" % (name.encode(), content), "sha256")

    def file(self, name: str) -> Path | None:
        """A file of that name that may be opened by others than us; None where something else has its place."""
        path = self.folder / name
        try:
            return path if _is_ours(path.lstat(), stat.S_ISREG) else None
        except FileNotFoundError:
            return path
        except OSError:
            return None


def cache_of(root: Path, base: Path | None = None) -> Cache | None:
    """The cache of the project at `root`; None where no folder of this machine can be trusted with one.

    `base` is where the folder is made, where that is not for the machine to say.
    """
    try:
        project = root.resolve()
        chosen = base or folder_of_user()
        if chosen is None or not chosen.is_absolute() or _is_in_reach(chosen.resolve() / _NAME, project):
            return None
        place = str(project).encode("utf-8", "surrogateescape")
        ours = _own_folder(chosen / _NAME)
        secret = _secret(ours)
        folder = ours / hashlib.sha256(place).hexdigest()[:32]
        if not folder.exists():
            _forget_the_oldest(ours)
        return Cache(_own_folder(folder), hmac.digest(secret, _code() + place, "sha256"))
    except (OSError, RuntimeError, ValueError):  # no home, no right, no room, a loop of links, a NUL in a name
        return None


def folder_of_user() -> Path | None:
    """Where caches of this user lie; None where nobody says."""
    named = os.environ.get(CACHE_DIR, "").strip()
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) if "LOCALAPPDATA" in os.environ else None
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(chosen):  # the standard says to pass over another one
        return Path(chosen)
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _is_in_reach(folder: Path, project: Path) -> bool:
    """Whether somebody who writes to a repository, or to the project, could bring files to the folder."""
    return folder.is_relative_to(project) or any(os.path.lexists(above / ".git") for above in folder.parents)


def _own_folder(folder: Path) -> Path:
    """The folder, made where it is not there; raises `OSError` where it is not ours alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(folder.lstat(), stat.S_ISDIR):
        raise PermissionError
    return folder


def _is_ours(status: os.stat_result, is_right_kind: Callable[[int], bool], *, others: int = 0o022) -> bool:
    """Whether it is what it should be, and others may not do to it what the bits of `others` stand for."""
    if not is_right_kind(status.st_mode):
        return False
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & others)


def _secret(folder: Path) -> bytes:
    """The secret of the machine, made at the first time; two runs at once agree on one. Raises `OSError`."""
    path = folder / _SECRET
    if not os.path.lexists(path):
        with _replaced(path, only_once=True) as part:
            part.write_bytes(os.urandom(_SECRET_BYTES))
    found = _bytes(path, others=0o077)
    if found is None or len(found) != _SECRET_BYTES:
        raise PermissionError
    return found


def _bytes(path: Path, *, others: int = 0o022) -> bytes | None:
    """The bytes of a file that is ours alone, as `_is_ours` says; None of anything else."""
    options = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        with open(os.open(path, options), "rb") as file:
            return file.read() if _is_ours(os.fstat(file.fileno()), stat.S_ISREG, others=others) else None
    except OSError:
        return None


@contextmanager
def _replaced(path: Path, *, only_once: bool = False) -> Iterator[Path]:
    """A new file, which nobody else may read, that takes the place of `path` when it is whole; raises `OSError`."""
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}-", delete=False) as file:
        part = Path(file.name)
    try:
        yield part
        if only_once:
            _linked(part, path)
        else:
            os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _linked(part: Path, path: Path) -> None:
    """Give the file its name, unless another run was faster."""
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        os.replace(part, path)


def _forget_the_oldest(ours: Path) -> None:
    """Make room for one project more."""
    projects = [entry for entry in os.scandir(ours) if entry.is_dir(follow_symlinks=False)]
    projects.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime)
    for entry in projects[: max(len(projects) - _MOST_PROJECTS + 1, 0)]:
        shutil.rmtree(entry.path, ignore_errors=True)


@lru_cache(maxsize=1)
def _code() -> bytes:
    """A fingerprint of the code of the product."""
    found = hashlib.sha256()
    package = os.path.dirname(living_sla.__file__)
    for folder, folders, names in os.walk(package):  # in half of the time that `Path.rglob` takes, in every run
        folders.sort()
        room = os.path.relpath(folder, package)
        for name in sorted(name for name in names if name.endswith(".py")):
            with open(os.path.join(folder, name), "rb", buffering=0) as file:
                found.update(f"{room}/{name}\0".encode() + file.read())
    return found.digest()
