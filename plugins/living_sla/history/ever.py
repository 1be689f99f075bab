"""Whether a file was ever committed."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from living_sla.history import process
from living_sla.history.names import decoded
from living_sla.history.repository import Repository


def ever_held(repository: Repository, path: str) -> bool:
    """Whether any commit behind HEAD brought a file at `path` of the project; its name may hold a ``*``."""
    wanted = PurePosixPath(path)
    folder = str(wanted.parent)
    raw = process.run(repository.root, "log", "-z", "--format=", "--name-only", "--diff-filter=AR", "--no-renames",
                      "--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--end-of-options",
                      repository.head, "--", folder)  # fmt: skip
    names = (decoded(name).strip("\n").removeprefix(repository.prefix) for name in raw.split(b"\0"))
    return any(str(PurePosixPath(name).parent) == folder and fnmatchcase(PurePosixPath(name).name, wanted.name)
               for name in names)  # fmt: skip
