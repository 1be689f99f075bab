"""Which file was which agreement: identity is the `id` that a file states, so renames, moves and copies mix nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from living_sla.errors import Notice, Place, WarningName
from living_sla.history.versions.readings import Key, Reading, key_of
from living_sla.model import paths
from living_sla.model.harmless import printable

if TYPE_CHECKING:
    from living_sla.history.git.log import FileChange, LandedCommit

_LINK = Reading("", "", why="a link, not a file")


class Step(NamedTuple):
    """What one commit of the main line did to one agreement."""

    landing: LandedCommit
    path: str | None
    """Where it stands after the commit; None where the commit removed it."""
    path_before: str | None
    blob: str | None
    reading: Reading | None
    """None where the commit removed it."""


class _Held(NamedTuple):
    agreement: str
    blob: str
    reading: Reading


class Tracks(Struct):
    """The steps of every agreement, oldest first, and what was strange on the way."""

    steps: dict[str, list[Step]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def is_agreement(change: FileChange) -> bool:
    """Whether a changed file is, or was, one that agreements are read from."""
    return change.mode != "160000" and paths.is_agreement(change.path)


def files_of(landings: Sequence[LandedCommit]) -> Iterator[tuple[str, str]]:
    """Content and path of every file that an agreement may have been read from."""
    for landing in landings:
        for change in landing.changes:
            if change.blob is not None and change.mode != "120000" and is_agreement(change):
                yield change.blob, change.path


def track(landings: Sequence[LandedCommit], readings: Mapping[Key, Reading]) -> Tracks:
    """The steps of each agreement, by its id.

    A file that cannot be read belongs to the id that it claims, else to the agreement that stood in its place. Where
    two files state one id, the one that had it first keeps the history.
    """
    return _Tracker(readings).over(landings)


class _Tracker:
    def __init__(self, readings: Mapping[Key, Reading]) -> None:
        self._readings = readings
        self._held: dict[str, _Held] = {}
        self._paths: dict[str, list[str]] = {}
        """Where files state an id, the first to do so first."""
        self._tracks = Tracks()

    def over(self, landings: Sequence[LandedCommit]) -> Tracks:
        for landing in landings:
            changes = [change for change in landing.changes if is_agreement(change)]
            if changes:
                self._land(landing, changes)
        return self._tracks

    def _land(self, landing: LandedCommit, changes: list[FileChange]) -> None:
        if len(changes) == 1 and self._stays(landing, changes[0]):
            return
        after = {change.path: self._new(change) for change in changes}
        touched = {held.agreement for path in after if (held := self._held.get(path))}
        touched |= {held.agreement for held in after.values() if held}
        before = {agreement: self._first(agreement) for agreement in touched}
        for path, held in after.items():
            self._put(path, held)
        for agreement in sorted(touched):
            self._step(landing, agreement, before[agreement])
            self._tell_copies(landing, agreement, after)

    def _stays(self, landing: LandedCommit, change: FileChange) -> bool:
        """Take the most usual step: another content for the only file of an agreement; False where it is not that."""
        path, held = change.path, self._new(change)
        here = self._held.get(path)
        if held is None or here is None or held.agreement != here.agreement or len(self._paths[here.agreement]) > 1:
            return False
        self._held[path] = held
        if held.blob != here.blob:
            self._tracks.steps[held.agreement].append(Step(landing, path, path, held.blob, held.reading))
        return True

    def _new(self, change: FileChange) -> _Held | None:
        if change.blob is None:
            return None
        reading = _LINK if change.mode == "120000" else self._readings[key_of(change.blob, change.path)]
        here = self._held.get(change.path)
        agreement = reading.agreement or (here.agreement if here else PurePosixPath(change.path).stem)
        return _Held(agreement, change.blob, reading)

    def _put(self, path: str, held: _Held | None) -> None:
        here = self._held.get(path)
        if here and (held is None or held.agreement != here.agreement):
            self._paths[here.agreement].remove(path)
        if held is None:
            self._held.pop(path, None)
            return
        self._held[path] = held
        stated = self._paths.setdefault(held.agreement, [])
        if path not in stated:
            stated.append(path)

    def _first(self, agreement: str) -> tuple[str, _Held] | None:
        paths = self._paths.get(agreement)
        return (paths[0], self._held[paths[0]]) if paths else None

    def _step(self, landing: LandedCommit, agreement: str, before: tuple[str, _Held] | None) -> None:
        now = self._first(agreement)
        where, held = now or (None, None)
        was, old = before or (None, None)
        if where == was and (held.blob if held else None) == (old.blob if old else None):
            return
        step = Step(landing, where, was, held.blob if held else None, held.reading if held else None)
        self._tracks.steps.setdefault(agreement, []).append(step)

    def _tell_copies(self, landing: LandedCommit, agreement: str, changed: Mapping[str, _Held | None]) -> None:
        first, *copies = self._paths[agreement] or [""]
        for path in copies:
            if path in changed:
                message = (
                    f'also states the id "{agreement}" in commit {landing.commit.id[:12]}; '
                    f"the history is that of {printable(first)}, which had it first"
                )
                self._tracks.notices.append(Notice(WarningName.COPIED_AGREEMENT, message, Place(printable(path))))
