"""One agreement through time: its versions at once; revisions, old terms and changes when somebody asks for them.

A history is told by the essentials of its versions. Terms and changes of all of them are read together when the first
is asked for; changes that were told before need one small file of what is remembered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from living_sla.cache import Cache
from living_sla.errors import Place
from living_sla.history.versions.collector import collector_at_rest
from living_sla.history.versions.readings import BlobsMissing, ReadAgreement, nothing_lost
from living_sla.history.versions.revisions import Run, revisions_of, runs_of
from living_sla.model.past.change import Change, Compare, Direction
from living_sla.model.past.revision import Revision, Version

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository
    from living_sla.history.versions.folder import FolderAgreement
    from living_sla.history.versions.identity import Step
    from living_sla.model.agreement.terms import Agreement

_File = tuple[str, str]
"""The id of a blob, and the path where it stood."""


class AgreementFormat(NamedTuple):
    """What the history is given of the format of agreements, of which it knows nothing."""

    read: ReadAgreement
    changes: Compare


class AgreementPast:
    """What the main line tells of one agreement, with what the folder puts on top of it.

    `folder` is the agreement as the work tree has it, None where it has none, and `edited` whether its file is another
    than that of HEAD. Without a `repository` there is a draft and nothing else.
    """

    def __init__(
        self,
        agreement_id: str,
        steps: Sequence[Step],
        folder: FolderAgreement | None,
        format: AgreementFormat,
        *,
        edited: bool = True,
        repository: Repository | None = None,
        cache: Cache | None = None,
    ) -> None:
        self._id = agreement_id
        self._steps = steps
        self._runs = runs_of(steps)
        self._folder = folder
        self._format = format
        self._edited = edited
        self._repository = repository
        self._cache = cache
        self._agreements: dict[_File, Agreement] = {}
        self._changes: dict[int, tuple[Change, ...]] = {}
        last = self._runs[-1] if self._runs else None
        same = folder is not None and last is not None and last.removed is None and last.digest == folder.digest
        self._in_folder = len(self._runs) + (not same) if folder is not None else 0
        """The number of the version whose terms the folder has: the last one, or a draft; 0 where it has none."""
        self.versions = tuple(self._told())
        """Oldest first, a draft last."""

    def _told(self) -> Iterator[Version]:
        for run in self._runs:
            assert run.first.reading is not None
            landed = run.first.landing.commit
            yield Version(run.number, run.first.reading.essentials, landed, self, run.returns_to, run.removed)
        if self._in_folder > len(self._runs):
            assert self._folder is not None
            earlier = [run.number for run in self._runs if run.digest == self._folder.digest]
            yield Version(self._in_folder, self._folder.essentials, None, self, earlier[-1] if earlier else None)

    def revisions(self) -> tuple[Revision, ...]:
        """Every revision, oldest first."""
        return tuple(revisions_of(self._id, self._steps))

    def agreement(self, version: Version) -> Agreement:
        """As it stood at the last revision of a version; raises `HistoryFault` where the clone lacks it."""
        return self._agreement(version.number)

    def content(self, version: Version) -> bytes:
        """The bytes of its file at the last revision of a version; raises as `agreement` does.

        None were committed of a draft: then what is raised is a `ValueError`.
        """
        if version.is_draft or self._repository is None:
            raise ValueError("a draft has no committed file")
        blob, _ = _last_file(self._runs[version.number - 1])
        with nothing_lost(self._repository):
            [found] = self._repository.objects([blob])
            if found.kind != "blob":
                raise BlobsMissing(1)
        return found.data

    def changes(self, version: Version) -> tuple[Change, ...]:
        """What a version changes against the one before; raises as `agreement` does."""
        if version.number == 1:
            return ()
        if version.number not in self._changes:
            with collector_at_rest():
                if self._is_committed(version.number):
                    self._changes |= self._changes_of_committed()
                else:  # not worth remembering
                    self._changes[version.number] = self._compared(version.number)
        return self._changes[version.number]

    def _agreement(self, number: int) -> Agreement:
        if number == self._in_folder:
            assert self._folder is not None
            return self._folder.agreement
        file = _last_file(self._runs[number - 1])
        if file not in self._agreements:
            with collector_at_rest():
                self._fetch()
        return self._agreements[file]

    def _fetch(self) -> None:
        assert self._repository is not None
        digests = {_last_file(run): run.digest for run in self._runs}
        paths: dict[str, list[str]] = {}
        for blob, path in digests:
            paths.setdefault(blob, []).append(path)
        with nothing_lost(self._repository):  # though what is remembered knows of it
            for content in self._repository.objects(paths):
                if content.is_missing:
                    raise BlobsMissing(1)
                for path in paths[content.id]:
                    file = content.id, path
                    self._agreements[file] = self._format.read(content.data, path=path, known=digests[file])

    def _is_committed(self, number: int) -> bool:
        """Whether the file from which a version is read is one of the main line's."""
        return number <= len(self._runs) and not (number == self._in_folder and self._edited)

    def _compared(self, number: int) -> tuple[Change, ...]:
        return self._format.changes(self._agreement(number - 1), self._agreement(number))

    def _changes_of_committed(self) -> dict[int, tuple[Change, ...]]:
        """By number, of every version that is committed and has one before it; those are remembered."""
        pairs = {
            after.number: f"{':'.join(_last_file(before))} {':'.join(_last_file(after))}"
            for before, after in pairwise(self._runs)
            if self._is_committed(after.number)
        }
        known = self._remembered()
        of_pairs = {
            files: known[files] if files in known else self._compared(number) for number, files in pairs.items()
        }
        if self._cache and of_pairs.keys() != known.keys():
            rows = {files: [_row(change) for change in of_pair] for files, of_pair in of_pairs.items()}
            self._cache.write(f"changes-{self._id}", json.dumps(rows, separators=(",", ":")).encode())
        return {number: of_pairs[files] for number, files in pairs.items()}

    def _remembered(self) -> dict[str, tuple[Change, ...]]:
        content = self._cache.read(f"changes-{self._id}") if self._cache else None
        rows = json.loads(content) if content else {}
        return {files: tuple(_change(*row) for row in of_pair) for files, of_pair in rows.items()}


def _last_file(run: Run) -> _File:
    assert run.last.blob is not None
    assert run.last.path is not None
    return run.last.blob, run.last.path


def _row(change: Change) -> list[Any]:
    place = change.place
    return [change.rule, change.commitment, change.sentence, change.direction, change.party,
            [place.path, place.line, place.column], change.breaks_series, change.concerns]  # fmt: skip


def _change(rule: str, commitment: str | None, sentence: str, direction: str, party: str | None, place: list[Any],
            breaks_series: bool, concerns: list[str]) -> Change:  # fmt: skip
    return Change(rule, commitment, sentence, Direction(direction), party, Place(*place), breaks_series, (*concerns,))
