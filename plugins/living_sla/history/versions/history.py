"""The history of a project: what every agreement was, version by version, as the main line of its repository tells."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.cache import Cache
from living_sla.errors import Notice, Place, WarningName
from living_sla.history.git.log import LandedCommit, Line, landings_of, main_line, read_line
from living_sla.history.git.repository import Repository, checked_out_ids
from living_sla.history.git.state import find_repository, folder_in_repository, is_sparse
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.versions.collector import collector_at_rest
from living_sla.history.versions.identity import Tracks, files_of, track
from living_sla.history.versions.past_terms import AgreementFormat, AgreementPast
from living_sla.history.versions.readings import Key, Reading, keys_of, nothing_lost, read_terms
from living_sla.model.counted import counted
from living_sla.model.harmless import printable
from living_sla.model.past.revision import Revision, Version
from living_sla.model.paths import AGREEMENTS_FOLDER

if TYPE_CHECKING:
    from living_sla.history.versions.folder import FolderAgreement


class History(Struct, frozen=True, dict=True):
    """What the main line holds, by the id of the agreement; with what the work tree puts on top of it."""

    repository: Repository | None
    """None where there is no history to read; `trouble` says why."""
    agreements: Mapping[str, AgreementPast] = field(default_factory=dict)
    """Also those that were removed."""
    landings: tuple[LandedCommit, ...] = ()
    """Every commit of the main line that changed anything below `agreements/`, oldest first; sign-offs are among it."""
    uncommitted: frozenset[str] = frozenset()
    """Ids of the agreements whose file in the work tree is not the one of HEAD, whatever differs."""
    notices: tuple[Notice, ...] = ()
    trouble: HistoryFault | None = None
    """Why the history cannot be told; every agreement then is a draft, as the work tree has it."""
    folder: str = ""
    """Where the project lies in its repository: empty at its top, or ``sales/sla/``."""

    @property
    def head(self) -> str | None:
        """The id of the commit up to which the history goes."""
        return self.repository.head if self.repository else None

    def require(self) -> None:
        """Raise the `HistoryFault` that keeps this history from being told, for what cannot do without."""
        if self.trouble:
            raise self.trouble

    @cached_property
    def versions(self) -> Mapping[str, tuple[Version, ...]]:
        """Oldest first, a draft last; an agreement that could never be read is not among them."""
        return {agreement: past.versions for agreement, past in self.agreements.items() if past.versions}

    def revisions(self, agreement: str) -> tuple[Revision, ...]:
        """Oldest first."""
        past = self.agreements.get(agreement)
        return past.revisions() if past else ()


def read_history(
    root: Path, agreements: Sequence[FolderAgreement], format: AgreementFormat, *, cache: Cache | None = None
) -> History:
    """The history of the project at `root`, whose work tree holds these agreements, in this format.

    Nothing is raised for a history that cannot be told: `History.trouble` holds that, and no version is made up.
    """
    try:
        repository = find_repository(root)
        with collector_at_rest():
            return _read(repository, agreements, format, cache)
    except HistoryFault as trouble:
        return History(
            None,
            {agreement.id: AgreementPast(agreement.id, (), agreement, format) for agreement in agreements},
            trouble=trouble,
            # Before the first commit links lead to where the files will be.
            folder=folder_in_repository(root),
        )


def _read(
    repository: Repository, agreements: Sequence[FolderAgreement], format: AgreementFormat, cache: Cache | None
) -> History:
    _require_complete(repository)
    with nothing_lost(repository):
        known = _recall(cache)
        line = read_line(repository, AGREEMENTS_FOLDER, known=known.line)
        landings = landings_of(line)
        readings = read_terms(repository, keys_of(files_of(landings)), known.readings, format.read)
    if known.line is None or known.line.head != line.head:
        _remember(cache, line, readings)
    tracks = track(landings, readings)
    _require_checked_out(repository, tracks)
    here = {held.id: held for held in agreements}
    uncommitted = _uncommitted(repository, agreements, tracks)
    pasts = {
        agreement: AgreementPast(
            agreement,
            tracks.steps.get(agreement, ()),
            here.get(agreement),
            format,
            edited=agreement in uncommitted,
            repository=repository,
            cache=cache,
        )
        for agreement in sorted(tracks.steps.keys() | here.keys())
    }
    notices = (*repository.notices, *_untimed(landings), *_unreadable(tracks), *tracks.notices)
    return History(repository, pasts, tuple(landings), uncommitted, notices, folder=repository.prefix)


def history_at(history: History, commit: str, format: AgreementFormat, *, cache: Cache | None = None) -> History:
    """The history up to another commit of the same repository, as who checks that out would read it.

    Nothing is on top of it, and nothing is remembered of it. A project without a history has none there either.

    Raises `HistoryFault` where the repository is damaged, or a partial clone lacks its files.
    """
    if history.repository is None:
        return History(None, trouble=history.trouble, folder=history.folder)
    repository = replace(history.repository, head=commit, branch=None)
    with nothing_lost(repository), collector_at_rest():
        landings = main_line(repository, AGREEMENTS_FOLDER)
        readings = read_terms(repository, keys_of(files_of(landings)), _recall(cache).readings, format.read)
    tracks = track(landings, readings)
    pasts = {
        agreement: AgreementPast(agreement, steps, None, format, edited=False, repository=repository)
        for agreement, steps in sorted(tracks.steps.items())
    }
    return History(repository, pasts, tuple(landings), folder=repository.prefix)


def _require_complete(repository: Repository) -> None:
    if not repository.shallow:
        return
    count = int(repository.run("rev-list", "--count", "--first-parent", repository.head))
    message = f"history incomplete: the clone is shallow and holds {counted(count, 'commit')} of the main line"
    hint = "git fetch --unshallow; on GitHub fetch-depth: 0 in the checkout step; on GitLab the variable GIT_DEPTH: 0"
    raise HistoryFault(Trouble.SHALLOW, message, hint)


def _require_checked_out(repository: Repository, tracks: Tracks) -> None:
    """Raise `HistoryFault` where a sparse checkout leaves out agreements: they would look as if they were removed."""
    paths = [taken[-1].path for taken in tracks.steps.values() if taken and taken[-1].path is not None]
    absent = [path for path in paths if not os.path.lexists(repository.root / path)]
    if absent and is_sparse(repository.root):
        message = f"the checkout is sparse and leaves out {printable(absent[0])}"
        message += f" and {len(absent) - 1} more" if len(absent) > 1 else ""
        raise HistoryFault(Trouble.SPARSE, message, "git sparse-checkout disable")


def _uncommitted(repository: Repository, agreements: Sequence[FolderAgreement], tracks: Tracks) -> frozenset[str]:
    """Agreements whose file is not the one of HEAD."""
    uncommitted = set()
    for agreement in agreements:
        steps = tracks.steps.get(agreement.id)
        last = steps[-1] if steps else None
        ids = checked_out_ids((repository.root / agreement.path).read_bytes(), len(repository.head))
        if last is None or last.path != agreement.path or last.blob not in ids:
            uncommitted.add(agreement.id)
    return frozenset(uncommitted)


def _untimed(landings: Sequence[LandedCommit]) -> Iterator[Notice]:
    for landing in landings:
        if landing.untimed:
            commit = landing.commit
            message = f"commit {commit.id[:12]} states no usable time; it counts as landed with the commit before it"
            yield Notice(WarningName.COMMIT_WITHOUT_TIME, message)


def _unreadable(tracks: Tracks) -> Iterator[Notice]:
    for _, taken in sorted(tracks.steps.items()):
        for step in taken:
            if step.reading is not None and not step.reading.digest and step.path is not None:
                commit = step.landing.commit.id[:12]
                message = f"commit {commit} left a file that cannot be read as terms: {step.reading.why}"
                yield Notice(WarningName.UNREADABLE_REVISION, message, Place(printable(step.path)))


# ---------------------------------------------------------------- what is remembered


class _Remembered(Struct, frozen=True):
    """What was read before: the main line as git printed it, and what old files said; nothing without a cache.

    It depends on content alone, for a commit's id stands for everything behind it.
    """

    line: Line | None = None
    readings: Mapping[Key, Reading] = field(default_factory=dict)


def _recall(cache: Cache | None) -> _Remembered:
    """The main line and the readings that were kept."""
    content = cache.read("history") if cache else None
    if content is None:
        return _Remembered()
    header, readings, raw = content.split(b"\n", 2)
    head, prefix = json.loads(header)
    return _Remembered(
        Line(head, prefix, raw), {Key(blob, stem): Reading(*row) for blob, stem, *row in json.loads(readings)}
    )


def _remember(cache: Cache | None, line: Line, readings: Mapping[Key, Reading]) -> None:
    """Keep these for the next time."""
    if cache is None:
        return
    rows = [[*key, *reading] for key, reading in sorted(readings.items()) if reading.digest]
    header, kept = json.dumps([line.head, line.prefix]), json.dumps(rows, separators=(",", ":"))
    cache.write("history", b"\n".join((header.encode(), kept.encode(), line.raw)))
