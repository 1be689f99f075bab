"""Dates that are declared as instants, and instants that are declared as dates: what to write instead.

People take one for the other, and the exports of CRMs do, too. A hint from here can be followed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from living_sla.exports.cells.spellings import expressions, of_format
from living_sla.model.source import ColumnSpec, Marks

DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%d %b %Y",
        "%d %b, %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%Y-%m-%d")  # fmt: skip
TIMES = (" %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", ", %I:%M %p", " %I:%M:%S %p", ", %I:%M:%S %p")

Type = Literal["date", "instant"]
_SINCE_1970 = {"unix s": re.compile("[0-9]{9,10}"), "unix ms": re.compile("[0-9]{12,13}")}
"""How many digits tell that a number counts from 1970, and not that it is a day without marks."""


def other(declared: str) -> Type:
    """The type that was meant, where it was not the declared one."""
    return "date" if declared == "instant" else "instant"


def fits_iso(text: str, spec: ColumnSpec, kind: Type) -> bool:
    """Whether a cell is a date, or an instant, in ISO 8601."""
    plain = spec.model_copy(update={"type": kind, "formats": ()})
    return any(one.fullmatch(text) for one in expressions(plain, Marks()))


def since_1970(text: str) -> str:
    """The format of a count of seconds or of milliseconds since 1970; empty where the cell is not such a number."""
    return next((name for name, digits in _SINCE_1970.items() if digits.fullmatch(text)), "")


def is_time_of_day(text: str) -> bool:
    """Whether a cell has a time and no day."""
    return re.fullmatch(r"[0-9]{1,2}[:.h][0-9]{2}([:.][0-9]{2})?( ?[AaPp]\.?[Mm]\.?)?", text) is not None


def of_other_type(text: str, spec: ColumnSpec) -> str:
    """What to declare of a column whose every cell is like this one; empty where it is nothing that is known."""
    kind = other(spec.type)
    if fits_iso(text, spec, kind):
        return f"declare type: {kind}"
    if found := since_1970(text):
        return f"declare type: instant, and format: {found}" if spec.type == "date" else f"add format: {found}"
    return ""


def other_type(text: str, spec: ColumnSpec) -> str:
    """What to write where a cell of a column with formats has a time of day and they have none, or the other way."""
    fitting = [found for found in _with_or_without_time(spec) if of_format(found).fullmatch(text)]
    if len(fitting) == 1:
        return f'if all are like it, declare type: {other(spec.type)}, and format: "{fitting[0]}"'
    told = of_other_type(text, spec)
    by_type_alone = told.startswith("declare") and "format" not in told
    return f"if all are like it, {told}, without a format" if by_type_alone else ""


def _with_or_without_time(spec: ColumnSpec) -> Iterator[str]:
    for stated in spec.formats:
        if stated.startswith("unix") or stated == "iso":
            continue
        time = next((time for time in sorted(TIMES, key=len, reverse=True) if stated.endswith(time)), "")
        if spec.type == "instant" and time:
            yield stated.removesuffix(time)
        if spec.type == "date" and not time:
            yield from (f"{stated}{each}" for each in TIMES)
