"""The folder of a review, put in its place whole or not at all.

It is written to a folder beside, on the same file system; every file and every folder is on the disk before one rename
shows it. A run that is killed leaves nothing but that folder, which the next run sweeps.
"""

from __future__ import annotations

import os
import shutil
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.locks import taken
from living_sla.reviews.folder.layout import FOLDER, WORKSHOP, folder_of

_FOLDER_MODE, _FILE_MODE = 0o755, 0o644
"""Whatever the umask says: everybody who has the repository may read a review."""
_OPTIONS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPTIONS


def written(root: Path, review: str, files: Mapping[str, bytes]) -> None:
    """Put a review in its place: `files` by their paths in its folder, with forward slashes.

    Raises:
        SlaError: A review, a file or a link of that name is there, or a link is in the way.
        EnvironmentFault: Another run is writing, or the disk refuses; nothing is left then, but for a refusal after
            the rename, which says so.
    """
    place = Place(folder_of(review))
    try:
        with _workshop(root, place) as workshop:
            require_free(root, review)
            staging = workshop / "review"
            _fill(staging, files)
            _keep(workshop)
            os.rename(staging, root / FOLDER / review)
            _confirm(root, place)
    except OSError as refused:
        message = f"the review cannot be written: {refused.strerror or type(refused).__name__}"
        hint = "nothing was frozen: free the disk, or give yourself the right to write there, and run this again"
        raise EnvironmentFault(message, where=place, hint=hint, code=Fault.REVIEW_NOT_WRITTEN) from None


def sweep(root: Path) -> None:
    """Remove what a killed run left; raises as `written` does where another run is writing."""
    if os.path.lexists(root / FOLDER / WORKSHOP):
        place = Place(f"{FOLDER}/{WORKSHOP}")
        try:
            with _workshop(root, place):
                pass
        except OSError as refused:
            message = f"what a killed run left cannot be removed: {refused.strerror or type(refused).__name__}"
            raise EnvironmentFault(
                message, where=place, hint="remove that folder", code=Fault.REVIEW_NOT_WRITTEN
            ) from None


def require_free(root: Path, review: str) -> None:
    """Raise `SlaError` where anything lies at the place of a review, in any spelling that some system takes for it."""
    try:
        names = os.listdir(root / FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in sorted(names):
        if _as_systems_read(name) == _as_systems_read(review):
            kind = _kind_of(root / FOLDER / name)
            raise is_there(review, f"{FOLDER}/{name}", kind if (name, kind) != (review, "a folder") else "this review")


def is_there(review: str, path: str, what: str = "this review") -> SlaError:
    """What is said where a review exists already."""
    label = review.partition(".")[0]
    hint = f"a frozen review is never written again; one that is wrong is restated beside it: sla snapshot {label} "
    message = f"{what} is there already" if path == folder_of(review) else f"{what} of that name is there already"
    return SlaError(message, where=Place(path), hint=f"{hint}--restates {review} --why TEXT", code=Fault.REVIEW_EXISTS)


def _as_systems_read(name: str) -> str:
    """A name as a file system reads it that knows no capitals, no marks of its own and no dots at the end."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).rstrip(" .")


def _kind_of(path: Path) -> str:
    mode = path.lstat().st_mode
    return "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a file"


# ---------------------------------------------------------------- the folder beside


@contextmanager
def _workshop(root: Path, place: Place) -> Iterator[Path]:
    """The folder beside, which no other run has; what a killed run left in it is swept, and it is gone at the end."""
    parent = root / FOLDER
    for folder in (parent.parent, parent):
        _make(folder, folder.relative_to(root).as_posix())
    workshop = parent / WORKSHOP
    lock = _locked(workshop, place)
    try:
        _empty(workshop)
        _write(workshop / ".gitignore", b"*\n", _NEW)
        yield workshop
    finally:
        # Under the lock, so that nobody's work is swept; what cannot be removed now, the next run removes.
        with suppress(OSError):
            _empty(workshop)
            os.unlink(workshop / "lock")
            os.rmdir(workshop)
        with suppress(OSError):
            os.close(lock)


def _locked(workshop: Path, place: Place) -> int:
    """The descriptor of the lock, taken; raises `EnvironmentFault` where another run has it."""
    while True:
        _make(workshop, f"{FOLDER}/{WORKSHOP}")
        try:
            lock = os.open(workshop / "lock", os.O_RDWR | os.O_CREAT | _OPTIONS, 0o600)
        except FileNotFoundError:
            continue  # the run before has just removed its folder
        try:
            if not taken(lock):
                hint = "wait until it has finished, and look what it wrote"
                raise EnvironmentFault("another run is freezing a review", where=place, hint=hint,
                                       code=Fault.REVIEW_NOT_WRITTEN)  # fmt: skip
            if _is_at(lock, workshop / "lock"):
                return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)  # the run before removed this file after it was opened here


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


def _empty(workshop: Path) -> None:
    """Remove everything but the lock, links without what they lead to."""
    with os.scandir(workshop) as found:
        entries = list(found)
    for entry in entries:
        if entry.name == "lock":
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


# ---------------------------------------------------------------- onto the disk


def _fill(staging: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, and see each of them, and each folder, on the disk."""
    folders = {parent for path in files for parent in PurePosixPath(path).parents}
    for folder in sorted(folders):
        _make(staging / folder, WORKSHOP)
    for path, content in files.items():
        _write(staging / path, content, _NEW)
    for folder in sorted(folders, reverse=True):
        _keep(staging / folder)


def _make(folder: Path, shown: str) -> None:
    """Make a folder where there is none; raises `SlaError`, which names it as `shown`, where something else is."""
    try:
        os.mkdir(folder, _FOLDER_MODE)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            what = f"{_kind_of(folder)} where a folder belongs"
            hint = "put the folder itself there: a review is written nowhere else"
            raise SlaError(what, where=Place(shown), hint=hint, code=Fault.REVIEW_NOT_WRITTEN) from None
        return
    os.chmod(folder, _FOLDER_MODE)
    _keep(folder.parent)


def _write(path: Path, content: bytes, options: int) -> None:
    descriptor = os.open(path, options, _FILE_MODE)
    try:
        os.chmod(path, _FILE_MODE)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)  # it may be what tells that the disk is full


def _keep(folder: Path) -> None:
    """See on the disk what a folder holds, where the system can be asked for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _OPTIONS)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _confirm(root: Path, place: Place) -> None:
    """See the rename on the disk; raises `EnvironmentFault`, for now the review is there."""
    try:
        _keep(root / FOLDER)
    except OSError as refused:
        message = f"the review is there, but the disk does not confirm it: {refused.strerror or type(refused).__name__}"
        hint = "look at the disk, and check the review before you commit it: sla verify"
        raise EnvironmentFault(message, where=place, hint=hint, code=Fault.REVIEW_NOT_WRITTEN) from None
