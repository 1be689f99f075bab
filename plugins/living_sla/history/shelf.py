"""Agreements of the past, read from the repository when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.agreements.past import parse_past
from living_sla.history.collector import collector_at_rest
from living_sla.history.repository import MISSING, Repository
from living_sla.history.terms_read import BlobsMissing
from living_sla.history.versions import Run
from living_sla.model.agreement import Agreement

_File = tuple[str, str]
"""The id of a blob, and the path where it stood."""


class Shelf:
    """All versions of one agreement are fetched at once, when the first of them is asked for."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._together: dict[_File, dict[_File, str]] = {}
        """The digests of the agreement that a file belongs to, by the files that hold its versions."""
        self._read: dict[_File, Agreement] = {}

    def add(self, runs: Sequence[Run]) -> None:
        """Remember which versions belong to one agreement."""
        digests = {_last_file(run): run.digest for run in runs}
        self._together.update(dict.fromkeys(digests, digests))

    def __call__(self, run: Run) -> Agreement:
        """The agreement as the last revision of the run held it; raises `BlobsMissing` where the clone lacks it."""
        file = _last_file(run)
        if file not in self._read:
            with collector_at_rest():
                self._fetch(self._together[file])
        return self._read[file]

    def _fetch(self, digests: dict[_File, str]) -> None:
        paths: dict[str, list[str]] = {}
        for blob, path in digests:
            paths.setdefault(blob, []).append(path)
        for found in self._repository.objects(paths):
            if found.kind == MISSING:
                raise BlobsMissing(1)
            for path in paths[found.id]:
                self._read[found.id, path] = parse_past(found.data, path=path, known=digests[found.id, path])


def _last_file(run: Run) -> _File:
    assert run.last.blob is not None
    assert run.last.path is not None
    return run.last.blob, run.last.path
