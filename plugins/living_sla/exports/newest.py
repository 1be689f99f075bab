"""Which of several files is the newest: the one that speaks up to the latest instant, whatever the files are called.

Browsers call a second download `leads (1).csv`, and `-10` comes before `-9`: names say nothing, unless the source reads
its as-of from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from living_sla.errors import Fault, Faults, Notice, Place, SlaError
from living_sla.exports.as_of import UNKNOWN, SpeaksUpTo
from living_sla.exports.files import File
from living_sla.exports.formats.by_ending import open_table
from living_sla.exports.formats.diagnosis import explained
from living_sla.exports.formats.header import check_header, positions
from living_sla.exports.formats.kinds import check_kind
from living_sla.exports.formats.text_file import Damage
from living_sla.exports.scan import Scan
from living_sla.model.provenance import ExportFile, PassedOver
from living_sla.model.source import NewestOf, Source
from living_sla.model.zones import instant


@dataclass(frozen=True)
class Chosen:
    """The newest of several files, and the others, the latest first."""

    file: File
    passed_over: tuple[PassedOver, ...]
    before: File
    """The one that speaks up to the instant before it."""
    notices: tuple[Notice, ...]


def newest(name: str, source: Source, files: Sequence[File], place: Place) -> Chosen:
    """The newest of these files, in the order of their names, of a source whose as-of is that of its columns.

    Raises:
        Faults: A file that cannot be read that far, or that holds no instant to be known by.
        SlaError: Two files that differ and speak up to the same instant.
    """
    read = [(_read(source, file, place), file) for file in files]
    read.sort(key=lambda one: one[0][1])  # stable: of equal ones the last by name is the last
    (last, file), (before, other) = read[-1], read[-2]
    shown = instant(last[1])
    if last[1] == before[1] and last[0].sha256 != before[0].sha256:
        message = f"{other.shown} and {file.path.name} both speak up to {shown:%Y-%m-%d %H:%M:%S} UTC: which is newer?"
        raise SlaError(message, where=place, hint="keep one of them in the folder", code=Fault.UNCLEAR_NEWEST)
    passed_over = tuple(PassedOver(found, instant(at)) for (found, at), _ in reversed(read[:-1]))
    notices: tuple[Notice, ...] = ()
    if file != files[-1] and last[0].sha256 != next(found.sha256 for (found, _), one in read if one == files[-1]):
        message = (
            f"of {len(files)} exports of {name}, {file.path.name} is read: it speaks up to {shown:%Y-%m-%d %H:%M} UTC, "
            f"later than {_listed(one.file.path.rpartition('/')[2] for one in passed_over)}"
        )
        hint = "remove the others, or move them to another folder, if they are not wanted any more"
        notices = (Notice("newest-by-content", message, Place(file.shown), hint),)
    return Chosen(file, passed_over, other, notices)


def _read(source: Source, file: File, place: Place) -> tuple[ExportFile, int]:
    """The file as it was read, and up to when it speaks: microseconds since the epoch, UTC."""
    assert isinstance(source.as_of, NewestOf)
    fault = check_kind(file.path, file.shown, source.encoding)
    if fault is not None:
        raise Faults([fault])
    # Of an older file nothing else matters: it may have had other columns.
    names = tuple(dict.fromkeys((source.key, *source.as_of.newest_of)))
    source = source.model_copy(update={"columns": {name: source.columns[name] for name in names}})
    speaks, scan = SpeaksUpTo(source, None, place), Scan.of(source, names)
    try:
        with closing(open_table(file, source, names)) as table:
            faults = check_header(table.header, source, file.shown, table.header_line)
            if faults:
                raise Faults(faults)
            for batch in scan.batches(table, positions(table.header, source.columns)):
                speaks.hear(batch)
            facts = table.facts()
    except Damage as damage:
        raise Faults(explained(damage, [file], source, names)) from None
    if speaks.so_far == UNKNOWN:
        message = f"nobody can tell whether it is the newest: {', '.join(names[1:] or names)} holds nothing"
        raise Faults([SlaError(message, where=Place(file.shown), hint="remove the file", code=Fault.UNCLEAR_NEWEST)])
    return facts, speaks.so_far


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")
