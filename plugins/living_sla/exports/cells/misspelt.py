"""What is wrong with a cell that is not spelled as its column wants, and what to write or to declare instead.

Dates that are declared as instants, and instants that are declared as dates, are a kind of their own: people take one
for the other, and the exports of CRMs do, too. A hint from here can be followed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from living_sla.errors import Fault, Unreadable
from living_sla.exports.cells.shown import is_nothing, shape
from living_sla.exports.cells.spellings import expressions, of_format
from living_sla.model.agreement.source import ColumnSpec, Marks

DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%d %b %Y",
        "%d %b, %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%Y-%m-%d")  # fmt: skip
TIMES = (" %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", ", %I:%M %p", " %I:%M:%S %p", ", %I:%M:%S %p")

Type = Literal["date", "instant"]
_SINCE_1970 = {"unix s": re.compile("[0-9]{9,10}"), "unix ms": re.compile("[0-9]{12,13}")}
"""How many digits tell that a number counts from 1970, and not that it is a day without marks."""


def misspelt(text: str, spec: ColumnSpec, marks: Marks) -> Unreadable:
    """The fault of a cell that matches no expression of its column."""
    bare = text.strip()
    if is_nothing(text):
        if bare.startswith("#"):
            message = f"{shape(text)} is a spreadsheet's error, not a value"
            return Unreadable(message, "fix the formula and export again", code=Fault.MISLEADING_CELL)
        return nothing_declared(text, _a(spec))
    if bare != text:
        return Unreadable(f"{shape(bare)} has spaces around it", "remove them in the export", code=Fault.WRONG_TYPE)
    if spec.type in ("date", "instant"):
        return _misspelt_time(text, spec)
    if spec.type == "duration":
        return _misspelt_length(text, spec)
    return _misspelt_number(text, spec, marks)


def nothing_declared(text: str, wanted: str) -> Unreadable:
    """The fault of a word for nothing that is not declared as one."""
    hint = f"if it stands for nothing, add empty: [{_as_yaml(text.strip())}] to the column"
    return Unreadable(f"{shape(text)} is not {wanted}", hint, code=Fault.UNDECLARED_EMPTY)


def other_count(text: str, spec: ColumnSpec) -> str:
    """What a number of its size rather counts since 1970; empty for one of the stated unit."""
    if "unix s" in spec.formats and re.fullmatch("[0-9]{12,14}", text):
        return "a number of that size counts milliseconds: format: unix ms"
    is_seconds = "unix ms" in spec.formats and re.fullmatch("[0-9]{9,10}", text)
    return "a number of that size counts seconds: format: unix s" if is_seconds else ""


def _misspelt_time(text: str, spec: ColumnSpec) -> Unreadable:
    if len(spec.headers) > 1 and re.fullmatch(r"[0-9]{1,2}[:.h][0-9]{2}.*", text):
        hint = f'fill in "{spec.headers[0]}", or empty both'
        return not_a(text, "a time of day without a date", hint, Fault.UNEXPECTED_SPELLING)
    if re.fullmatch(r"[0-9]{5}([.,][0-9]+)?", text):
        hint = "export dates as text, for example 2026-08-03 14:05"
        return not_a(text, "a spreadsheet's serial date", hint, Fault.UNEXPECTED_SPELLING)
    if spec.formats:
        written = " or ".join(spec.formats)
        hint = other_count(text, spec) or _with_other_format(text, spec) or "fix the cell, or the column's format"
        return not_a(text, f"not written as {written}", hint, Fault.UNEXPECTED_SPELLING)
    if spec.type == "instant" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        hint = (
            f'if the time stands in another column, write from: ["{spec.header}", and that one]; else declare type: '
            'date, or for its midnight format: [iso, "%Y-%m-%d"]'
        )
        if len(spec.headers) > 1:
            hint = f'fill in "{spec.headers[1]}", or empty both'
        return not_a(text, "a date without a time of day", hint, Fault.UNEXPECTED_SPELLING)
    hint = "write 2026-08-03" if spec.type == "date" else "write 2026-08-03 14:05, or state the column's format"
    return not_a(text, f"not {_a(spec)} in ISO 8601", hint, Fault.AMBIGUOUS_TIME)


def _misspelt_length(text: str, spec: ColumnSpec) -> Unreadable:
    if text.startswith(("-", "\u2212")):
        return not_a(text, "below zero", "nothing takes less than no time: fix the export, or list it under empty")
    if spec.formats:
        written = " or ".join(spec.formats)
        return not_a(
            text, f"not written as {written}", "fix the cell, or the column's format", Fault.UNEXPECTED_SPELLING
        )
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", text):
        hint = "say what it counts, format: seconds, or minutes, hours, milliseconds"
        return not_a(text, "a number, and nobody has said of what", hint, Fault.AMBIGUOUS_TIME)
    if re.fullmatch(r"[0-9]+:[0-9]{2}", text):
        return not_a(
            text, "hours and minutes, or minutes and seconds", 'add format: "h:mm", or "m:ss"', Fault.AMBIGUOUS_TIME
        )
    return not_a(
        text, "not a duration", "write 1:30:00 or 90 min; a day may be 24 hours or 8", Fault.UNEXPECTED_SPELLING
    )


def _misspelt_number(text: str, spec: ColumnSpec, marks: Marks) -> Unreadable:
    decimal, other = marks.decimal, "," if marks.decimal == "." else "."
    by_mark = re.fullmatch(rf"-?[0-9]{{1,3}}(?:([{re.escape(other)}' \u00a0\u202f\u2009\u2019])[0-9]{{3}})"
                           rf"(?:\1[0-9]{{3}})*({re.escape(decimal)}[0-9]+)?", text)  # fmt: skip
    mark = {"\u2019": "'", other: other, "'": "'"}.get(by_mark[1], " ") if by_mark else ""
    if by_mark and mark != marks.thousands:
        hint = f'add thousands: "{mark}" to the source'
        if text.count(other) == 1 and decimal not in text and spec.type != "integer":
            hint += f'; if the mark is the decimal one, add decimal: "{other}"'
        return not_a(text, f"not {_a(spec)}", hint)
    if spec.type != "integer" and re.fullmatch(rf"-?[0-9.,' ]*[0-9]{re.escape(other)}[0-9]+( ?%)?", text):
        if other == marks.thousands:
            hint = f'if it is the decimal mark, write decimal: "{other}" and another thousands'
            return not_a(text, f'written with "{other}" where no thousands end', hint)
        kind = "a decimal comma" if other == "," else "a decimal point"
        hint = f'add decimal: "{other}" to the source'
        if decimal in text:
            hint += f', and thousands: "{decimal}"'
        return not_a(text, f"written with {kind}", hint, Fault.OTHER_CONVENTION)
    if text.casefold().lstrip("+-") in ("inf", "infinity"):
        return not_a(text, f"not {_a(spec)}", "write a finite number", Fault.VALUE_OUT_OF_RANGE)
    if spec.type == "integer" and re.fullmatch(r"-?[0-9.,' ]*[0-9][.,][0-9]+", text):
        return not_a(text, "not a whole number", "declare type: number")
    if text.endswith("%") and spec.type != "percent":
        return not_a(text, f"not {_a(spec)}", "declare type: percent")
    if re.fullmatch(r"-?[0-9.]+[eE][+-]?[0-9]+", text):
        hint = "export it in full; an identifier is text, and its digits may already be lost"
        return not_a(text, "a number in E notation", hint, Fault.DIGITS_LOST)
    if re.fullmatch(r"\([0-9.,' ]+\)|[0-9.,' ]*[0-9] ?[-\u2212]", text):
        return not_a(text, f"not {_a(spec)}", "export numbers below zero as -5")
    hint = "write digits only, for example 400"
    if spec.currency:
        hint += f"; the currency, {spec.currency}, is declared once, in the column"
    return not_a(text, f"not {_a(spec)}", hint)


def not_a(text: str, what: str, hint: str, code: Fault = Fault.WRONG_TYPE) -> Unreadable:
    """The fault of a cell that `what` is said of, as in *is not a whole number*."""
    return Unreadable(f"{shape(text)} is {what}", hint, code=code)


def _a(spec: ColumnSpec) -> str:
    names = {"integer": "a whole number", "money": "an amount of money", "instant": "an instant"}
    return names.get(spec.type, f"a {spec.type}")


def _as_yaml(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z]+", text) else f'"{text}"'


# ---------------------------------------------------------------- dates for instants, and instants for dates


def other(declared: str) -> Type:
    """The type that was meant, where it was not the declared one."""
    return "date" if declared == "instant" else "instant"


def fits_iso(text: str, spec: ColumnSpec, kind: Type) -> bool:
    """Whether a cell is a date, or an instant, in ISO 8601."""
    plain = spec.model_copy(update={"type": kind, "formats": ()})
    return any(expression.fullmatch(text) for expression in expressions(plain, Marks()))


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
    if format := since_1970(text):
        return f"declare type: instant, and format: {format}" if spec.type == "date" else f"add format: {format}"
    return ""


def _with_other_format(text: str, spec: ColumnSpec) -> str:
    """What to write where a cell of a column with formats has a time of day and they have none, or the other way."""
    fitting = [format for format in _with_or_without_time(spec) if of_format(format).fullmatch(text)]
    if len(fitting) == 1:
        return f'if all are like it, declare type: {other(spec.type)}, and format: "{fitting[0]}"'
    hint = of_other_type(text, spec)
    by_type_alone = hint.startswith("declare") and "format" not in hint
    return f"if all are like it, {hint}, without a format" if by_type_alone else ""


def _with_or_without_time(spec: ColumnSpec) -> Iterator[str]:
    for stated in spec.formats:
        if stated.startswith("unix") or stated == "iso":
            continue
        time = next((time for time in sorted(TIMES, key=len, reverse=True) if stated.endswith(time)), "")
        if spec.type == "instant" and time:
            yield stated.removesuffix(time)
        if spec.type == "date" and not time:
            yield from (f"{stated}{each}" for each in TIMES)
