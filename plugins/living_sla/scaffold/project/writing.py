"""Files of a new project, prepared aside, then put in place: all or none, and never over one that is there."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.exports.file import PACKED
from living_sla.scaffold.written import place

PREPARED = ".sla-init-"
"""How the folder begins in which a project is prepared."""
_INSIDE = "project"
_IGNORED = "# What sla init prepares; a later run removes it.\n*\n"
_LEFT_BEHIND = 3600
"""Seconds after which nobody prepares anything in such a folder any more."""


@contextmanager
def prepared(root: Path) -> Iterator[Path]:
    """A new folder inside `root`, so that what is in it can change its place in one step; gone afterwards.

    Where `root` does not exist, it is made, and taken away again where nothing was put in place. Git never sees the
    folder, and what a run left there that was killed is removed: it may hold an export.
    """
    made = [one for one in (root, *root.parents) if not one.exists()]
    try:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        with TemporaryDirectory(prefix=PREPARED, dir=root) as folder:
            (Path(folder) / ".gitignore").write_text(_IGNORED, encoding="utf-8")
            inside = Path(folder) / _INSIDE
            inside.mkdir()
            yield inside
    except OSError as problem:
        raise _refused(root, problem) from None
    finally:
        for one in made:
            with suppress(OSError):  # it holds something now
                one.rmdir()


def _sweep(root: Path) -> None:
    for left in root.glob(f"{PREPARED}*"):
        with suppress(OSError):  # another run takes its own away
            if _is_ours(left) and time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether a folder has what `prepared` puts there and nothing else."""
    if folder.is_symlink() or {one.name for one in folder.iterdir()} != {".gitignore", _INSIDE}:
        return False
    return (folder / ".gitignore").read_text(encoding="utf-8", errors="replace") == _IGNORED


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write texts as UTF-8, with plain line ends, below `folder`."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))


def copy(files: Mapping[str, Path], folder: Path) -> None:
    """Copy files of this machine to these paths below `folder`."""
    for path, source in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / path)


def add_what_is_there(source: Path, target: Path) -> None:
    """Give what lies at `source` a second place at `target`, beside what is there; links are left out."""
    if source.is_file() and not source.is_symlink():
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            place(source, target)
    elif source.is_dir() and not source.is_symlink():
        for entry in source.iterdir():
            add_what_is_there(entry, target / entry.name)


def put_in_place(folder: Path, root: Path, paths: Iterable[str]) -> list[Path]:
    """Give the files at `paths` below `folder` the same paths below `root`; none stays where one cannot be put.

    Returns what is new below `root`, folders before what they hold, for `take_back`.

    Raises:
        SlaError: One of them is there by now, or a folder on its way is a link.
        EnvironmentFault: A folder cannot be written.
    """
    done: list[Path] = []
    try:
        for path in paths:
            target = root / path
            _make_folders(target.parent, root, done)
            place(folder / path, target)
            done.append(target)
    except FileExistsError:
        take_back(done)
        hint = "move it away, or leave it: sla init keeps what is there"
        raise SlaError("this came meanwhile", where=Place(path), hint=hint, code=Fault.PLACE_TAKEN) from None
    except OSError as problem:
        take_back(done)
        raise _refused(root, problem) from None
    except BaseException:
        take_back(done)
        raise
    return done


def _make_folders(folder: Path, root: Path, done: list[Path]) -> None:
    on_the_way = [one for one in (folder, *folder.parents) if one.is_relative_to(root) and one != root]
    for one in reversed(on_the_way):
        if one.is_symlink() or (one.exists() and not one.is_dir()):
            where = Place(one.relative_to(root).as_posix())
            hint = "put the folder itself here"
            raise SlaError("this is not a folder", where=where, hint=hint, code=Fault.PLACE_TAKEN)
        if not one.exists():
            one.mkdir()
            done.append(one)


def take_back(done: Iterable[Path]) -> None:
    """Remove files and folders that were put in place; a folder that holds something else by now stays."""
    for put in reversed(list(done)):
        with suppress(OSError):
            put.rmdir() if put.is_dir() else put.unlink()


def _refused(root: Path, problem: OSError) -> EnvironmentFault:
    message = f"the project cannot be written: {problem.strerror or type(problem).__name__}"
    return EnvironmentFault(message, where=Place(str(root)), hint="choose another folder, or fix its permissions")


# ---------------------------------------------------------------- the export


def name_in_project(export: Path) -> str:
    """The name of the copy of an export: its own, without what a path of a source may not hold."""
    name = re.sub(r"[\[\]?:\\*\x00-\x1f]+", "-", "".join(c if c.isprintable() else "-" for c in export.name))
    packed = PACKED if name.endswith(PACKED) else ""
    stem, dot, ending = name.removesuffix(packed).rpartition(".")
    return f"{stem.lstrip('.-') or 'export'}{dot or '.'}{ending or 'csv'}{packed}"


def pattern_for(name: str) -> str:
    """The name with a star for the day or number at the end of it: ``leads-*.csv`` of ``leads-2026-10-21.csv``."""
    packed = PACKED if name.endswith(PACKED) else ""
    stem, dot, ending = name.removesuffix(packed).rpartition(".")
    bare = re.sub(r"[\W_]+[0-9][0-9T\W_]*$", "", stem)
    if bare == stem or not re.search(r"[^\W\d_]", bare):
        return name
    between = stem[len(bare)] if stem[len(bare)] in "-_" else ""
    return f"{bare}{between}*{dot}{ending}{packed}"
