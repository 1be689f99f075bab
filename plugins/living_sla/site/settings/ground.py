"""What a site stands on: whose settings say what may run, and which pages are more than text.

That is the trusted ref of the repository, or a ref that somebody names, or the folder as it is, where somebody says
so. Where there is none of these, nothing of the project runs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct, field

from living_sla.errors import EnvironmentFault, Fault, Place
from living_sla.history.git.repository import Repository
from living_sla.history.git.state import find_repository
from living_sla.history.git.trouble import HistoryFault
from living_sla.history.git.trusted_ref import TRUSTED_REF, TrustedRef, content_at, named_ref, settings_at, trusted_ref
from living_sla.settings import Allowed, read_settings
from living_sla.site.settings.mkdocs_yml import CONFIG

FOLDER = "."
"""What names the folder itself in place of a ref."""
OPTION = "--settings-from"
INPUTS = ("agreements", "data")
"""Folders of a project that no settings are in: what they hold, branches change."""
_MOST_FILES, _MOST_BYTES = 20_000, 256 << 20


class Ground(Struct, frozen=True):
    """What decides about a site, and what it allows."""

    repository: Repository | None = None
    ref: TrustedRef | None = None
    """None where nothing is trusted, or the folder is."""
    is_folder: bool = False
    """Whether somebody said that the folder may decide for itself."""
    allowed: Allowed = field(default_factory=Allowed)

    def trusts(self, path: str, read: Callable[[], bytes]) -> bool:
        """Whether a page of the project is a template without limits: listed, and as it is where it is listed.

        `read` is asked for what the folder has.
        """
        return path in self.allowed.trusted_pages and self.has(path, read)

    def has(self, path: str, read: Callable[[], bytes]) -> bool:
        """Whether a file is as the trusted ref has it, or the folder may decide; `read` as above."""
        if self.is_folder:
            return True
        known = self.content(path)
        return known is not None and _lines(known) == _lines(read())

    def content(self, path: str) -> bytes | None:
        """A file as the ref has it; None where it has none, or there is no ref."""
        if self.repository is None or self.ref is None:
            return None
        return content_at(self.repository, self.ref.commit, path)

    def has_all(self, path: str, root: Path) -> bool:
        """Whether a file of the project at `root`, or everything in a folder of it, is as the ref has it."""
        there = {name: object_id for name, object_id, _ in self._files(path)}
        here = dict(_contents(root / path, path))
        return there.keys() == here.keys() and all(there[name] in ids for name, ids in here.items())

    def lay_out(self, folder: Path) -> None:
        """Write every regular file of the project as the ref has it, but its inputs; raises `EnvironmentFault`."""
        assert self.repository is not None
        assert self.ref is not None
        entries = [
            (path, object_id)
            for path, object_id, mode in self._files()
            if mode.startswith("100") and path.split("/")[0] not in INPUTS
        ]
        size = 0
        objects = self.repository.objects(object_id for _, object_id in entries)
        for (path, _), content in zip(entries, objects, strict=True):
            size += len(content.data)
            if len(entries) > _MOST_FILES or size > _MOST_BYTES or content.kind != "blob":
                hint = f"use what this folder has: {OPTION} {FOLDER}"
                message = f"the files of {self.ref.name} are too many, too large, or not all in this clone"
                raise EnvironmentFault(message, hint=hint, code=Fault.NO_TRUSTED_REF)
            if ".." not in path.split("/"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content.data)

    def _files(self, path: str = "") -> Iterator[tuple[str, str, str]]:
        """Path from the folder of the project, id and mode of everything that the ref has there."""
        assert self.repository is not None
        assert self.ref is not None
        for entry in self.repository.tree(self.ref.commit, path):
            yield entry.path.removeprefix(self.repository.prefix), entry.id, entry.mode


def ground_of(root: Path, settings_from: str | None = None) -> Ground:
    """What the site of the project at `root` stands on; `settings_from` is what somebody asked for.

    Raises `EnvironmentFault` for a ref that is not there, `Faults` where its settings cannot be used.
    """
    if settings_from == FOLDER:
        return Ground(is_folder=True, allowed=read_settings(root).allowed)
    try:
        repository = find_repository(root)
    except HistoryFault:
        if settings_from:
            raise
        return Ground()
    ref = _named(repository, settings_from) if settings_from else _found(repository)
    return Ground(repository, ref, allowed=settings_at(repository, ref).allowed if ref else Allowed())


def _named(repository: Repository, name: str) -> TrustedRef:
    ref = named_ref(repository, name, OPTION)
    if ref is None:
        hint = "fetch it, or name a branch that this clone has: origin/main"
        raise EnvironmentFault(
            f"{name} is not in this clone", where=Place(OPTION), hint=hint, code=Fault.NO_TRUSTED_REF
        )
    return ref


def _found(repository: Repository) -> TrustedRef | None:
    """The trusted ref; where the machine names a branch that holds keys and no site, the one that would be without."""
    ref = trusted_ref(repository)
    if ref is None or ref.by != TRUSTED_REF or content_at(repository, ref.commit, CONFIG) is not None:
        return ref
    return trusted_ref(repository, {name: value for name, value in os.environ.items() if name != TRUSTED_REF})


def _lines(content: bytes) -> bytes:
    """A checkout may have given a file other line ends."""
    return content.replace(b"\r\n", b"\n")


def _contents(file: Path, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every file at a path or below it, with the ids that git may give to its content."""
    if file.is_symlink() or (file.exists() and not file.is_file() and not file.is_dir()):
        yield path, ()
    elif file.is_file():
        content = file.read_bytes()
        yield (
            path,
            tuple(
                hashlib.new(name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
                for data in (content, content.replace(b"\r\n", b"\n"))
                for name in ("sha1", "sha256")
            ),
        )
    elif file.is_dir():
        for entry in sorted(file.iterdir()):
            if entry.name != "__pycache__":
                yield from _contents(entry, f"{path}/{entry.name}")
