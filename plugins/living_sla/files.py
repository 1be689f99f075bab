"""The one way in which a file of people is opened: a regular file of bounded size, and nothing that waits.

A path may lead to a device that never ends, to a pipe that nobody writes to, or to a link out of the project. What
is opened is looked at once more after it was opened, for it may have changed in between.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from living_sla.errors import EnvironmentFault, Fault, Faults, Place, SlaError, as_faults, name_of

MAX_FILE_BYTES = 256 * 1024
NOTHING = Fault.NO_AGREEMENT
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
"""As far as the system has it: Windows knows the last one alone, and changes line ends without it."""
READABLE = "give the user who runs sla the right to read it"


def is_there(path: Path, root: Path) -> bool:
    """Whether the project has an entry of that name, a broken link included.

    Raises `Faults` where nobody can tell, because a folder above it cannot be read.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise Faults([_unreadable(problem, Place(path.relative_to(root).as_posix()))]) from None
    return True


def is_inside(folder: Path, root: Path) -> bool:
    """Whether a folder lies inside the project when links are followed."""
    return folder.resolve().is_relative_to(root.resolve())


@as_faults()
def bytes_of(
    path: Path,
    root: Path,
    *,
    largest: int = MAX_FILE_BYTES,
    is_inside: Callable[[Path, Path], bool] = is_inside,
) -> bytes:
    """The bytes of a regular file of bounded size that lies inside the project; raises `Faults` otherwise.

    A link is refused, never followed: what a page shows must lie in the history of the project itself. Whoever reads
    many files of a folder may remember what `is_inside` says of it.
    """
    name = path.relative_to(root).as_posix()
    where = Place(_printable(name))
    try:
        _refuse_name(name, where)
        if stat.S_ISLNK(path.lstat().st_mode):
            raise SlaError("a link", where=where, hint="put the file itself here", code=Fault.OUTSIDE_FOLDER)
        if not is_inside(path.parent, root):
            hint = "put the folder itself into the project"
            raise SlaError(
                "a folder above it is a link out of the project", where=where, hint=hint, code=Fault.OUTSIDE_FOLDER
            )
        return _read(path, where, largest)
    except (OSError, RuntimeError) as problem:  # a loop of links is a RuntimeError
        raise _unreadable(problem, where) from None


@as_faults()
def bytes_of_outside(path: Path, where: Place) -> bytes:
    """The bytes of a regular file of bounded size of this machine, links followed; raises `Faults` otherwise.

    `where` is what faults name: the file as a setting spells it, or the setting.
    """
    try:
        return _read(path.expanduser().resolve(), where)
    except (OSError, RuntimeError, ValueError) as problem:  # a NUL in a path is a ValueError, no home a RuntimeError
        raise _unreadable(problem, where) from None


def _read(path: Path, where: Place, largest: int = MAX_FILE_BYTES) -> bytes:
    """What a file that is no link holds now."""
    _require_regular(path.lstat(), where)  # a device may act on being opened
    # Whatever takes the place of the file meanwhile: a pipe is not waited for, and a link not followed.
    descriptor = os.open(path, _READING)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _require_regular(status, where)
        # Asked for much more than there is, Python takes ten times as long to read it.
        content = file.read(min(status.st_size, largest) + 1)
        if status.st_size < len(content) <= largest:  # it grows, or the system makes it up: it may never end
            content += file.read(largest + 1 - len(content))
    if len(content) > largest:
        hint = "split it, or move long text to a page under docs/"
        message = f"larger than {largest // 1024} KB"
        raise SlaError(message, where=where, hint=hint, code=Fault.TOO_LARGE)
    return content


def _require_regular(status: os.stat_result, where: Place) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SlaError("not a regular file", where=where, hint="replace it with a text file", code=Fault.OUTSIDE_FOLDER)


def _unreadable(problem: Exception, where: Place) -> SlaError:
    message = f"cannot be read: {getattr(problem, 'strerror', None) or type(problem).__name__}"
    hint = READABLE if isinstance(problem, PermissionError) else "put the file itself here, and its folder"
    return EnvironmentFault(message, where=where, hint=hint, code=NOTHING)


def _printable(name: str) -> str:
    """The name with everything that a terminal or a page could not show as its number: ``caf\\xe9.md``."""
    bare = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in bare)


def _refuse_name(name: str, where: Place) -> None:
    if not name.isprintable():
        strange = next(letter for letter in name if not letter.isprintable())
        if "\udc80" <= strange <= "\udcff":  # how Python spells a byte that is not UTF-8
            raise SlaError(
                "the name of the file is not UTF-8", where=where, hint="rename the file", code=Fault.NOT_UTF8
            )
        message = f"the name of the file holds {name_of(strange)}"
        raise SlaError(message, where=where, hint="rename the file", code=Fault.INVISIBLE_CHARACTER)
