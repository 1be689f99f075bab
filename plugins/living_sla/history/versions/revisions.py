"""Steps to revisions and versions: what each commit did to an agreement, and which terms it started.

Six commits that touch one file; A and B are two digests of terms::

    commit      1st       2nd         3rd        4th          5th        6th
    its file    A         A, moved    B          unreadable   A          gone
    revision    started   editorial   material   unreadable   material   removed
    version     1 ------------------- 2 --------------------- 3 ---------|
                                                              returns to 1

What cannot be read ends no version: the second lasts until the fifth commit. Going back to old terms starts another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from living_sla.model.harmless import printable
from living_sla.model.past.revision import Commit, Revision, RevisionKind

if TYPE_CHECKING:
    from living_sla.history.versions.identity import Step


class Run(NamedTuple):
    """The revisions of one version: where it began, and the last file that held it."""

    number: int
    digest: str
    first: Step
    last: Step
    returns_to: int | None
    removed: Commit | None = None


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


def revisions_of(agreement: str, steps: Sequence[Step]) -> Iterator[Revision]:
    """The revisions of one agreement, oldest first."""
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
