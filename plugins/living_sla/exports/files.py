"""Which files an export is: below `data/`, ordinary files, chosen by name."""

from __future__ import annotations

import fnmatch
import stat
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath

from msgspec import Struct

from living_sla.errors import Fault, NoFile, Notice, Place, SlaError, Unreadable, WarningName
from living_sla.exports.cells.moments import moment_of
from living_sla.exports.cells.spellings import of_format
from living_sla.exports.file import check_ending
from living_sla.exports.nearest_file import is_passing, nearest, unfinished
from living_sla.model.agreement.source import InFileName, NewestOf, Source

FOLDER = "data"
_MUCH_SMALLER = 2


class Found(Struct, frozen=True):
    """The files of an export, in the order in which they are read, and what is odd about them."""

    files: tuple[Path, ...]
    notices: tuple[Notice, ...] = ()
    in_name: datetime | None = None
    """What the newest file's name says, where the source reads its as-of there; naive unless it has an offset."""
    only_newest: bool = False
    """Whether one of several files is meant, and only what they hold says which."""


def find_files(name: str, source: Source, root: Path, place: Place) -> Found:
    """The files that the source names; where one is meant and only reading tells which, all of them, by name.

    Raises:
        SlaError: A path that leaves `data/`, goes through a link, or is no ordinary file; no file at all; several of
            which nobody can say which is the newest.
    """
    matching = sorted(_candidates(source, root, place))
    for path in matching:
        _check_ordinary(path, source, root, place)
    if isinstance(source.as_of, InFileName):
        return _by_date_in_name(name, source, matching, root, place)
    for path in matching:
        check_ending(path, _shown(path, root))
    if source.combine == "rows" or len(matching) == 1:
        return Found(tuple(matching))
    if not isinstance(source.as_of, NewestOf):
        message = (
            f"{len(matching)} files match, and one as-of is stated for all: {_some([one.name for one in matching])}"
        )
        hint = "keep one of them in the folder, or write as_of: {newest_of: [modified_at]}, or {filename: ...}"
        raise SlaError(message, where=place, hint=hint, code=Fault.UNCLEAR_NEWEST)
    return Found(tuple(matching), only_newest=True)


def _by_date_in_name(name: str, source: Source, matching: list[Path], root: Path, place: Place) -> Found:
    dated = [(_date_in_name(path, source.as_of, place), path) for path in matching]
    dated.sort(key=lambda pair: (pair[0], pair[1].name))
    ordered = [path for _, path in dated]
    newest, latest = dated[-1][1], dated[-1][0]
    if source.combine != "rows" and len(dated) > 1 and latest == dated[-2][0]:
        raise _same_date(dated[-2][1], newest, root, place)
    chosen = tuple(ordered) if source.combine == "rows" else (newest,)
    for path in chosen:
        check_ending(path, _shown(path, root))
    notices: tuple[Notice, ...] = ()
    if source.combine != "rows" and len(ordered) > 1:
        notices = tuple(oddities(name, ordered[-2], newest, root))
    return Found(chosen, notices, latest)


def _candidates(source: Source, root: Path, place: Place, taken: Iterable[str] = ()) -> list[Path]:
    """Everything below `data/` that has the name that the source states; raises `NoFile` where nothing has."""
    parts = _parts(source, place)
    folder = root / FOLDER
    try:
        for part in parts[:-1]:
            folder = folder / part
            if folder.is_symlink():
                raise _outside(source, place, f"{_shown(folder, root)} is a link")
            if folder.exists() and not folder.is_dir():
                hint = "put a folder there, or write the path of the file"
                message = f"{_shown(folder, root)} is a file, where a folder is expected"
                raise SlaError(message, where=place, hint=hint, code=Fault.UNREADABLE_EXPORT)
        matching = _matching(folder, parts[-1])
    except OSError as problem:
        message = f'"{source.path}" cannot be looked for: {problem.strerror}'
        hint = "check the path, and the rights of the user who runs sla"
        raise SlaError(message, where=place, hint=hint, code=Fault.UNREADABLE_EXPORT) from None
    if not matching:
        instead = _instead(source, folder, parts[-1], root, taken)
        _refuse_impossible(source, place, instead)
        raise _no_file(source, place, instead)
    return matching


def _no_file(source: Source, place: Place, hint: str) -> NoFile:
    message = f'no file is called "{source.path}" below {FOLDER}/'
    return NoFile(message, where=place, hint=hint, code=Fault.UNREADABLE_EXPORT)


def _lies_nowhere(source: Source, root: Path) -> bool:
    """Whether what an engine would read lies below `data/`, and no file is there."""
    path = source.path
    if is_elsewhere(source) or any(mark in path for mark in "?[{"):
        return False
    try:
        found = [file for at in (root / FOLDER).glob(path) for file in (at, *at.rglob("*")) if file.is_file()]
    except (OSError, ValueError):
        return False  # told when it is read
    return all(file.name.startswith((".", "_")) for file in found)


def is_elsewhere(source: Source) -> bool:
    """Whether what an engine reads does not lie below `data/`: a table, an address, a path from the root."""
    return source.stored == "table" or source.path.startswith("/") or ":" in source.path.split("/")[0]


def _refuse_impossible(source: Source, place: Place, instead: str) -> None:
    """Refuse a name that no export can have: nobody should wait for it."""
    name = PurePosixPath(source.path).name
    if is_passing(name):
        hint = instead if instead.startswith("did you") else "write the name of the export itself"
        message = f'files called "{name}" are never read: hidden files, locks and downloads that have not ended'
        raise SlaError(message, where=place, hint=hint, code=Fault.UNREADABLE_EXPORT)
    if "*" in (PurePosixPath(name).suffix or name):
        return  # what the * stands for may hold the ending
    try:
        check_ending(Path(name), source.path)
    except SlaError as refused:
        hint = instead if instead.startswith("did you") else refused.hint
        raise SlaError(refused.message, where=place, hint=hint, code=refused.code) from None


def _instead(source: Source, folder: Path, pattern: str, root: Path, taken: Iterable[str]) -> str:
    """What to do where no file has the name: what is there in its place, or where the file belongs."""
    if running := unfinished(folder, pattern):
        return f"{running} is a download that has not ended"
    if close := nearest(source.path, root / FOLDER, taken):
        return f'did you mean "{close}"?'
    others = [path.name for path in folder.glob("*") if path.is_file() and not is_passing(path.name)]
    return f"in that folder: {_some(sorted(others))}" if others else f"put the export into {_shown(folder, root)}/"


def absence(source: Source, root: Path, place: Place, taken: Iterable[str] = ()) -> NoFile | None:
    """What is to be said of a source that no file is there for; None where one is, or where something else is wrong.

    `taken` are the paths of other sources, whose files cannot be meant. Of what an engine reads, a path below `data/`
    is looked at; what a path elsewhere or a table holds, only the engine can tell.
    """
    try:
        if source.engine is None:
            _candidates(source, root, place, taken)
        elif _lies_nowhere(source, root):
            raise _no_file(source, place, f"put the export into {FOLDER}/{PurePosixPath(source.path).parent}/")
    except NoFile as absent:
        return absent
    except SlaError:
        return None  # told when it is read
    return None


def _same_date(first: Path, second: Path, root: Path, place: Place) -> SlaError:
    message = f"{_shown(first, root)} and {second.name} are named for the same moment: which one is the newest?"
    return SlaError(message, where=place, hint="keep one of them in the folder", code=Fault.UNCLEAR_NEWEST)


def _parts(source: Source, place: Place) -> tuple[str, ...]:
    path = source.path
    if "://" in path or "\\" in path or ":" in path or path.startswith(("/", "~")):
        raise _outside(source, place)
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or "\0" in path:
        raise _outside(source, place)
    if any(mark in part for part in parts[:-1] for mark in "*?["):
        hint = "write * in the file's name only, for example exports/leads-*.csv"
        raise SlaError(f'"{path}" has a * in a folder\'s name', where=place, hint=hint, code=Fault.OUTSIDE_FOLDER)
    return parts


def _outside(source: Source, place: Place, why: str = "") -> SlaError:
    message = f'"{source.path}" does not lie below {FOLDER}/{f": {why}" if why else ""}'
    hint = f"write a path below {FOLDER}/, for example exports/leads-*.csv"
    if why:
        hint = f"put the file or folder itself below {FOLDER}/, in place of the link"
    return SlaError(message, where=place, hint=hint, code=Fault.OUTSIDE_FOLDER)


def _matching(folder: Path, pattern: str) -> list[Path]:
    """Files of that name; hidden ones, locks and downloads that have not ended are left out."""
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if fnmatch.fnmatchcase(path.name, pattern) and not is_passing(path.name)]


def _check_ordinary(path: Path, source: Source, root: Path, place: Place) -> None:
    if path.is_symlink():
        raise _outside(source, place, f"{_shown(path, root)} is a link")
    if not stat.S_ISREG(path.lstat().st_mode):
        message = f"{_shown(path, root)} is not an ordinary file"
        raise SlaError(message, where=place, hint="put the export itself there, as a file", code=Fault.OUTSIDE_FOLDER)


def _date_in_name(path: Path, as_of: object, place: Place) -> datetime:
    assert isinstance(as_of, InFileName)
    try:
        match = of_format(as_of.filename).search(path.name)
        if match is not None:
            return moment_of(match, match[0])
    except Unreadable as unreadable:
        raise SlaError(unreadable.message, where=place, hint=unreadable.hint, code=unreadable.code) from None
    message = f'the name "{path.name}" holds no date written as {as_of.filename}'
    raise SlaError(message, where=place, hint="rename the file, or state another as_of", code=Fault.UNCLEAR_NEWEST)


def oddities(name: str, before: Path, newest: Path, root: Path) -> list[Notice]:
    """What a person should look at before trusting the newest file: it repeats the one before, or is far smaller."""
    sizes = before.stat().st_size, newest.stat().st_size
    shown = Place(_shown(newest, root))
    if sizes[0] == sizes[1] and before.read_bytes() == newest.read_bytes():
        message = f"the newest export of {name} is the same as {before.name}, byte by byte"
        return [Notice(WarningName.EXPORT_UNCHANGED, message, shown, "was it exported again, or only copied?")]
    if sizes[1] * _MUCH_SMALLER < sizes[0]:
        message = f"the newest export of {name} is less than half as large as {before.name}"
        return [Notice(WarningName.EXPORT_SHRUNK, message, shown, "was it exported with another filter, or cut off?")]
    return []


def _some(names: list[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
