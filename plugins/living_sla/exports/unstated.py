"""A column of dates or instants that is not ISO 8601 and states no format: which formats would fit all of it."""

from __future__ import annotations

from datetime import datetime

from living_sla.errors import Place, SlaError, Unreadable
from living_sla.exports.layouts import of_format
from living_sla.exports.moments import moment_of
from living_sla.exports.shown import shape
from living_sla.model.source import ColumnSpec

DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%d %b %Y",
        "%d %b, %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%Y-%m-%d")  # fmt: skip
TIMES = (" %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", ", %I:%M %p", " %I:%M:%S %p", ", %I:%M:%S %p")


class UnstatedFormat:
    """Takes the cells of the column one by one; formats that do not fit one of them drop out."""

    def __init__(self, spec: ColumnSpec, place: Place, first: str) -> None:
        self._spec, self._place, self._first = spec, place, first
        times = ("",) if spec.type == "date" else TIMES
        self._fitting = [f"{day}{time}" for day in DAYS for time in times]
        self._differ: tuple[str, str] | None = None
        """Two fitting formats that give one cell different dates."""

    def take(self, text: str) -> None:
        """Hold the formats that are left against one more cell."""
        found = {format: moment for format in self._fitting if (moment := _read(format, text)) is not None}
        self._fitting = list(found)
        if self._differ is None or not set(self._differ) <= set(found):
            self._differ = None
            formats = list(found)
            others = [format for format in formats[1:] if found[format] != found[formats[0]]]
            if others:
                self._differ = (formats[0], others[0])

    def fault(self, *, beside_iso: bool) -> SlaError:
        """What to say once every cell was taken, at the first of them; whether others of the column are ISO 8601."""
        column = f'in column "{self._spec.header}"'
        if beside_iso:
            message = f"{shape(self._first)} is not ISO 8601, others are, {column}"
            hint = f"write {self._example} everywhere"
            return SlaError(message, where=self._place, hint=hint, code="SLA-F046")
        kind = "dates" if self._spec.type == "date" else "instants"
        message = f"{kind} that are not ISO 8601, and no format is stated, {column}"
        return SlaError(message, where=self._place, hint=self._hint(), code="SLA-F057")

    @property
    def _example(self) -> str:
        return "2026-08-03" if self._spec.type == "date" else "2026-08-03 14:05"

    def _hint(self) -> str:
        if not self._fitting:
            return f"no one format fits the whole column: write {self._example} everywhere"
        if len(self._fitting) == 1:
            return f'this fits the whole column: format: "{self._fitting[0]}"'
        shown = " and ".join(f'"{format}"' for format in self._fitting[:2])
        differ = "but give different dates" if self._differ else "and give the same dates"
        return f"{shown} both fit the whole column {differ}: state the one that is meant as format"


def _read(format: str, text: str) -> datetime | None:
    match = of_format(format).fullmatch(text)
    try:
        return moment_of(match, text) if match else None
    except Unreadable:
        return None
