"""Which files of a repository change when somebody commits, switches, merges, fetches or packs; no git is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_OF_WORK_TREE = ("HEAD", "logs/HEAD")
_OF_ALL = ("packed-refs", "FETCH_HEAD", "shallow", "reftable/tables.list")
_MOST_BYTES = 4096


def changing(root: Path) -> Iterator[Path]:
    """Files and folders of the repository that the project at `root` lies in, as far as there are any.

    A folder of refs has another time of change when a ref in it was written. In a second work tree HEAD is its own,
    and the refs are those of the first.
    """
    for own, common in _folders(root):
        named = [*(own / name for name in _OF_WORK_TREE), *(common / name for name in _OF_ALL)]
        yield from filter(os.path.isfile, named)
        for parent, _, _ in os.walk(common / "refs"):
            yield Path(parent)


def watched(root: Path) -> list[Path]:
    """The same for a watcher that looks at folders as a whole."""
    paths = []
    for own, common in _folders(root):
        paths += [own / "HEAD", common / "refs", common / "packed-refs", common / "reftable"]
    return [path for path in paths if os.path.exists(path)]


def _folders(root: Path) -> Iterator[tuple[Path, Path]]:
    """Git's folder of this work tree, and the one that all work trees share; nothing where there is no repository."""
    for folder in (root, *root.parents):
        dot = folder / ".git"
        if dot.is_dir():
            own = dot
        elif dot.is_file() and (named := _line(dot).removeprefix("gitdir: ")):
            own = folder / named
        else:
            continue
        shared = _line(own / "commondir")
        yield own, own / shared if shared else own
        return


def _line(path: Path) -> str:
    """The first line of a small file; empty where there is none."""
    try:
        with path.open("rb") as file:
            line = os.fsdecode(file.read(_MOST_BYTES).partition(b"\n")[0])
    except OSError:
        return ""
    return "" if "\0" in line else line
