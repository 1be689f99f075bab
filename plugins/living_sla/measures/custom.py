"""Records for a user's own measure: kept as columns, handed over as one pandas frame a period and group."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct, field

from living_sla.errors import SlaError
from living_sla.exports.cells.batch import MONEY_DIGITS, Column
from living_sla.measures.cohort import Cohort
from living_sla.measures.shared_columns import SharedColumns
from living_sla.measures.values import Group, Segments
from living_sla.model.agreement.custom import CustomMeasure, Figure, columns_taken, custom_measure
from living_sla.model.agreement.kinds import Custom
from living_sla.model.counted import counted
from living_sla.model.figures.outcome import Counts
from living_sla.model.quantity import Target
from living_sla.model.time.zones import MINUTE, Instants, instant

_PARTS_OF_MONEY = 10**MONEY_DIGITS


class CustomFigure(Struct, frozen=True):
    """A user's figure, checked: the value in the unit of the target."""

    value: Fraction | None
    counts: Counts


class CustomFigures(Struct, eq=False):
    """What the figures of a commitment are made of: each is asked for when it is wanted."""

    cohort: Cohort
    table: pd.DataFrame
    """The records that the as-of has seen, in order."""
    as_of: int

    def of(self, period: int, segments: Segments) -> CustomFigure:
        """The figure of some segments of a period together, or with None of all; raises `SlaError` where it fails."""
        records = self.table[self.table["period"] == period]
        if segments is not None:
            records = records[records["segment"].isin(segments)]
        if not len(records):
            return CustomFigure(None, Counts())
        return _figure(_measure(self.cohort), records, self.as_of, self.cohort)

    def groups(self) -> dict[Group, Counts]:
        """How many records there are of every segment of every period, in order; all but those excluded as met.

        What they came to, the class says when it is asked.
        """
        counts = {}
        for group, excluded in self.table.groupby(["period", "segment"])["excluded"]:
            period, segment = cast(Group, group)
            out = int(excluded.sum())
            counts[int(period), segment] = Counts(met=len(excluded) - out, excluded=out)
        return counts


class CustomRecords(Struct):
    """The records of a cohort with the columns that its measure takes; merges in any order."""

    parts: list[pd.DataFrame] = field(default_factory=list)
    figures: CustomFigures | None = None
    """Only after `finish`; None without any record."""

    def take(self, cohort: Cohort, shared: SharedColumns) -> None:
        """Take in the cohort's records of a batch."""
        rows = shared.rows(cohort.start, cohort.timezone, cohort.in_force)
        chosen = rows.chosen(cohort.in_force, cohort.where)
        if not len(chosen):
            return
        groups = rows.groups(cohort.in_force, cohort.where, cohort.grid, cohort.commitment.by_segment)
        names = np.array([*groups.names], dtype=np.object_)
        inside = rows.inside(cohort.excluded, cohort.exempted_by)
        at = rows.at[chosen]
        frame: dict[str, Any] = {
            "key": shared.batch.keys_at(at),
            "start": _moments(rows.starts[chosen]),
            "period": groups.periods,
            "segment": names[groups.segments],
            "excluded": False if inside is None else inside[chosen],
        }
        for role, name in columns_taken(_measure(cohort)).items():
            frame[f"{_TAKEN}{role}"] = _series(shared.batch.columns[name], at)
        self.parts.append(pd.DataFrame(frame))

    def merge(self, other: CustomRecords) -> None:
        """Take in the records of another part."""
        self.parts += other.parts

    def finish(self, cohort: Cohort, as_of: int) -> None:
        """Put the records in order, ready to be asked about."""
        if not self.parts:
            return
        table = pd.concat(self.parts, ignore_index=True)
        table = table[table["start"] <= _moment(as_of)].sort_values(["start", "key"], ignore_index=True)
        self.figures, self.parts = CustomFigures(cohort, table, as_of), []


_TAKEN = "of "
"""Before the name of a field in our own table, so that it cannot be mistaken for one of ours."""


def _measure(cohort: Cohort) -> CustomMeasure:
    measure = cohort.commitment.measure
    assert isinstance(measure, Custom)
    return custom_measure(measure.name, measure.settings)


def _figure(own: CustomMeasure, records: pd.DataFrame, as_of: int, cohort: Cohort) -> CustomFigure:
    seen = records[~records["excluded"]].reset_index(drop=True)
    taken = {name: _seen(seen[name], as_of) for name in seen.columns if name.startswith(_TAKEN)}
    frame = pd.DataFrame({"key": seen["key"], "start": seen["start"]} | {n[len(_TAKEN) :]: s for n, s in taken.items()})
    excluded = len(records) - len(seen)
    if not len(frame):
        return CustomFigure(None, Counts(excluded=excluded))
    target = cohort.commitment.target
    who = f'the measure of "{cohort.commitment.id}" in "{cohort.agreement}", {type(own).__name__},'
    try:
        figure = own.figure(frame)
    except Exception as problem:  # code that is not ours may raise anything; its text may quote a record
        hint = f"it was given {counted(len(frame), 'record')}; run its own tests, or report this to who wrote it"
        raise SlaError(f"{who} failed with {type(problem).__name__}", hint=hint) from problem
    if not isinstance(figure, Figure):
        raise SlaError(f"{who} gave {type(figure).__name__}", hint="return a Figure of living_sla.api")
    try:
        counts = Counts(int(figure.met), int(figure.missed), int(figure.pending), excluded)
        return CustomFigure(_number(figure.value, target), counts)
    except (TypeError, ValueError, OverflowError):
        wanted = "a pandas.Timedelta" if target.is_duration else "a number"
        raise SlaError(f"{who} gave no value for the target {target}", hint=f"give {wanted}, or None") from None


def _number(value: Any, target: Target) -> Fraction | None:
    """The value in the unit of the target; None where there is none."""
    if value is None or value is pd.NaT:
        return None
    if target.is_duration:
        if not isinstance(value, pd.Timedelta):
            raise TypeError
        return Fraction(round(value / pd.Timedelta(microseconds=1)), _MICROS[target.unit])
    if isinstance(value, pd.Timedelta | str | bool):
        raise TypeError
    number = Fraction(value.item() if isinstance(value, np.generic) else value) if not _is_nan(value) else None
    if number is not None and target.is_share and not 0 <= number <= 1:
        raise ValueError
    return number


_MICROS: Mapping[str, int] = {
    "minutes": MINUTE,
    "hours": 60 * MINUTE,
    "days": 24 * 60 * MINUTE,
    "weeks": 7 * 24 * 60 * MINUTE,
}


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


# ---------------------------------------------------------------- columns as pandas has them


def _series(column: Column, at: Instants) -> pd.Series[Any]:
    """The column's cells at these positions, missing where they are blank."""
    values, filled = column.values[at], column.filled[at]
    match column.type:
        case "instant":
            return pd.Series(_moments(values)).where(filled)
        case "duration":
            return pd.Series(values.astype("timedelta64[us]")).where(filled)
        case "date":
            return pd.Series(values.astype("datetime64[D]").astype("datetime64[s]")).where(filled)
        case "text":
            words = np.array([*column.words, None], dtype=np.object_)
            return pd.Series(words[np.where(filled, values, len(words) - 1)])
        case "boolean":
            return pd.Series(values, dtype="boolean").where(filled)
        case "integer":
            return pd.Series(values, dtype="Int64").where(filled)
        case "money":
            return pd.Series(values / _PARTS_OF_MONEY).where(filled)
    return pd.Series(values).where(filled)


def _seen(series: pd.Series[Any], as_of: int) -> pd.Series[Any]:
    """Instants after the as-of have not happened yet."""
    return series.where(series <= _moment(as_of)) if isinstance(series.dtype, pd.DatetimeTZDtype) else series


def _moments(instants: Instants) -> pd.DatetimeIndex:
    stamps: npt.NDArray[Any] = instants.astype("datetime64[us]")
    return pd.DatetimeIndex(stamps).tz_localize("UTC")


def _moment(at: int) -> pd.Timestamp:
    return pd.Timestamp(instant(at))
