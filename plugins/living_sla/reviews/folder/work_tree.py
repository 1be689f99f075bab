"""What lies in the folders of reviews in the work tree: nothing is followed, and nothing is waited for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from living_sla.errors import Faults
from living_sla.files import bytes_of, is_inside
from living_sla.model.reviews.review_id import ReviewId, is_review_id, review_id
from living_sla.reviews.folder.layout import FOLDER, SIGNOFFS, TERMS, WORKSHOP

LARGEST_FILE = 32 * 1024 * 1024
MOST_ENTRIES = 2_000
"""Files and folders that the folder of a review may hold."""
_LINK = "is a link, which nobody follows"


class ReviewFolder(Struct, frozen=True, dict=True):
    """What the folder of one review holds."""

    files: Mapping[str, bytes]
    """Every regular file by its path in the folder."""
    refused: Mapping[str, str]
    """Whatever else is there, by its path in the folder, with what it is; the empty path is the folder itself."""

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of every file by its path: there are up to hundreds of megabytes, and two manifests to hold."""
        return {path: sha256(content).hexdigest() for path, content in self.files.items()}

    @property
    def is_nothing(self) -> bool:
        """Whether there is no such folder."""
        return not self.files and not self.refused


def reviews_here(root: Path) -> tuple[ReviewId, ...]:
    """The reviews that the work tree has an entry of, in their order; none where a folder above them is a link."""
    if above(root) is not None:
        return ()
    try:
        names = os.listdir(root / FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(sorted(review_id(name) for name in names if is_review_id(name)))


def no_reviews_here(root: Path) -> tuple[str, ...]:
    """The folders, and links, among those of reviews that no review can be called, by their paths in the project."""
    if above(root) is not None:
        return ()
    try:
        with os.scandir(root / FOLDER) as listing:
            folders = sorted(entry.name for entry in listing if entry.is_symlink() or entry.is_dir())
    except OSError:
        return ()
    return tuple(f"{FOLDER}/{name}" for name in folders if not is_review_id(name) and name != WORKSHOP)


def above(root: Path) -> tuple[str, str] | None:
    """The folder above the reviews that is not a folder of this repository, and what it is; None where all is well."""
    parts = FOLDER.split("/")
    for folder in ("/".join(parts[: count + 1]) for count in range(len(parts))):
        if (root / folder).is_symlink():
            return folder, _LINK
        if os.path.lexists(root / folder / ".git"):
            return folder, "is a repository of its own: this one does not hold what lies in it"
    return None


def held(root: Path, folder: str) -> ReviewFolder:
    """What the folder of a review holds; nothing where there is none."""
    found, refused, inside = dict[str, bytes](), dict[str, str](), cache(is_inside)
    for count, (path, entry) in enumerate(_entries(root / folder)):
        if count >= MOST_ENTRIES:
            refused[path] = f"is one file too many: a review has no more than {MOST_ENTRIES}"
            break
        if isinstance(entry, str):
            refused[path] = entry
            continue
        try:
            found[path] = bytes_of(entry, root, largest=LARGEST_FILE, is_inside=inside)
        except Faults as faults:
            refused[path] = _sentence(faults.faults[0].message)
    return ReviewFolder(found, refused)


def _entries(folder: Path, below: str = "") -> Iterator[tuple[str, Path | str]]:
    """The files of a folder and of those that it may hold; of anything else, what it is."""
    try:
        mode = folder.lstat().st_mode
        if not stat.S_ISDIR(mode):
            yield below.removesuffix("/"), _LINK if stat.S_ISLNK(mode) else "is not a folder"
            return
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
    except FileNotFoundError:
        return
    except OSError as problem:
        yield below.removesuffix("/"), f"cannot be read: {problem.strerror}"
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.is_symlink():
            yield path, _LINK
        elif not entry.is_dir(follow_symlinks=False):
            yield path, Path(entry.path)
        elif path in (TERMS, SIGNOFFS):
            yield from _entries(Path(entry.path), f"{path}/")
        else:
            yield path, "is a folder that no review has"


def _sentence(message: str) -> str:
    return message if message.startswith(("cannot", "the name")) else f"is {message}"
