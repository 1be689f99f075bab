"""Thresholds that were crossed, each with a name of its own, so that whoever tells them can tell each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from living_sla.model.figures.contingency import Triggered
from living_sla.model.figures.monday import Judged, Monday, MondayRow
from living_sla.model.figures.standing import Report, SourceStanding
from living_sla.model.past.basis import Basis


class Threshold(StrEnum):
    """What was crossed."""

    CONSEQUENCE = "consequence"
    """Misses have set off what the agreement says."""
    MISSED = "missed"
    WORSE = "worse"
    """A figure left its usual range, on the wrong side."""
    AT_RISK = "at risk"
    OLD_DATA = "old data"


class Crossed(Struct, frozen=True):
    """One threshold, crossed once: by one commitment in one period, or by one export."""

    kind: Threshold
    about: tuple[str, ...]
    """What makes it unlike every other one of its kind: ids and the label of the period."""
    row: MondayRow | None = None
    """None of an export."""
    consequence: Triggered | None = None
    source: SourceStanding | None = None

    @property
    def key(self) -> str:
        """Its name, 32 hexadecimal digits: the same in every run, and of no use to whoever finds it."""
        return hashlib.sha256("\0".join((self.kind, *self.about)).encode()).hexdigest()[:32]


def crossed(report: Report, of: Monday) -> tuple[Crossed, ...]:
    """Every threshold that stands crossed, in the order of `Threshold` and of the rows; no two have one key.

    Of terms that bind only. What is missed is not told to be at risk as well.
    """
    rows = of.rows if of.basis is Basis.IN_FORCE and not of.has_ended else ()
    found = [item for row in rows for item in _of_row(row)]
    asked = {name for row in rows for name in row.part.commitment.measure.sources}
    found += [
        Crossed(Threshold.OLD_DATA, (name, source.facts.as_of.isoformat(), source.age), source=source)
        for name, source in report.sources.items()
        if name in asked and source.age != "fresh"
    ]
    return tuple(sorted(found, key=lambda item: list(Threshold).index(item.kind)))


def _of_row(row: MondayRow) -> Iterator[Crossed]:
    name = (row.agreement.id, row.part.id)
    for found in row.consequences:
        about = str(found.trigger.when), found.trigger.do, found.periods[-1].label
        yield Crossed(Threshold.CONSEQUENCE, (*name, *about), row, found)
    if row.verdict is Judged.MISSED and row.last is not None:
        yield Crossed(Threshold.MISSED, (*name, row.last.period.label), row)
    if row.is_lost and row.now is not None:
        yield Crossed(Threshold.MISSED, (*name, row.now.period.label), row)
    if row.worse is not None and row.part.runs[-1].settled:
        yield Crossed(Threshold.WORSE, (*name, row.part.runs[-1].settled[-1].period.label), row)
    if row.is_at_risk and row.now is not None:
        yield Crossed(Threshold.AT_RISK, (*name, row.now.period.label), row)
