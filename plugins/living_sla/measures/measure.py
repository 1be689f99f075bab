"""The kernel: batches of an export in, one tally a commitment out. One reading of the file serves every commitment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from living_sla.exports.batch import Batch
from living_sla.measures.cohort import Cohort
from living_sla.measures.judged import judged
from living_sla.measures.tally import OPEN, Tally
from living_sla.model.terms import Count, Within

MEASURED = (Count, Within)
"""The kinds of measure that have a kernel."""


@dataclass
class Measurement:
    """What one commitment came to so far: its tally, and the first start that the export holds at all."""

    tally: Tally = field(default_factory=Tally)
    earliest: int = OPEN
    """The earliest start in the export, whether or not the record belongs to the cohort; `OPEN` without any."""

    def merge(self, other: Measurement) -> None:
        """Take in what another part of the same export came to."""
        self.tally.merge(other.tally)
        self.earliest = min(self.earliest, other.earliest)


def partial(cohort: Cohort, batch: Batch, as_of: int) -> Measurement:
    """What one batch adds to a commitment; `as_of` is a lower bound of the export's."""
    found = Measurement(earliest=_earliest(cohort, batch))
    found.tally.add(judged(cohort, batch), as_of)
    return found


def measure(cohorts: Sequence[Cohort], batches: Iterable[tuple[Batch, int]]) -> list[Measurement]:
    """One measurement a cohort, in their order, from every batch with the as-of that is certain by then."""
    found = [Measurement() for _ in cohorts]
    for batch, as_of in batches:
        for measurement, cohort in zip(found, cohorts, strict=True):
            measurement.merge(partial(cohort, batch, as_of))
    return found


def _earliest(cohort: Cohort, batch: Batch) -> int:
    kind = cohort.commitment.measure
    assert isinstance(kind, MEASURED)
    column = batch.columns[kind.at if isinstance(kind, Count) else kind.start]
    if column.type == "date" or not column.filled.any():
        return OPEN
    return int(np.min(column.values[column.filled]))
