"""A column of dates or instants that is not ISO 8601 and states no format: which formats would fit all of it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.exports.cells.misspelt import DAYS, TIMES, is_time_of_day, of_other_type, other
from living_sla.exports.cells.moments import moment_of
from living_sla.exports.cells.shown import shape, unseen
from living_sla.exports.cells.spellings import of_format
from living_sla.model.agreement.source import ColumnSpec


class _Fitting(Struct):
    """The formats that every cell so far fits."""

    formats: list[str]
    differ: tuple[str, str] | None = None
    """Two of them that give one cell different dates."""

    def take(self, text: str) -> None:
        """Hold the formats that are left against one more cell."""
        moments = {format: moment for format in self.formats if (moment := _read(format, text)) is not None}
        self.formats = list(moments)
        if self.differ is None or not set(self.differ) <= set(moments):
            self.differ = None
            others = [format for format in self.formats[1:] if moments[format] != moments[self.formats[0]]]
            if others:
                self.differ = (self.formats[0], others[0])

    def both(self) -> str:
        """The first two, and whether they agree."""
        shown = " and ".join(f'"{format}"' for format in self.formats[:2])
        differ = "but give different dates" if self.differ else "and give the same dates"
        return f"{shown} both fit the whole column {differ}"


def _formats(kind: str) -> list[str]:
    return [f"{day}{time}" for day in DAYS for time in (("",) if kind == "date" else TIMES)]


class UnstatedFormat:
    """Takes the cells of the column one by one; formats that do not fit one of them drop out."""

    def __init__(self, spec: ColumnSpec, place: Place, first: str) -> None:
        self._spec, self._place, self._first = spec, place, first
        self._as_declared = _Fitting(_formats(spec.type))
        self._as_other = _Fitting(_formats(other(spec.type)))
        self._other_hints: set[str] | None = None
        """What the other type would need for each cell; empty once two cells need different things."""
        self._times_only = True

    def take(self, text: str) -> None:
        """Hold what is left against one more cell."""
        self._as_declared.take(text)
        self._as_other.take(text)
        hint = {of_other_type(text, self._spec)} - {""}
        self._other_hints = hint if self._other_hints is None else self._other_hints & hint
        self._times_only &= is_time_of_day(text)

    def fault(self, *, beside_iso: bool) -> SlaError:
        """What to say once every cell was taken, at the first of them; whether others of the column are ISO 8601."""
        column = f'in column "{self._spec.header}"'
        if beside_iso:
            return self._beside_iso(column)
        kind = "dates" if self._spec.type == "date" else "instants"
        first = f"; the first is {shape(self._first)}," if unseen(self._first) else ","
        message = f"{kind} that are not ISO 8601, and no format is stated{first} {column}"
        return SlaError(message, where=self._place, hint=self._hint(), code=Fault.AMBIGUOUS_TIME)

    def _beside_iso(self, column: str) -> SlaError:
        hint = f"write {self._example} everywhere"
        if self._other_hints and self._spec.type == "date":
            message = f"{shape(self._first)} has a time of day, others have none, {column}"
            if self._as_other.formats:
                hint += f', or state both: format: [iso, "{self._as_other.formats[0]}"]'
            return SlaError(message, where=self._place, hint=hint, code=Fault.UNEXPECTED_SPELLING)
        message = f"{shape(self._first)} is not ISO 8601, others are, {column}"
        return SlaError(message, where=self._place, hint=hint, code=Fault.UNEXPECTED_SPELLING)

    @property
    def _example(self) -> str:
        return "2026-08-03" if self._spec.type == "date" else "2026-08-03 14:05"

    def _hint(self) -> str:
        if len(self._as_declared.formats) == 1:
            return f'this fits the whole column: format: "{self._as_declared.formats[0]}"'
        if self._as_declared.formats:
            return f"{self._as_declared.both()}: state the one that is meant as format"
        if self._times_only:
            return f'these are times without a day: write from: [the header of the day, "{self._spec.header}"]'
        return self._other_hint() or f"no one format fits the whole column: write {self._example} everywhere"

    def _other_hint(self) -> str:
        """What to declare where dates are declared as instants, or instants as dates; empty where it is neither."""
        kind = other(self._spec.type)
        they = "these have no time of day" if kind == "date" else "these have a time of day"
        if self._other_hints:
            [hint] = self._other_hints
            return f"these count from 1970: {hint}" if "unix" in hint else f"{they}: {hint}"
        if len(self._as_other.formats) == 1:
            return f'{they}: declare type: {kind}, and format: "{self._as_other.formats[0]}"'
        if self._as_other.formats:
            return f"{they}: declare type: {kind}; {self._as_other.both()}: state the one that is meant as format"
        return ""


def _read(format: str, text: str) -> datetime | None:
    match = of_format(format).fullmatch(text)
    try:
        return moment_of(match, text) if match else None
    except Unreadable:
        return None
