"""One record, found by its key in the export that holds it, and the events of it that another export holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from living_sla.agreements.project import Project
from living_sla.errors import SlaError
from living_sla.exports.cells.batch import Batch
from living_sla.exports.cells.keys import hash_of, hashes_of, links_of
from living_sla.exports.export import Export
from living_sla.figures.scans import open_source, replayed
from living_sla.figures.source_read import Columns
from living_sla.measures.cohort import Cohort

if TYPE_CHECKING:
    from living_sla.engines.engine_export import EngineExport


class OneRecord(Struct, frozen=True, eq=False):
    """One record, in the batch that holds it, and what was read of its export."""

    key: str
    batch: Batch
    position: int
    as_of: datetime
    file: str
    line: int | None
    """The physical line of the file; None where it has no lines."""


def record_of(project: Project, name: str, needed: Columns, key: str, as_of: datetime | None) -> OneRecord:
    """The record of that key, the whole export read; raises `SlaError` where there is none."""
    export = open_source(project, name, needed[name])
    place: tuple[Batch, int] | None = None
    for batch in _with(export, hash_of(key)):
        position = _position(batch, key) if place is None else None
        place = place if position is None else (batch, position)
    if place is None:
        raise SlaError(f'the export {name} has no record "{key}"', hint="keys are compared letter by letter")
    facts = replayed(export, as_of)
    return OneRecord(key, *place, facts.as_of, facts.paths[0], export.lines([key]).get(key))


def events_of(
    project: Project, cohort: Cohort, needed: Columns, record: OneRecord, as_of: datetime | None
) -> tuple[list[Batch], list[datetime]]:
    """The events of the record in a second source, and the as-of of that; nothing where there is no such source."""
    if cohort.events is None:
        return [], []
    wanted = links_of(record.batch)[record.position]
    export = open_source(project, cohort.events.source, needed[cohort.events.source])
    batches = _with(export, int(wanted), cohort.events.key)
    own = [batch.take(np.flatnonzero(hashes_of(batch.columns[cohort.events.key]) == wanted)) for batch in batches]
    return own, [replayed(export, as_of).as_of]


def _with(export: Export | EngineExport, wanted: int, column: str | None = None) -> Iterable[Batch]:
    """Batches in which every record is that `EngineExport.batches_with` finds; an engine hands over no other."""
    return export.batches_with(wanted, column) if export.is_elsewhere else export.batches()


def _position(batch: Batch, key: str) -> int | None:
    keys = batch.keys_at(np.arange(batch.rows))
    return keys.index(key) if key in keys else None
