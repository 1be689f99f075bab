"""Files that are written whole or not at all: new ones never over another, changed ones only over what was read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.files import bytes_of

_RIGHTS = 0o666
"""Of a new file, less what the user's mask takes away."""


def write_new(path: Path, root: Path, content: bytes) -> None:
    """Write a file of the project at `root` that is not there yet, with the folder that it is to lie in.

    Raises `SlaError` where something is there, or where its folder lies outside the project.
    """
    where = Place(path.relative_to(root).as_posix())
    if path.is_symlink() or path.exists():
        raise _taken(where)
    with _prepared(path, root, content, _RIGHTS & ~_mask()) as part:
        try:
            place(part, path)
        except FileExistsError:
            raise _taken(where) from None


def place(file: Path, target: Path) -> None:
    """Give a file a second place; raises `FileExistsError` where something is there, also what came this moment."""
    try:
        os.link(file, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with open(file, "rb") as source, open(target, "xb") as copy:
            shutil.copyfileobj(source, copy)


def write_over(path: Path, root: Path, *, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file of the project that holds `before`, with the rights that it has.

    Raises `SlaError` where it holds something else by now.
    """
    with _prepared(path, root, after, None) as part:
        shutil.copymode(path, part)
        if bytes_of(path, root) != before:
            where = Place(path.relative_to(root).as_posix())
            raise SlaError(
                "the file changed while it was read",
                where=where,
                hint="save it, and run this again",
                code=Fault.CHANGED_WHILE_READ,
            )
        os.replace(part, path)


@contextmanager
def _prepared(path: Path, root: Path, content: bytes, rights: int | None) -> Iterator[Path]:
    """A file beside `path` that holds the content; gone afterwards, if it was not given that place."""
    where = Place(path.relative_to(root).as_posix())
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.resolve().is_relative_to(root.resolve()):
            hint = "put the folder itself into the project"
            raise SlaError(
                "a folder above it is a link out of the project", where=where, hint=hint, code=Fault.OUTSIDE_FOLDER
            )
        with NamedTemporaryFile(dir=path.parent, prefix=".sla-", delete=False) as file:
            part = Path(file.name)
            file.write(content)
        if rights is not None:
            part.chmod(rights)
        yield part
    except OSError as problem:
        message = f"the file cannot be written: {problem.strerror or type(problem).__name__}"
        hint = "free the disk, or give yourself the right to write there"
        raise EnvironmentFault(message, where=where, hint=hint) from None
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _taken(where: Place) -> SlaError:
    return SlaError(
        "a file is there already", where=where, hint="choose another id, or add to that file", code=Fault.PLACE_TAKEN
    )


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
