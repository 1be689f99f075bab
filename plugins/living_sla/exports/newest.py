"""Which of several files is the newest: the one with the latest as-of, whatever the files are called.

Browsers call a second download `leads (1).csv`, and `-10` comes before `-9`: names say nothing, unless the source reads
its as-of from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from living_sla.errors import Fault, Notice, Place, SlaError, WarningName
from living_sla.exports.file import File
from living_sla.model.figures.provenance import ExportFile, PassedOver
from living_sla.model.time.zones import instant


class Chosen(Struct, frozen=True):
    """The newest of several files, and the others, the latest first."""

    file: File
    passed_over: tuple[PassedOver, ...]
    before: File
    """The one with the as-of before it."""
    notices: tuple[Notice, ...]


class Candidate(Struct, frozen=True):
    """One of several files, read as far as its as-of needs."""

    file: File
    facts: ExportFile
    speaks_up_to: int
    """Microseconds since the epoch, UTC."""


def newest(name: str, candidates: Sequence[Candidate], place: Place) -> Chosen:
    """The newest of these files, which come in the order of their names.

    Raises `SlaError` for two files that differ and have the same as-of.
    """
    # Stable: of equal ones the last by name is the last.
    ordered = sorted(candidates, key=lambda candidate: candidate.speaks_up_to)
    last, before = ordered[-1], ordered[-2]
    file, shown = last.file, instant(last.speaks_up_to)
    if last.speaks_up_to == before.speaks_up_to and last.facts.sha256 != before.facts.sha256:
        both = f"{before.file.shown} and {file.path.name}"
        message = f"{both} have the same as-of, {shown:%Y-%m-%d %H:%M:%S} UTC: which is newer?"
        raise SlaError(message, where=place, hint="keep one of them in the folder", code=Fault.UNCLEAR_NEWEST)
    passed_over = tuple(PassedOver(older.facts, instant(older.speaks_up_to)) for older in reversed(ordered[:-1]))
    notices: tuple[Notice, ...] = ()
    if last.facts.sha256 != candidates[-1].facts.sha256:
        names = _listed(older.file.path.rpartition("/")[2] for older in passed_over)
        message = (
            f"of {len(candidates)} exports of {name}, {file.path.name} is read: its as-of is "
            f"{shown:%Y-%m-%d %H:%M} UTC, later than {names}"
        )
        hint = "remove the others, or move them to another folder, if they are not wanted any more"
        notices = (Notice(WarningName.NEWEST_BY_CONTENT, message, Place(file.shown), hint),)
    return Chosen(file, passed_over, before.file, notices)


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")
