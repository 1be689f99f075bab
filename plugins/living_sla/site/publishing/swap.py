"""Two folders change places in one step, so that a reader finds the old site or the new one, and never none."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.locks import taken

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Workshop:
    """A folder beside the site, on the same file system, that holds a build until it is finished."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.parent / f".{site.name}-work"
        self.staging = self.folder / "staging"
        self.aside = self.folder / "aside"
        """For what is laid out for another generator; gone when the build ends."""
        self.previous = self.folder / "previous"
        """The site before the last; what it holds may be used for the next one."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the only right to build this site; refused at once where somebody else holds it.

        The system takes the lock back when a process ends, however it ends. What a killed build left is swept.
        """
        if self.folder.is_symlink():
            hint = "remove the link: what an unfinished build left is deleted where it leads"
            raise SlaError(
                "a link where builds are prepared", where=Place(self.folder.name), hint=hint, code=Fault.PLACE_TAKEN
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = open(self.folder / "lock", "w")  # noqa: SIM115 - open for as long as the lock is held
        except OSError as refused:
            raise _cannot_write(self.site, refused) from None
        with lock:
            if not taken(lock.fileno()):
                message = "another build of this site is running"
                hint = "wait until it has finished, or build elsewhere with --site-dir"
                raise EnvironmentFault(message, where=Place(self.site.name), hint=hint, code=Fault.BUILD_RUNNING)
            try:
                _sweep(self.staging)
                _sweep(self.aside)
            except OSError as refused:
                raise _cannot_write(self.site, refused) from None
            yield
            _sweep(self.aside)

    def take(self, site: Path) -> None:
        """Let the site in that folder be the one that is staged."""
        _sweep(self.staging)
        site.rename(self.staging)

    def publish(self) -> None:
        """Put what was staged in the place of the site.

        The site that it replaces stays until the next build: a reader who is on the way into it arrives.
        """
        try:
            _sweep(self.previous)
            if not self.site.exists():
                self.staging.rename(self.site)
            elif _exchanged(self.staging, self.site):
                self.staging.rename(self.previous)
            else:
                self.site.rename(self.previous)
                self.staging.rename(self.site)
        except OSError as refused:
            raise _cannot_write(self.site, refused) from None


def _sweep(path: Path) -> None:
    """Remove what stands at `path`, of whatever kind; a link without what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _cannot_write(site: Path, refused: OSError) -> EnvironmentFault:
    message = f"the site cannot be written: {refused.strerror or refused}"
    return EnvironmentFault(message, where=Place(site.name), hint="the site is as it was", code=Fault.SITE_NOT_WRITTEN)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system let the two folders change places; not every system and file system can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):  # Windows has no library without a name
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))
