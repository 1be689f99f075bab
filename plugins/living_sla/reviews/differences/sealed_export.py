"""The files that a review was made of, found again by their SHA-256: in the work tree, or as an object of git.

What a path or an object id of the record says is a hint; only the hash decides. So a file that was renamed, or
committed later, is found as well, and whatever lies in its place today is not mistaken for it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct

from living_sla.agreements.project import Project
from living_sla.agreements.sources_file import DeclaredSources, read_sources
from living_sla.errors import EnvironmentFault, SlaError
from living_sla.exports.files import FOLDER
from living_sla.history.git.process import GitFailed
from living_sla.history.git.repository import Repository
from living_sla.history.git.trusted_ref import content_at
from living_sla.model.paths import SOURCES_FILE
from living_sla.model.reviews.record import FrozenFile, ReviewRecord

_PIECE = 1 << 20
_LARGEST_BLOB = 1 << 30
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))


class SealedFiles(Struct, frozen=True, dict=True):
    """Where the bytes of sealed files may still be."""

    root: Path
    """The folder of the project."""
    repository: Repository | None

    def lay_out(self, file: FrozenFile, into: Path) -> bool:
        """Write a sealed file below `into`, at the path that it had; False where its bytes are nowhere any more."""
        if not _is_export(file):
            return False
        target = into.joinpath(*PurePosixPath(file.path).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        if any(_copied(path, file, target) for path in self._in_work_tree(file)):
            return True
        for content in self._in_repository(file):
            if hashlib.sha256(content).hexdigest() == file.sha256:
                target.write_bytes(content)
                return True
        return False

    def candidates(self, file: FrozenFile) -> Iterator[tuple[str, ...]]:
        """What may be a sealed file: every file and every object of its size, told apart from any other of its place.

        As long as they stay the same, `lay_out` says the same.
        """
        if not _is_export(file):
            return
        for path in self._in_work_tree(file):
            status = _status(path)
            if status is not None and status.st_size == file.bytes:
                yield str(path), str(status.st_mtime_ns), str(status.st_ino)
        if self.repository is not None:
            try:
                yield tuple(sorted(self._blobs.get(file.bytes, ())))
            except GitFailed:
                yield ("a damaged repository",)

    def sources_at(self, commit: str) -> bytes | None:
        """How the sources were declared at a commit; None where nobody can tell."""
        try:
            return content_at(self.repository, commit, SOURCES_FILE) if self.repository is not None else None
        except (EnvironmentFault, ValueError):  # the commit, or its file, is not here, or it is not one
            return None

    def _in_work_tree(self, file: FrozenFile) -> Iterator[Path]:
        """The regular files that may be it: the one at its path first, then those of its size."""
        first = self.root.joinpath(*PurePosixPath(file.path).parts)
        yield first
        for folder, _, names in os.walk(self.root / FOLDER):
            for path in (Path(folder) / name for name in sorted(names)):
                if path != first and _size(path) == file.bytes:
                    yield path

    def _in_repository(self, file: FrozenFile) -> Iterator[bytes]:
        """The objects that may be it: the one that the record names first, then those of its size."""
        repository = self.repository
        if repository is None or file.bytes > _LARGEST_BLOB:
            return
        try:
            named = [file.blob] if file.blob else []
            yield from _contents(repository, named, file.bytes)
            others = [name for name in self._blobs.get(file.bytes, ()) if name not in named]
            yield from _contents(repository, others, file.bytes)
        except (GitFailed, ValueError):  # a damaged repository, or a record that names what cannot be an object
            return

    @cached_property
    def _blobs(self) -> Mapping[int, list[str]]:
        """The names of all blobs of the repository, by their size; raises `GitFailed`."""
        assert self.repository is not None
        told = self.repository.run(
            "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objecttype) %(objectsize) %(objectname)"
        )
        found: dict[int, list[str]] = {}
        for line in told.decode("ascii").splitlines():
            kind, size, name = line.split(" ")
            if kind == "blob":
                found.setdefault(int(size), []).append(name)
        return found


def _contents(repository: Repository, names: list[str], size: int) -> Iterator[bytes]:
    for found in repository.objects(names, max_bytes=size):
        if found.kind == "blob":
            yield found.data


def _is_export(file: FrozenFile) -> bool:
    """Whether an export may lie where the record says."""
    parts = PurePosixPath(file.path).parts
    return len(parts) > 1 and parts[0] == FOLDER and not {"..", "/"} & set(parts) and "\0" not in file.path


def _status(path: Path) -> os.stat_result | None:
    """Of a regular file; None of anything else."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _size(path: Path) -> int | None:
    status = _status(path)
    return None if status is None else status.st_size


def _copied(path: Path, file: FrozenFile, target: Path) -> bool:
    """Whether the file at `path` has the sealed bytes; they are then at `target` as well."""
    if _size(path) != file.bytes:
        return False
    try:
        made, left = hashlib.sha256(), file.bytes
        with open(os.open(path, _READING), "rb") as found, target.open("wb") as copy:
            while piece := found.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    return False  # it grows while it is read
                made.update(piece)
                copy.write(piece)
    except OSError:
        return False
    return made.hexdigest() == file.sha256


def sealed_project(files: SealedFiles, today: Project, record: ReviewRecord, laid_out: Path, why: list[str]) -> Project:
    """A project with the sealed exports alone, declared as they were then; `why` grows by those that are nowhere."""
    declared = _declared(files, today, record, laid_out)
    sources = {}
    for source in record.sources:
        lost = [file.path for file in source.files if not files.lay_out(file, laid_out)]
        if source.name not in declared.sources or declared.sources[source.name].engine is not None or not source.files:
            why.append(f"the sealed export {source.name} is not read here, so its figures are not split")
        elif lost:
            why.append(f"the sealed export {', '.join(lost)} is not here any more, so its figures are not split")
        else:
            changes = {"as_of": source.as_of}
            sources[source.name] = declared.sources[source.name].model_copy(update=changes)
    return Project(laid_out, today.agreements, sources, declared.places)


def _declared(files: SealedFiles, today: Project, record: ReviewRecord, laid_out: Path) -> DeclaredSources:
    """How the sources were declared at the commit that the record names; as they are today, where nobody can tell."""
    content = files.sources_at(record.commit)
    if content is not None:
        path = laid_out / SOURCES_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        try:
            return read_sources(laid_out)
        except SlaError:  # it was allowed then
            pass
    return DeclaredSources(today.sources, today.source_places)
