"""The figures of a frozen review as a tidy table, for a spreadsheet: those of its page, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.documents import tidy
from living_sla.documents.cells import FOR_SPREADSHEETS, csv_text
from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.record import FrozenCommitment, ReviewRecord

_POOLED = "pooled"
FIGURES = (*tidy.COLUMNS, _POOLED)
"""Those of the table of a site, and whether all records of the review's period stand together, without a verdict."""


def figures_csv(record: ReviewRecord) -> str:
    """One row an agreement, commitment, period and segment; own periods before those of the review's length."""
    rows = (row for agreement in record.agreements for of in agreement.commitments for row in _rows(of))
    return FOR_SPREADSHEETS + csv_text(FIGURES, rows)


def is_table_of(text: str, record: ReviewRecord) -> bool:
    """Whether a table says of whole periods of the review what the record does; a part of a record will do."""
    own = [whole for agreement in record.agreements for of in agreement.commitments for whole in of.reviewed]
    expected = csv_text(FIGURES, ([*cells.values(), False] for cells in tidy.records(own))).splitlines()
    keys, periods = set(map(_key, expected)), set(map(_period, expected))
    told = (line for line in text.removeprefix(FOR_SPREADSHEETS).splitlines() if _period(line) in periods)
    return [line for line in told if _key(line) in keys] == expected


def _period(line: str) -> tuple[str, ...]:
    """The agreement, commitment and period of a row; few rows of a record are of periods in the review."""
    return tuple(line.split(",", 3)[:3])


def _key(line: str) -> tuple[str, ...]:
    """What a row is about: no cell up to that of the segment holds a comma."""
    *cells, rest = line.split(",", 7)
    return *cells, rest.rpartition(",")[2]


def _rows(of: FrozenCommitment) -> Iterator[list[object]]:
    own = (row for whole, segments in zip(of.series, of.segments, strict=True) for row in (whole, *segments))
    yield from ([*cells.values(), False] for cells in tidy.records(own))
    for whole, parts in ((of.before, of.before_segments), (of.pooled, of.pooled_segments)):
        if whole is not None:
            yield from _pooled((whole, *parts))


def _pooled(rows: tuple[Attainment, ...]) -> Iterator[list[object]]:
    """Without the target, which is that of another period."""
    yield from ([*(cells | {"target": None}).values(), True] for cells in tidy.records(rows))
