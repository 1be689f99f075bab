"""One export, opened: its batches, and when they have been read, its facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from living_sla.errors import Fault, Faults, Notice, Place, SlaError
from living_sla.exports.as_of import UNKNOWN, SpeaksUpTo
from living_sla.exports.cells.batch import Batch, Flags
from living_sla.exports.cells.keys import Hashes, SeenKeys, newest
from living_sla.exports.declared import columns_read, format_faults, with_habits
from living_sla.exports.file import ChangedWhileRead, File
from living_sla.exports.files import find_files, oddities
from living_sla.exports.formats.by_ending import lines_of_keys, open_checked, open_table, slow_rows
from living_sla.exports.formats.diagnosis import explained
from living_sla.exports.formats.header import check_header, headers_of, unknown_personal
from living_sla.exports.formats.table import Damage
from living_sla.exports.newest import Candidate
from living_sla.exports.newest import newest as newest_file
from living_sla.exports.scan import Scan
from living_sla.model.agreement.source import NewestBy, NewestOf, Source
from living_sla.model.figures.provenance import ExportFacts, ExportFile, PassedOver

Result = TypeVar("Result")


def open_export(
    name: str,
    source: Source,
    *,
    root: Path,
    wanted: Collection[str],
    place: Place,
    format_at: Callable[[str], Place] | None = None,
) -> Export:
    """The export of a source: its files found, their headers checked, their rows not read yet.

    Args:
        name: What the source is called.
        source: What is declared about it.
        root: The folder that holds `data/`.
        wanted: The declared columns that are asked for; key, as-of and `newest_by` are read besides, nothing else is.
        place: Where the source is declared.
        format_at: Where the format of a column is declared; without it, where the source is.

    Raises:
        SlaError: Files that are missing or lie elsewhere.
        Faults: Files that are no exports, headers that are not as declared: all of them together.
    """
    source = with_habits(source)
    matching = find_files(name, source, root, place)
    columns = columns_read(source, wanted)
    faults = format_faults(source, format_at or (lambda column: place))
    if faults:
        raise Faults(faults)
    chosen, files, notices = None, [], list(matching.notices)
    paths = matching.files
    if matching.only_newest:
        candidates = [_candidate(source, File(path, path.relative_to(root).as_posix()), place) for path in paths]
        chosen = newest_file(name, candidates, place)
        paths = (chosen.file.path,)
        notices += [*chosen.notices, *oddities(name, chosen.before.path, chosen.file.path, root)]
    for path in paths:
        file = File(path, path.relative_to(root).as_posix())
        try:
            with closing(open_checked(file, source, columns)) as table:
                notices += (notice for notice in unknown_personal(table.header, source, place) if notice not in notices)
        except Damage as damage:
            faults += explained(damage, slow_rows([file], source, columns), source, columns)
        except Faults as several:
            faults += several.faults
        files.append(file)
    if faults:
        raise Faults(faults)
    as_of = SpeaksUpTo(source, matching.in_name, place)
    passed_over = chosen.passed_over if chosen else ()
    return Export(name, source, tuple(files), columns, as_of, tuple(notices), place, passed_over)


class Export:
    """One export: read its `batches` to the end, then ask for its `facts`."""

    is_elsewhere: Literal[False] = False
    """Its files are here; those of an `EngineExport` are not."""

    def __init__(
        self,
        name: str,
        source: Source,
        files: tuple[File, ...],
        columns: tuple[str, ...],
        as_of: SpeaksUpTo,
        notices: tuple[Notice, ...],
        place: Place,
        passed_over: tuple[PassedOver, ...] = (),
    ) -> None:
        self.name = name
        self.source = source
        self.files = files
        """In the order in which they are read."""
        self.columns = columns
        """Declared names of the columns that are read, the key first."""
        self.notices = notices
        """What is odd about the files; after the last batch, also what was seen in them."""
        self.place = place
        self._passed_over = passed_over
        self._as_of = as_of
        self._notices_before = notices
        self._facts: ExportFacts | None = None
        self._unread = 0
        """The columns that a file has besides those that are read: of several files, where it has most."""

    @property
    def as_of_so_far(self) -> int:
        """Microseconds since the epoch, UTC: never later than the export's as-of, never falling during a reading."""
        return self._as_of.so_far

    def facts(self) -> ExportFacts:
        """What was read; raises `RuntimeError` before the last batch was."""
        if self._facts is None:
            raise RuntimeError(f"the export {self.name} was not read to its end")
        return self._facts

    def batches(self) -> Iterator[Batch]:
        """Every record, typed, in the order of the files; what a batch says counts only once the last one came.

        Raises:
            Faults: Everything that is wrong with the rows. Batches handed out before must be thrown away.
            ChangedWhileRead: The file was written to meanwhile; reading again may succeed.
        """
        self._facts = None
        self._as_of.start_again()
        self.notices = self._notices_before
        try:
            yield from self._batches()
        except Damage as damage:
            rows = slow_rows(self.files, self.source, self.columns)
            raise Faults(explained(damage, rows, self.source, self.columns)) from None

    def read_through(self, fold: Callable[[Iterator[Batch]], Result]) -> Result:
        """What `fold` makes of all batches; once more from the start where the file changed while it was read."""
        try:
            return fold(self.batches())
        except ChangedWhileRead:
            return fold(self.batches())

    def lines(self, keys: Collection[str]) -> dict[str, int]:
        """The physical line of each of these records that the export has; of duplicates, the last one's."""
        return lines_of_keys(self.files, self.source, keys)

    # ------------------------------------------------------------ reading

    def _batches(self) -> Iterator[Batch]:
        kept = self._newest_of_each() if isinstance(self.source.duplicates, NewestBy) else None
        scan = Scan.of(self.source, self.columns)
        files: list[ExportFile] = []
        seen = SeenKeys()
        rows = 0
        self._unread = 0
        for batch in self._scanned(scan, files):
            self._as_of.hear(batch)
            if kept is None:
                seen.add(batch.key_hashes)
                yield batch
            else:
                yield _only(batch, kept[rows : rows + batch.rows])
            rows += batch.rows
        if kept is None and seen.has_repeats():
            raise Damage("a key occurs more than once")
        self.notices += self._as_of.notices()
        self._facts = ExportFacts(
            files=tuple(files),
            rows=rows,
            as_of=self._as_of.final(),
            columns=self.columns,
            adjusted={name: reader.adjusted for name, reader in scan.readers.items() if reader.has_naive},
            passed_over=self._passed_over,
            duplicates_dropped=0 if kept is None else int(np.count_nonzero(~kept)),
            unread=self._unread,
        )

    def _scanned(self, scan: Scan, files: list[ExportFile]) -> Iterator[Batch]:
        """Every record of every file; `files` grows by each that was read to its end."""
        for file in self.files:
            with closing(open_table(file, self.source, self.columns)) as table:
                try:
                    faults = check_header(table.header, self.source, file.shown, table.header_line)
                    if faults:
                        raise Faults(faults)
                    read = headers_of(self.source, self.columns)
                    self._unread = max(self._unread, len({*table.header} - read))
                    yield from scan.batches(table)
                except (Damage, Faults):
                    table.check_unchanged()
                    raise
                files.append(table.facts())
                self.notices += tuple(notice for notice in table.notices if notice not in self.notices)

    def _newest_of_each(self) -> Flags:
        """Which rows count, of those with the same key: a reading of its own, of the key and one instant."""
        assert isinstance(self.source.duplicates, NewestBy)
        by = self.source.duplicates.newest_by
        scan = Scan.of(self.source, tuple(dict.fromkeys((self.source.key, by))))
        hashes: list[Hashes] = []
        instants: list[npt.NDArray[np.int64]] = []
        for batch in self._scanned(scan, []):
            column = batch.columns[by]
            hashes.append(batch.key_hashes)
            instants.append(np.where(column.filled, column.values, UNKNOWN))
        return newest(np.concatenate(hashes), np.concatenate(instants))


def _candidate(source: Source, file: File, place: Place) -> Candidate:
    """The file, read as far as its as-of needs; raises `Faults`, also where it holds no instant to be known by."""
    assert isinstance(source.as_of, NewestOf)
    # Of an older file nothing else matters: it may have had other columns.
    names = tuple(dict.fromkeys((source.key, *source.as_of.newest_of)))
    source = source.model_copy(update={"columns": {name: source.columns[name] for name in names}})
    speaks, scan = SpeaksUpTo(source, None, place), Scan.of(source, names)
    try:
        with closing(open_checked(file, source, names)) as table:
            for batch in scan.batches(table):
                speaks.hear(batch)
            facts = table.facts()
    except Damage as damage:
        raise Faults(explained(damage, slow_rows([file], source, names), source, names)) from None
    if speaks.so_far == UNKNOWN:
        message = f"nobody can tell whether it is the newest: {', '.join(names[1:] or names)} holds nothing"
        raise Faults([SlaError(message, where=Place(file.shown), hint="remove the file", code=Fault.UNCLEAR_NEWEST)])
    return Candidate(file, facts, speaks.so_far)


def _only(batch: Batch, kept: Flags) -> Batch:
    """The records of the batch that are kept."""
    if kept.all():
        return batch
    return batch.take(np.flatnonzero(kept))
