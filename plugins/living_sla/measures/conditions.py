"""Conditions on whole columns: which records of a batch pass a `where` or a `that`."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from living_sla.exports.cells.batch import Batch, Column, Flags
from living_sla.model.agreement.condition import (
    AllOf,
    AnyOf,
    Beside,
    Between,
    BetweenDays,
    ColumnIs,
    Compared,
    Condition,
    DateBound,
    Dated,
    Defined,
    Filled,
    Includes,
    Not,
    OneOf,
    Test,
)
from living_sla.model.notation import parse_day, parse_number, parse_share
from living_sla.model.time.zones import micros, zone

MONEY_PARTS = 10_000
"""A money column counts ten-thousandths of its currency's unit."""


def passes(condition: Condition, batch: Batch) -> Flags:
    """For each record of the batch, whether it passes; definitions must have been resolved before."""
    match condition:
        case ColumnIs(column, test):
            return _test(test, batch.columns[column], batch)
        case AllOf(parts):
            passed = np.ones(batch.rows, dtype=np.bool_)
            for part in parts:
                passed &= passes(part, batch)
            return passed
        case AnyOf(parts):
            passed = np.zeros(batch.rows, dtype=np.bool_)
            for part in parts:
                passed |= passes(part, batch)
            return passed
        case Defined(name):
            raise KeyError(name)


def _test(test: Test, column: Column, batch: Batch) -> Flags:
    passed: Flags
    match test:
        case Filled():
            passed = column.filled
        case Not(inner):
            passed = ~_test(inner, column, batch)
        case OneOf(values) if column.type == "text":
            chosen = np.array([word in values for word in column.words] or [False], dtype=np.bool_)
            passed = column.filled & chosen[column.values]
        case Includes(value):
            chosen = np.array([value in column.parts_of(word) for word in column.words] or [False], dtype=np.bool_)
            passed = column.filled & chosen[column.values]
        case OneOf(values):
            passed = column.filled & np.isin(column.values, [_stored(value, column) for value in values])
        case Compared("at least", limit):
            passed = column.filled & (column.values >= _limit(limit, column, up=True))
        case Compared("above", limit):
            passed = column.filled & (column.values > _limit(limit, column, up=False))
        case Compared("at most", limit):
            passed = column.filled & (column.values <= _limit(limit, column, up=False))
        case Compared("below", limit):
            passed = column.filled & (column.values < _limit(limit, column, up=True))
        case Between(low, high):
            above = column.values >= _limit(low, column, up=True)
            passed = column.filled & above & (column.values <= _limit(high, column, up=False))
        case Dated(bound, at, timezone):
            passed = column.filled & _dated(bound, at, column, timezone)
        case BetweenDays(first, last, timezone):
            begins, ends = _edge(first, column, timezone), _edge(last + timedelta(days=1), column, timezone)
            passed = column.filled & (column.values >= begins) & (column.values < ends)
        case Beside(bound, name):
            other = batch.columns[name]
            passed = column.filled & other.filled & _SIDES[bound](column.values, other.values)
    return passed


def _dated(bound: DateBound, at: date | datetime, column: Column, timezone: str) -> Flags:
    """Which values lie on that side of a moment, or of a day that counts as a whole."""
    if isinstance(at, datetime):
        passed: Flags = _SIDES[bound](column.values, _edge(at, column, timezone))
        return passed
    is_next = bound in ("after", "on or before")  # these two have the whole day on the other side of the edge
    edge = _edge(at + timedelta(days=1) if is_next else at, column, timezone)
    return column.values >= edge if bound in ("after", "on or after") else column.values < edge


def _edge(at: date | datetime, column: Column, timezone: str) -> int:
    """A local moment, or the beginning of a day, as the column stores it."""
    if column.type == "date":
        return at.toordinal() - date(1970, 1, 1).toordinal()
    return micros(zone(timezone).instant(at))


_SIDES: dict[str, Callable[[Any, Any], Flags]] = {
    "at least": operator.ge,
    "on or after": operator.ge,
    "above": operator.gt,
    "after": operator.gt,
    "at most": operator.le,
    "on or before": operator.le,
    "below": operator.lt,
    "before": operator.lt,
}


def _stored(text: str, column: Column) -> Any:
    """The value of a word of the terms, as the column stores it."""
    if column.type == "boolean":
        return text.lower() in ("true", "yes", "1")
    if column.type == "date":
        return (parse_day(text) - date(1970, 1, 1)).days
    if column.type == "percent":
        return float(parse_share(text))
    if column.type == "number":
        return float(parse_number(text))
    return int(parse_number(text) * (MONEY_PARTS if column.type == "money" else 1))


def _limit(limit: Decimal, column: Column, *, up: bool) -> npt.NDArray[Any] | float | int:
    """The limit as the column stores numbers; between two whole numbers the one that keeps the comparison true."""
    if column.type in ("number", "percent"):
        return float(limit)
    exact = limit * (MONEY_PARTS if column.type == "money" else 1)
    return math.ceil(exact) if up else math.floor(exact)
