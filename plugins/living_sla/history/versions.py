"""Steps to revisions and versions: what each commit did to an agreement, and which terms it started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from living_sla.history.changes_told import ChangesTold
from living_sla.history.harmless import printable
from living_sla.history.identity import Step
from living_sla.model.agreement import Agreement
from living_sla.model.change import Change
from living_sla.model.revision import Commit, Revision, RevisionKind, Version


class Run(NamedTuple):
    """The revisions of one version: where it began, and the last file that held it."""

    number: int
    digest: str
    first: Step
    last: Step
    returns_to: int | None
    removed: Commit | None = None


class Revisions(Mapping[str, tuple[Revision, ...]]):
    """The revisions of each agreement by its id, oldest first; told when somebody asks for them."""

    def __init__(self, steps: Mapping[str, Sequence[Step]]) -> None:
        self._steps = steps
        self._told: dict[str, tuple[Revision, ...]] = {}

    def __getitem__(self, agreement: str) -> tuple[Revision, ...]:
        if agreement not in self._told:
            self._told[agreement] = tuple(_revisions(agreement, self._steps[agreement]))
        return self._told[agreement]

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)


def runs_of(steps: Sequence[Step]) -> tuple[Run, ...]:
    """The runs that the revisions of one agreement make up, oldest first.

    A file that cannot be read for a while does not end a version. One that was removed does, and coming back starts
    another, also with the same terms.
    """
    runs: list[Run] = []
    numbers: dict[str, int] = {}
    for step in steps:
        _apply(step, runs, numbers)
    return tuple(runs)


def _revisions(agreement: str, steps: Sequence[Step]) -> Iterator[Revision]:
    runs: list[Run] = []
    numbers: dict[str, int] = {}
    for step in steps:
        kind = _apply(step, runs, numbers)
        moved_from = step.path_before if step.path and step.path_before != step.path else None
        readable = step.reading is not None and bool(step.reading.digest)
        yield Revision(
            agreement=agreement,
            commit=step.landing.commit,
            kind=kind,
            path=printable(step.path or step.path_before or ""),
            moved_from=printable(moved_from) if moved_from else None,
            digest=step.reading.digest if step.reading and readable else None,
            version=runs[-1].number if readable else None,
            why=step.reading.why if step.reading else "",
        )


def _apply(step: Step, runs: list[Run], numbers: dict[str, int]) -> RevisionKind:
    """Take one step into account, and say what it did; `numbers` are the latest versions by their digest."""
    if step.reading is None:
        if runs:
            runs[-1] = runs[-1]._replace(removed=step.landing.commit)
        return RevisionKind.REMOVED
    digest = step.reading.digest
    if not digest:
        return RevisionKind.UNREADABLE
    if runs and runs[-1].digest == digest and runs[-1].removed is None:
        runs[-1] = runs[-1]._replace(last=step)
        return RevisionKind.EDITORIAL
    runs.append(Run(len(runs) + 1, digest, step, step, numbers.get(digest)))
    numbers[digest] = len(runs)
    return RevisionKind.MATERIAL if len(runs) > 1 else RevisionKind.STARTED


def versions_of(
    runs: Sequence[Run], load: Callable[[Run], Agreement], told: ChangesTold, *, now: Agreement | None, edited: bool
) -> tuple[Version, ...]:
    """The versions of one agreement, oldest first; terms and changes are read when somebody asks for them.

    `now` is what the work tree holds: the agreement of the last version where the terms are the same, else a draft.
    `edited` says whether its file is another than that of HEAD.
    """
    versions: list[Version] = []
    for run in runs:
        assert run.first.reading is not None
        current = now is not None and run is runs[-1] and run.removed is None and now.digest == run.digest
        agreement = now if current and now is not None else partial(load, run)
        changes: tuple[Change, ...] | Callable[[], tuple[Change, ...]] = ()
        if versions:
            pair = partial(_pair, versions[-1], agreement)
            changes = (
                partial(told.differences, pair)
                if current and edited
                else told.between(f"{_file(runs[run.number - 2])} {_file(run)}", pair)
            )
        versions.append(
            Version(
                number=run.number,
                agreement=agreement,
                landed=run.first.landing.commit,
                changes=changes,
                returns_to=run.returns_to,
                removed=run.removed,
                kept=run.first.reading.essentials,
            )
        )
    if now is not None and (not runs or runs[-1].digest != now.digest or runs[-1].removed is not None):
        versions.append(draft(now, versions, told))
    return tuple(versions)


def draft(agreement: Agreement, before: Sequence[Version], told: ChangesTold) -> Version:
    """The version that terms make which are not on the main line, on top of those before it."""
    earlier = [version.number for version in before if version.digest == agreement.digest]
    return Version(
        number=len(before) + 1,
        agreement=agreement,
        landed=None,
        changes=partial(told.differences, partial(_pair, before[-1], agreement)) if before else (),
        returns_to=earlier[-1] if earlier else None,
    )


def _pair(before: Version, agreement: Agreement | Callable[[], Agreement]) -> tuple[Agreement, Agreement]:
    return before.agreement, agreement if isinstance(agreement, Agreement) else agreement()


def _file(run: Run) -> str:
    return f"{run.last.blob}:{run.last.path}"
