"""Agreements of the past, read when somebody asks: from the cache, or else from the repository."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from living_sla.agreements.reader import parse_past, respelt_past, spelt_past
from living_sla.errors import Place
from living_sla.history import cache
from living_sla.history.repository import MISSING, Repository
from living_sla.history.terms_read import BlobsMissing
from living_sla.history.versions import Run
from living_sla.model.agreement import Agreement
from living_sla.model.agreement import Path as At

_File = tuple[str, str]
"""The id of a blob, and the path where it stood."""


class Shelf:
    """All versions of one agreement are read at once, when the first of them is asked for."""

    def __init__(self, repository: Repository, folder: Path | None) -> None:
        """`folder` is where what was read is kept; None: nowhere."""
        self._repository = repository
        self._folder = folder
        self._together: dict[_File, tuple[str, list[_File]]] = {}
        self._spelt: dict[_File, dict[str, Any]] = {}
        self._read: dict[_File, Agreement] = {}

    def add(self, agreement: str, runs: Sequence[Run]) -> None:
        """Remember which versions belong to one agreement."""
        files = [_last_file(run) for run in runs]
        self._together.update(dict.fromkeys(files, (agreement, files)))

    def __call__(self, run: Run) -> Agreement:
        """The agreement as the last revision of the run held it; raises `BlobsMissing` where the clone lacks it."""
        file = _last_file(run)
        if file not in self._read and file not in self._spelt:
            self._fetch(*self._together[file])
        if file not in self._read:
            places = _LatePlaces(lambda: parse_past(self._content(file), path=file[1]).places)
            self._read[file] = respelt_past(self._spelt[file], path=file[1], places=places)
        return self._read[file]

    def _fetch(self, agreement: str, files: Sequence[_File]) -> None:
        """Read all of an agreement's versions: those that the cache has from there, the others from the repository."""
        content = cache.read(self._folder, f"terms-{agreement}")
        known = {(blob, path): spelt for blob, path, spelt in json.loads(content)} if content else {}
        paths: dict[str, list[str]] = {}
        for blob, path in files:
            if (blob, path) in known:
                self._spelt[blob, path] = known[blob, path]
            else:
                paths.setdefault(blob, []).append(path)
        for found in self._repository.objects(paths) if paths else ():
            if found.kind == MISSING:
                raise BlobsMissing(1)
            for path in paths[found.id]:
                self._read[found.id, path], known[found.id, path] = spelt_past(found.data, path=path)
        if paths:
            rows = [[*file, known[file]] for file in sorted(set(files))]
            cache.write(self._folder, f"terms-{agreement}", json.dumps(rows, separators=(",", ":")).encode())

    def _content(self, file: _File) -> bytes:
        [found] = self._repository.objects([file[0]])
        if found.kind == MISSING:
            raise BlobsMissing(1)
        return found.data


class _LatePlaces(Mapping[At, Place]):
    """Where the parts of an agreement stand, read from its file when the first of them is looked up."""

    def __init__(self, read: Callable[[], Mapping[At, Place]]) -> None:
        self._look = read

    @cached_property
    def _places(self) -> Mapping[At, Place]:
        return self._look()

    def __getitem__(self, at: At) -> Place:
        return self._places[at]

    def __iter__(self) -> Iterator[At]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _last_file(run: Run) -> _File:
    assert run.last.blob is not None
    assert run.last.path is not None
    return run.last.blob, run.last.path
