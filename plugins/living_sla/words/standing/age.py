"""How old the data is, in one line: of several exports, the oldest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from living_sla.model.figures.monday import MondayRow
from living_sla.model.figures.standing import Report
from living_sla.words import times


class DataAge(Struct, frozen=True):
    """The age of the oldest export that figures are made of."""

    as_of: datetime
    zone: str
    age: str
    """``3 hours old``."""
    is_old: bool
    """Whether some export is older than its source allows: without a setting, than a period or a week."""
    name: str
    """Of the export, where there are several."""


def data_age(report: Report, rows: Sequence[MondayRow]) -> DataAge | None:
    """That age at the build, of an export that is too old where there is one; None where none has come yet.

    Of the exports that the commitments in `rows` are judged by.
    """
    zones: dict[str, str] = {}
    for row in rows:
        for name in row.part.commitment.measure.sources:
            zones.setdefault(name, row.agreement.terms.coverage.timezone)
    found = [source for name, source in report.sources.items() if name in zones]
    if not found:
        return None
    old = [source for source in found if source.age != "fresh"]
    oldest = min(old or found, key=lambda source: source.facts.as_of)
    return DataAge(
        as_of=oldest.facts.as_of,
        zone=zones[oldest.name],
        age=_age(report.built_at - oldest.facts.as_of),
        is_old=bool(old),
        name=oldest.name if len(found) > 1 else "",
    )


def _age(length: timedelta) -> str:
    return f"{times.length(length)} old" if length >= timedelta(hours=1) else "less than an hour old"
