"""The files that agreements are read from: found below `agreements/`, and opened only where they are what they seem.

A link is refused, never followed: what a page shows must lie in the history of the project itself.
"""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

from living_sla.agreements.characters import name_of
from living_sla.errors import EnvironmentFault, Faults, Place, SlaError

AGREEMENTS_FOLDER = "agreements"
SIGNOFFS_FOLDER = "agreements/signoffs"
MAX_FILE_BYTES = 256 * 1024
NOTHING = "SLA-F097"
_READABLE = "give the user who runs sla the right to read it"


def agreement_files(root: Path) -> list[Path]:
    """Every Markdown file under `agreements/`, in order of its path; sign-offs are not agreements.

    A link to a folder is among them, to be refused when it is read. Raises `Faults` where there is none, or where a
    folder cannot be read: what is not seen must not count as absent.
    """
    found: list[Path] = []
    for parent, folders, files in os.walk(root / AGREEMENTS_FOLDER, onerror=partial(_refuse_folder, root)):
        folders[:] = sorted(name for name in folders if Path(parent, name) != root / SIGNOFFS_FOLDER)
        found += (Path(parent, name) for name in folders if Path(parent, name).is_symlink())
        found += (Path(parent, name) for name in files if name.lower().endswith(".md"))
    if not found:
        hint = "write a first one, for example agreements/lead-handoff.md, or name another folder with --project"
        raise Faults([SlaError("there is no agreement", where=Place(f"{AGREEMENTS_FOLDER}/"), hint=hint, code=NOTHING)])
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def _refuse_folder(root: Path, problem: OSError) -> None:
    """Turn what the walk through the folders met into a fault."""
    folder = Path(problem.filename)
    where = Place(f"{folder.relative_to(root).as_posix()}/")
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        hint = "make the folder and write a first agreement, or name another folder with --project"
        raise Faults([SlaError("there is no such folder", where=where, hint=hint, code=NOTHING)]) from None
    message = f"the folder cannot be read: {problem.strerror or type(problem).__name__}"
    raise Faults([EnvironmentFault(message, where=where, hint=_READABLE, code=NOTHING)]) from None


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


def bytes_of(path: Path, root: Path) -> bytes:
    """The bytes of a regular file of bounded size that lies inside the project; raises `Faults` otherwise."""
    name = path.relative_to(root).as_posix()
    where = Place(_printable(name))
    try:
        _refuse_name(name, where)
        if stat.S_ISLNK(path.lstat().st_mode):
            raise SlaError("a link", where=where, hint="put the file itself here", code="SLA-F051")
        if not path.resolve().is_relative_to(root.resolve()):
            hint = "put the folder itself into the project"
            raise SlaError("a folder above it is a link out of the project", where=where, hint=hint, code="SLA-F051")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SlaError("not a regular file", where=where, hint="replace it with a text file", code="SLA-F051")
        if status.st_size > MAX_FILE_BYTES:
            hint = "split it, or move long text to a page under docs/"
            message = f"larger than {MAX_FILE_BYTES // 1024} KB"
            raise SlaError(message, where=where, hint=hint, code="SLA-F017")
        return path.read_bytes()
    except OSError as problem:
        raise Faults([_unreadable(problem, where)]) from None
    except SlaError as fault:
        raise Faults([fault]) from None


def _unreadable(problem: OSError, where: Place) -> SlaError:
    message = f"cannot be read: {problem.strerror or type(problem).__name__}"
    hint = _READABLE if isinstance(problem, PermissionError) else "put the file itself here, and its folder"
    return EnvironmentFault(message, where=where, hint=hint, code=NOTHING)


def _printable(name: str) -> str:
    """The name with everything that a terminal or a page could not show as its number: ``caf\\xe9.md``."""
    bare = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in bare)


def _refuse_name(name: str, where: Place) -> None:
    if not name.isprintable():
        strange = next(letter for letter in name if not letter.isprintable())
        if "\udc80" <= strange <= "\udcff":  # how Python spells a byte that is not UTF-8
            raise SlaError("the name of the file is not UTF-8", where=where, hint="rename the file", code="SLA-F019")
        message = f"the name of the file holds {name_of(strange)}"
        raise SlaError(message, where=where, hint="rename the file", code="SLA-F018")
