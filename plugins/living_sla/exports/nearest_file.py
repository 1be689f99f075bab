"""What is there where no file has the name that a source states: one that is nearly called so, or a download that runs.

Somebody who mistyped a path would else wait for an export that has long come.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path, PurePosixPath

_UNFINISHED = (".crdownload", ".download", ".part", ".partial", ".opdownload", ".filepart", ".tmp")
"""How browsers and programs that copy call a file until it is whole."""
_HIDDEN = (".", "~$")
"""Hidden, or the lock of a workbook that is open."""
_CLOSE = 0.75
"""Of the letters of both names, the share that they have in common and in one order."""
_MOST = 2_000
"""Files that are looked at; so many exports mean something else."""


def is_passing(name: str) -> bool:
    """Whether a file of that name is no export: hidden, the lock of a workbook, or a download that has not ended."""
    return name.startswith(_HIDDEN) or name.lower().endswith(_UNFINISHED)


def unfinished(folder: Path, pattern: str) -> str:
    """The download in the folder that will match when it has ended; empty where there is none."""
    for name in sorted(_names_in(folder)):
        ending = next((ending for ending in _UNFINISHED if name.lower().endswith(ending)), None)
        if ending and not name.startswith(_HIDDEN) and fnmatchcase(name[: -len(ending)], pattern):
            return name
    return ""


def nearest(path: str, below: Path, taken: Iterable[str] = ()) -> str:
    """The file below a folder that `path` probably means, as a path from there; empty where none is close.

    Its folder and its name have to be close; figures, capitals, signs between words and the ending do not count, for
    a name often holds a day. A file that one of the paths `taken` matches is meant by that one.
    """
    wanted, others = PurePosixPath(path), [PurePosixPath(other) for other in taken]
    close = (
        (likeness, found.as_posix())
        for found in islice(_files(below), _MOST)
        if (likeness := _likeness(wanted, found)) >= _CLOSE and not any(_matches(found, other) for other in others)
    )
    return max(close, default=(0.0, ""), key=lambda pair: (pair[0], pair[1]))[1]


def _matches(found: PurePosixPath, pattern: PurePosixPath) -> bool:
    return found.parent == pattern.parent and fnmatchcase(found.name, pattern.name)


def _likeness(wanted: PurePosixPath, found: PurePosixPath) -> float:
    folders = _alike(wanted.parent.as_posix().lower(), found.parent.as_posix().lower())
    return min(folders, _alike(_letters(wanted.name), _letters(found.name)))


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _letters(name: str) -> str:
    """``leads`` of ``Leads-2026-10 (1).csv``; of a name without letters, the name."""
    stem = name.lower().partition(".")[0]
    return re.sub(r"[\W\d_]+", "", stem) or stem


def _files(below: Path) -> Iterator[PurePosixPath]:
    for parent, folders, names in os.walk(below):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not is_passing(name) and not name.endswith((".yml", ".yaml")):
                yield PurePosixPath(Path(parent, name).relative_to(below).as_posix())


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
