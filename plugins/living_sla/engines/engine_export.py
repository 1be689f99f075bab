"""An export that an engine reads: opened here, measured there, told like any other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from living_sla.engines.task import EventsOfRecords, FirstEvents, Measures, Partial, Question, RecordsWith, Reply, Task
from living_sla.errors import Fault, Faults, Notice, Place, SlaError, raise_any
from living_sla.exports.as_of import SpeaksUpTo
from living_sla.exports.cells.batch import Batch
from living_sla.exports.declared import columns_read, format_faults, with_habits
from living_sla.exports.files import FOLDER, is_elsewhere
from living_sla.measures.cohort import Cohort, EventsOf
from living_sla.measures.first_events import NOTHING_HEARD, Heard, OtherSources
from living_sla.measures.measure import Measurement
from living_sla.model.agreement.source import Source
from living_sla.model.counted import counted
from living_sla.model.figures.provenance import ExportFacts, ReadElsewhere
from living_sla.model.time.zones import micros

SHOWN = 20
"""Faults that are listed; the others are counted."""


class Opened(Protocol):
    """A path or table that an engine has found, with the columns that were asked for."""

    engine: str
    """Its name and version."""
    notices: tuple[Notice, ...]

    def read(self, task: Task) -> Reply:
        """The reply of every part together.

        Raises `SlaError` where the engine itself gives up.
        """


def open_engine_export(
    name: str,
    source: Source,
    *,
    root: Path,
    wanted: Collection[str],
    place: Place,
    format_at: Callable[[str], Place] | None = None,
) -> EngineExport:
    """The export of a source with an engine: found, its columns checked where they are known, its rows not read yet.

    Takes and raises what `exports.open_export` does, and `EnvironmentFault` where the engine cannot be used.
    """
    source = with_habits(source)
    raise_any(format_faults(source, format_at or (lambda column: place)))
    columns = columns_read(source, wanted)
    path = source.path if is_elsewhere(source) else (root / FOLDER / source.path).as_posix()
    return EngineExport(name, source, columns, _opened(source, path, columns, place), place)


def _opened(source: Source, path: str, columns: tuple[str, ...], place: Place) -> Opened:
    """Each engine is imported only where it is asked for: it is an extra, and slow to import."""
    if source.engine == "spark":
        # Imported late: each engine is an extra.
        from living_sla.engines.spark import open_with_spark

        return open_with_spark(source, path, columns, place)
    from living_sla.engines.dask import open_with_dask

    return open_with_dask(source, path, columns, place)


class EngineExport:
    """One export that an engine reads: ask for its measurements, then for its `facts`."""

    is_elsewhere: Literal[True] = True

    def __init__(self, name: str, source: Source, columns: tuple[str, ...], opened: Opened, place: Place) -> None:
        self.name = name
        self.source = source
        self.columns = columns
        """Declared names of the columns that are read, the key first."""
        self.notices = opened.notices
        self.place = place
        self._opened = opened
        self._facts: ExportFacts | None = None

    def facts(self) -> ExportFacts:
        """What was read; raises `RuntimeError` before it was."""
        if self._facts is None:
            raise RuntimeError(f"the export {self.name} was not read")
        return self._facts

    def measured(
        self, cohorts: Sequence[Cohort], as_of: datetime | None, others: OtherSources = NOTHING_HEARD
    ) -> list[Measurement]:
        """What each of these commitments came to, in their order; `as_of` replays an earlier instant.

        Raises:
            Faults: What is wrong with the rows: of every part, not only of the first.
            SlaError: The engine gave up.
        """
        partial = self._read(Measures(cohorts, others), as_of)
        return partial.answer if partial.answer is not None else Measures(cohorts).of(iter(()))

    def hear(self, following: Sequence[tuple[Cohort, Measurement]]) -> None:
        """Give the events of this export to the measurements that follow their records into it."""
        waiting = [(cohort, measurement.followed) for cohort, measurement in following if measurement.followed]
        question = EventsOfRecords([cohort for cohort, _ in waiting], [followed.ears() for _, followed in waiting])
        heard = self._read(question, None).answer or []
        for (_, followed), part in zip(waiting, heard, strict=True):
            followed.forget()
            followed.merge(part.followed)

    def first_events(self, asked: Sequence[EventsOf]) -> list[Heard]:
        """What the export holds of each kind of first event, in their order; raises what `measured` does."""
        partial = self._read(FirstEvents(asked), None)
        return partial.answer if partial.answer is not None else [Heard() for _ in asked]

    def batches_with(self, wanted: int, column: str | None = None) -> list[Batch]:
        """The records whose key is written so, by its hash, or that mean so in another column, as `hashes_of` has it.

        A whole reading, of which only they are handed over.
        """
        return self._read(RecordsWith(column, wanted), None).answer or []

    def lines(self, keys: Collection[str]) -> dict[str, int]:
        """None: what an engine reads has no lines."""
        return {}

    # ------------------------------------------------------------ one reading

    def _read(self, question: Question, as_of: datetime | None) -> Partial:
        asked = None if as_of is None else micros(as_of)
        task = Task(self.source, self.columns, self.place, self.source.path, question, asked)
        partial, repeats = self._opened.read(task)
        faults = [*partial.faults, *self._mixed(partial)]
        if not faults and len(repeats):
            faults = [self._duplicates(len(np.unique(repeats)))]
        if faults:
            raise Faults(_first(faults))
        if not partial.facts.rows:
            hint = "export it again; an empty export is no data, not 0 %"
            raise self._fault("the export has no rows", hint, Fault.UNREADABLE_EXPORT)
        self._facts = ExportFacts(
            files=(),
            rows=partial.facts.rows,
            as_of=self._as_of(partial.facts.as_of),
            columns=self.columns,
            adjusted=partial.facts.adjusted,
            elsewhere=ReadElsewhere(self._opened.engine, self.source.path, partial.parts),
        )
        return partial

    def _as_of(self, heard: int) -> datetime:
        speaks = SpeaksUpTo(self.source, None, self.place)
        speaks.so_far = max(speaks.so_far, heard)
        return speaks.final()

    def _mixed(self, partial: Partial) -> list[SlaError]:
        """Columns of which one part has an offset at its instants and another has none."""
        hint = "export all of them with an offset, or none"
        return [
            self._fault(
                f'some instants have an offset and some have none, in column "{self.source.columns[name].header}"',
                hint,
                Fault.MIXED_OFFSETS,
            )
            for name in partial.facts.mixed
        ]

    def _duplicates(self, count: int) -> SlaError:
        """How many keys occur more than once; a key may be somebody's telephone number, and is not told."""
        message = "a key occurs more than once" if count == 1 else f"{count:,} keys occur more than once"
        header = self.source.columns[self.source.key].header
        hint = f'keep each record once where it is stored: group it by "{header}" to find them'
        return self._fault(message, hint, Fault.DUPLICATE_RECORD)

    def _fault(self, message: str, hint: str, code: Fault) -> SlaError:
        return SlaError(message, where=Place(self.source.path), hint=hint, code=code)


def _first(faults: list[SlaError]) -> list[SlaError]:
    """Faults in the order of their places, each once, the first of them in full and the others as a number."""
    once = {str(fault): fault for fault in faults}
    ordered = Faults(once.values()).faults
    if len(ordered) <= SHOWN:
        return list(ordered)
    rest = ordered[SHOWN:]
    message = f"and {counted(len(rest), 'more fault', 'more faults')} like these"
    return [*ordered[:SHOWN], SlaError(message, where=rest[0].where, hint="fix the ones above first")]
