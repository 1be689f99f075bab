"""The report and the reviews behind the site, read once for each state of their inputs.

Macros ask for them on every page, and some generators define their macros anew for each page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.cache import Cache
from living_sla.errors import EnvironmentFault, Fault, Faults
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.review import Review
from living_sla.model.time.zones import END_YEAR, FIRST_YEAR
from living_sla.reviews.folder.layout import FOLDER
from living_sla.settings import Settings
from living_sla.site import commits

if TYPE_CHECKING:
    from living_sla.report import Agreed

FOLDERS = ("agreements", "data")
SETTINGS = "pyproject.toml"

_EPOCH = "SOURCE_DATE_EPOCH"
"""The instant at which the site is built, in seconds since 1970, so that two builds of one commit have the same bytes.

It is now.

SOURCE_DATE_EPOCH=1793491200
"""
_FIRST, _END = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, END_YEAR))

_State = tuple[Settings | tuple[str, int, int, int] | None, ...]
_remembered: dict[Path, tuple[_State, Report | Faults, Agreed | None]] = {}
_shelves: dict[Path, tuple[_State, tuple[Review, ...]]] = {}
_reported: dict[Path, tuple[Report, tuple[Review, ...], Report]] = {}
"""The report without the reviews, the reviews, and the report with them."""


def report_of(root: Path, *, cache: bool = True, settings: Settings | None = None, incomplete: bool = False) -> Report:
    """The report of the project at `root`; raises `Faults` for everything that is wrong with its content.

    Of one that has to be built, `cache` says whether it may use what earlier builds kept in a folder, and `incomplete`
    whether it may be published though the clone lacks a part of the history. `settings` go before those of the folder.
    """
    root = root.resolve()
    state = (settings, *_state(root))
    known = _remembered.get(root)
    refused = known is not None and isinstance(known[1], Report) and known[1].refused is not None
    if known is None or known[0] != state or (incomplete and refused):
        known = (state, *_build(root, cache, settings, incomplete))
        _remembered[root] = known
    if isinstance(known[1], Faults):
        raise known[1]
    return known[1]


def shelf_of(root: Path, *, settings: Settings | None = None) -> tuple[Review, ...]:
    """Every review of the project at `root` in brief, with what checking it found, and what differs from it today.

    Raises what `report_of` raises. They are read anew when a file of one changed, or anything that the report is made
    of: a commit, for example.
    """
    root = root.resolve()
    report = report_of(root, settings=settings)
    state = (settings, *_state(root, (*FOLDERS, FOLDER)))
    known = _shelves.get(root)
    if known is None or known[0] != state:
        # Imported late: a site whose content has faults is not kept waiting for it.
        from living_sla.reviews.differences.restated import with_restated
        from living_sla.reviews.shelf.all_reviews import reviews_to_compare
        from living_sla.reviews.shelf.compared_records import ComparedRecords

        agreed = _remembered[root][2]
        found: tuple[Review, ...] = ()
        if agreed is not None:
            records = ComparedRecords(root, agreed.past.cache)
            found = reviews_to_compare(root, agreed.past, records)
            found = with_restated(agreed, report, found, records.of, records.whole)
        known = (state, found)
        _shelves[root] = known
    return known[1]


def with_reviews(report: Report, reviews: tuple[Review, ...], root: Path) -> Report:
    """The report with what these reviews of the project leave to do: the same one until either changes.

    Raises `Faults` for everything that is wrong with minutes.
    """
    known = _reported.get(root)
    if known is None or known[0] is not report or known[1] is not reviews:
        # Imported late: as the shelf.
        from living_sla.model.reviews.agenda import review_agenda
        from living_sla.reviews.shelf.minutes_here import require_minutes

        require_minutes(root)
        known = (report, reviews, replace(report, reviews=review_agenda(reviews)))
        _reported[root] = known
    return known[2]


def kept_of(root: Path) -> Cache | None:
    """Where blocks of pages are kept; None where nothing is to be kept."""
    known = _remembered.get(root.resolve())
    return known[2].cache if known is not None and known[2] is not None else None


def _build(
    root: Path, cache: bool, settings: Settings | None, incomplete: bool
) -> tuple[Report | Faults, Agreed | None]:
    # Imported late: settings are judged before anything is computed.
    from living_sla import report
    from living_sla.proposals.here import proposal_here

    now = build_time()
    try:
        agreed = report.read_agreed(root, now=now, cache=cache, settings=settings)
        found = report.build(root, now=now, cache=cache, settings=settings, incomplete=incomplete, agreed=agreed)
        found = replace(found, proposal=proposal_here(root, agreed, now))
    except Faults as faults:
        return faults, None
    return found, agreed


def build_time() -> datetime:
    """Now, or the instant that SOURCE_DATE_EPOCH asks a reproducible build to take for now.

    Raises `EnvironmentFault` where that is no instant of the years that agreements speak of.
    """
    epoch = os.environ.get(_EPOCH)
    if epoch is None:
        return datetime.now(UTC)
    seconds = int(epoch) if epoch.isascii() and epoch.isdigit() and len(epoch) <= 12 else -1
    if not _FIRST <= seconds < _END:
        message = (
            f"the variable {_EPOCH} is not a count of seconds since 1970 in the years {FIRST_YEAR} to {END_YEAR - 1}"
        )
        raise EnvironmentFault(
            message, hint=f"unset it, or set it with {_EPOCH}=$(date +%s)", code=Fault.INVALID_SOURCE_DATE
        )
    return datetime.fromtimestamp(seconds, UTC)


def _state(root: Path, folders: Sequence[str] = FOLDERS) -> Iterator[tuple[str, int, int, int]]:
    """Name, size and time of every input; a file that is replaced has another inode."""
    if (root / SETTINGS).is_file():
        yield _seen(root / SETTINGS)
    yield from map(_seen, commits.changing(root))
    for folder in folders:
        for parent, folders, files in os.walk(root / folder):
            folders.sort()
            for name in sorted(files):
                path = Path(parent, name)
                if path.is_file():
                    yield _seen(path)


def _seen(path: Path) -> tuple[str, int, int, int]:
    status = path.stat()
    return str(path), status.st_size, status.st_mtime_ns, status.st_ino
