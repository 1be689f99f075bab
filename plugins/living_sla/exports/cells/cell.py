"""One cell, read slowly and plainly: what it says, or what is wrong with it.

The fast reader (`columns.py`) must come to the same values; this one explains faults and serves `sla explain`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np

from living_sla.errors import Fault, Unreadable
from living_sla.exports.cells import spellings
from living_sla.exports.cells.digits import MINUS
from living_sla.exports.cells.lengths import counts, length_of
from living_sla.exports.cells.moments import moment_of
from living_sla.exports.cells.other_types import other_type
from living_sla.exports.cells.shown import is_nothing, shape
from living_sla.model.source import ColumnSpec, Marks, is_listed
from living_sla.model.zones import END_YEAR, FIRST_YEAR, instant, micros, zone

TRUE = ("true", "True", "TRUE", "yes", "Yes", "YES", "1")
FALSE = ("false", "False", "FALSE", "no", "No", "NO", "0")

MONEY_DIGITS = 4
"""Decimals of an amount of money: it is stored in ten-thousandths."""

Value = str | int | float | Decimal | bool | date | datetime | timedelta

PLAIN = Marks()


def read_cell(text: str, spec: ColumnSpec, *, marks: Marks = PLAIN, timezone_key: str | None = None) -> Value | None:
    """What the cell says, None where it is empty; instants in UTC, percents as shares, money as exact decimals.

    Raises:
        Unreadable: The text is not spelled as the column's type wants; says how to fix it.
    """
    if not text or text in spec.empty or (spec.type == "text" and not text.strip()):
        return None
    if spec.type == "text":
        return _listed(text, spec)
    if spec.type == "boolean":
        return _boolean(text)
    matches = [match for one in spellings.expressions(spec, marks) if (match := one.fullmatch(text))]
    if not matches:
        raise _misspelt(text, spec, marks)
    if spec.type in ("date", "instant"):
        return _moment(matches, text, spec, timezone_key)
    if spec.type == "duration":
        return _length(matches, text)
    return _number(matches[0], text, spec)


def _moment(matches: list[re.Match[str]], text: str, spec: ColumnSpec, timezone_key: str | None) -> date | datetime:
    """What the one format says that the cell fits; several may be stated."""
    found, refused = [], None
    for match in matches:
        try:
            found.append(moment_of(match, text))
        except Unreadable as refusal:
            refused = refused or refusal
    if not found:
        assert refused is not None
        raise refused
    possible = [one for one in found if spec.type == "date" or FIRST_YEAR <= one.year < END_YEAR]
    if len(possible) > 1:
        hint = "state formats of which each cell fits one only"
        raise Unreadable(f"{shape(text)} fits {len(possible)} of the formats", hint, code=Fault.AMBIGUOUS_TIME)
    if not possible:
        hint = _other_count(text, spec) or "if it stands for nothing, list it under empty: in the column"
        message = f"{shape(text)} lies outside the years {FIRST_YEAR} to {END_YEAR - 1}"
        raise Unreadable(message, hint, code=Fault.VALUE_OUT_OF_RANGE)
    [moment] = possible
    return moment.date() if spec.type == "date" else _in_utc(moment, spec.timezone or timezone_key)


def _length(matches: list[re.Match[str]], text: str) -> timedelta:
    found = set()
    for match in matches:
        said = {name: digits for name, digits in match.groupdict().items() if digits is not None}
        micros, good = length_of({name: int(digits) for name, digits in said.items()}, _widths(said))
        if good:
            found.add(micros)
    if not found:
        raise _not_a(text, "no duration that can be", "write minutes and seconds below 60, for example 1:30:00")
    if len(found) > 1:
        hint = "state formats of which each cell fits one only"
        raise Unreadable(f"{shape(text)} fits {len(found)} of the formats", hint, code=Fault.AMBIGUOUS_TIME)
    return timedelta(microseconds=found.pop())


def _widths(said: Mapping[str, str]) -> dict[str, int]:
    return {name: len(digits) for name, digits in said.items()}


def _listed(text: str, spec: ColumnSpec) -> str:
    if spec.values and not is_listed(text, spec):
        if is_nothing(text):
            raise _nothing(text, "one of the values")
        close = next((value for value in spec.values if value.casefold() == text.strip().casefold()), "")
        hint = (
            f'did you mean "{close}"?' if close else f"add it to values: [{', '.join(spec.values)}], or fix the export"
        )
        raise Unreadable(f"{shape(text)} is not one of the values", hint, code=Fault.UNEXPECTED_SPELLING)
    return text


def _boolean(text: str) -> bool:
    if text in TRUE or text in FALSE:
        return text in TRUE
    if is_nothing(text):
        raise _nothing(text, "true or false")
    raise _not_a(text, "neither true nor false", "write true or false, yes or no, 1 or 0")


def _number(match: re.Match[str], text: str, spec: ColumnSpec) -> int | float | Decimal:
    whole = spellings.whole_of(match)
    if len(whole) > 1 and whole.startswith("0"):
        hint = "an identifier is text: declare type: text, and its zeros stay"
        raise Unreadable(f"{shape(text)} has leading zeros", hint, code=Fault.DIGITS_LOST)
    sign = "-" if match["minus"] else ""
    if spec.type == "integer":
        return int(f"{sign}{whole}")
    number = Decimal(f"{sign}{whole}.{match['part'] or '0'}")
    if spec.type == "money":
        if number != round(number, MONEY_DIGITS):
            message = f"{shape(text)} has more than {MONEY_DIGITS} decimals"
            raise Unreadable(message, "round it in the export, or declare type: number", code=Fault.WRONG_TYPE)
        return number
    if spec.type == "number":
        return float(number)
    if match["percent"]:
        return float(number / 100)
    if abs(number) > 1:
        hint = "write it with a percent sign, or declare type: number"
        raise Unreadable(f"{shape(text)} is not a share from 0 to 1", hint, code=Fault.WRONG_TYPE)
    return float(number)


def _in_utc(moment: datetime, zone_key: str | None) -> datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    if zone_key is None:
        hint = "add timezone: Europe/London, or whichever clock wrote it, to the source"
        raise Unreadable("an instant without a zone, and the source declares none", hint, code=Fault.NO_ZONE)
    wall = np.array([micros(moment.replace(tzinfo=UTC))], dtype=np.int64)
    return instant(zone(zone_key).to_utc(wall)[0])


def is_naive(text: str, spec: ColumnSpec) -> bool:
    """Whether an instant's text matches the column's spelling and names no offset."""
    matches = [match for one in spellings.expressions(spec, PLAIN) if (match := one.fullmatch(text))]
    return bool(matches) and all(said.get("z") is None and not _counts(said) for said in map(_groups, matches))


def _groups(match: re.Match[str]) -> dict[str, str]:
    return match.groupdict()


def _counts(said: Mapping[str, str]) -> bool:
    """Whether it counts from 1970, which began in UTC."""
    return "since_s" in said or "since_ms" in said


def could_be_thousands(text: str, spec: ColumnSpec, marks: Marks) -> bool | None:
    """Whether the mark of a number could stand between thousands; None where the number has none to doubt.

    ``1.200`` could be read in both ways; ``0.200``, ``1.25`` and ``1200`` cannot, and decide for their column.
    """
    has_marks = spec.type in ("number", "money", "percent") or (spec.type == "duration" and counts(spec.formats))
    if not has_marks or marks.thousands is not None:
        return None
    match = re.fullmatch(rf"{MINUS}([0-9]+)(?:{re.escape(marks.decimal)}([0-9]+))?( ?%)?", text)
    if match is None or (match[3] is None and len(match[2]) < 4):
        return None
    if match[3] is None or len(match[3]) != 3 or len(match[2]) > 3:
        return False
    return int(match[2]) != 0 and not (spec.type == "percent" and match[4] is None)


# ---------------------------------------------------------------- what is wrong


def in_marks(digits: str, spec: ColumnSpec, marks: Marks) -> str:
    """A number whose point is certain, as a cell of that column: with the declared mark, and beyond the doubt above."""
    if spec.type == "text":
        return digits
    cell = digits.replace(".", marks.decimal)
    return f"{cell}0" if could_be_thousands(cell, spec, marks) else cell


def _misspelt(text: str, spec: ColumnSpec, marks: Marks) -> Unreadable:
    bare = text.strip()
    if is_nothing(text):
        if bare.startswith("#"):
            message = f"{shape(text)} is a spreadsheet's error, not a value"
            return Unreadable(message, "fix the formula and export again", code=Fault.MISLEADING_CELL)
        return _nothing(text, _a(spec))
    if bare != text:
        return Unreadable(f"{shape(bare)} has spaces around it", "remove them in the export", code=Fault.WRONG_TYPE)
    if spec.type in ("date", "instant"):
        return _misspelt_time(text, spec)
    if spec.type == "duration":
        return _misspelt_length(text, spec)
    return _misspelt_number(text, spec, marks)


def _nothing(text: str, wanted: str) -> Unreadable:
    """The fault of a word for nothing that is not declared as one."""
    hint = f"if it stands for nothing, add empty: [{_as_yaml(text.strip())}] to the column"
    return Unreadable(f"{shape(text)} is not {wanted}", hint, code=Fault.UNDECLARED_EMPTY)


def _other_count(text: str, spec: ColumnSpec) -> str:
    """What a number of its size rather counts since 1970; empty for one of the stated unit."""
    if "unix s" in spec.formats and re.fullmatch("[0-9]{12,14}", text):
        return "a number of that size counts milliseconds: format: unix ms"
    is_seconds = "unix ms" in spec.formats and re.fullmatch("[0-9]{9,10}", text)
    return "a number of that size counts seconds: format: unix s" if is_seconds else ""


def _misspelt_time(text: str, spec: ColumnSpec) -> Unreadable:
    if len(spec.headers) > 1 and re.fullmatch(r"[0-9]{1,2}[:.h][0-9]{2}.*", text):
        hint = f'fill in "{spec.headers[0]}", or empty both'
        return _not_a(text, "a time of day without a date", hint, Fault.UNEXPECTED_SPELLING)
    if re.fullmatch(r"[0-9]{5}([.,][0-9]+)?", text):
        hint = "export dates as text, for example 2026-08-03 14:05"
        return _not_a(text, "a spreadsheet's serial date", hint, Fault.UNEXPECTED_SPELLING)
    if spec.formats:
        written = " or ".join(spec.formats)
        hint = _other_count(text, spec) or other_type(text, spec) or "fix the cell, or the column's format"
        return _not_a(text, f"not written as {written}", hint, Fault.UNEXPECTED_SPELLING)
    if spec.type == "instant" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        hint = (
            f'if the time stands in another column, write from: ["{spec.header}", and that one]; else declare type: '
            'date, or for its midnight format: [iso, "%Y-%m-%d"]'
        )
        if len(spec.headers) > 1:
            hint = f'fill in "{spec.headers[1]}", or empty both'
        return _not_a(text, "a date without a time of day", hint, Fault.UNEXPECTED_SPELLING)
    hint = "write 2026-08-03" if spec.type == "date" else "write 2026-08-03 14:05, or state the column's format"
    return _not_a(text, f"not {_a(spec)} in ISO 8601", hint, Fault.AMBIGUOUS_TIME)


def _misspelt_length(text: str, spec: ColumnSpec) -> Unreadable:
    if text.startswith(("-", "\u2212")):
        return _not_a(text, "below zero", "nothing takes less than no time: fix the export, or list it under empty")
    if spec.formats:
        written = " or ".join(spec.formats)
        return _not_a(
            text, f"not written as {written}", "fix the cell, or the column's format", Fault.UNEXPECTED_SPELLING
        )
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", text):
        hint = "say what it counts, format: seconds, or minutes, hours, milliseconds"
        return _not_a(text, "a number, and nobody has said of what", hint, Fault.AMBIGUOUS_TIME)
    if re.fullmatch(r"[0-9]+:[0-9]{2}", text):
        return _not_a(
            text, "hours and minutes, or minutes and seconds", 'add format: "h:mm", or "m:ss"', Fault.AMBIGUOUS_TIME
        )
    return _not_a(
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
        return _not_a(text, f"not {_a(spec)}", hint)
    if spec.type != "integer" and re.fullmatch(rf"-?[0-9.,' ]*[0-9]{re.escape(other)}[0-9]+( ?%)?", text):
        if other == marks.thousands:
            hint = f'if it is the decimal mark, write decimal: "{other}" and another thousands'
            return _not_a(text, f'written with "{other}" where no thousands end', hint)
        kind = "a decimal comma" if other == "," else "a decimal point"
        hint = f'add decimal: "{other}" to the source'
        if decimal in text:
            hint += f', and thousands: "{decimal}"'
        return _not_a(text, f"written with {kind}", hint, Fault.OTHER_CONVENTION)
    if text.casefold().lstrip("+-") in ("inf", "infinity"):
        return _not_a(text, f"not {_a(spec)}", "write a finite number", Fault.VALUE_OUT_OF_RANGE)
    if spec.type == "integer" and re.fullmatch(r"-?[0-9.,' ]*[0-9][.,][0-9]+", text):
        return _not_a(text, "not a whole number", "declare type: number")
    if text.endswith("%") and spec.type != "percent":
        return _not_a(text, f"not {_a(spec)}", "declare type: percent")
    if re.fullmatch(r"-?[0-9.]+[eE][+-]?[0-9]+", text):
        hint = "export it in full; an identifier is text, and its digits may already be lost"
        return _not_a(text, "a number in E notation", hint, Fault.DIGITS_LOST)
    if re.fullmatch(r"\([0-9.,' ]+\)|[0-9.,' ]*[0-9] ?[-\u2212]", text):
        return _not_a(text, f"not {_a(spec)}", "export numbers below zero as -5")
    hint = "write digits only, for example 400"
    if spec.currency:
        hint += f"; the currency, {spec.currency}, is declared once, in the column"
    return _not_a(text, f"not {_a(spec)}", hint)


def _not_a(text: str, what: str, hint: str, code: Fault = Fault.WRONG_TYPE) -> Unreadable:
    return Unreadable(f"{shape(text)} is {what}", hint, code=code)


def _a(spec: ColumnSpec) -> str:
    names = {"integer": "a whole number", "money": "an amount of money", "instant": "an instant"}
    return names.get(spec.type, f"a {spec.type}")


def _as_yaml(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z]+", text) else f'"{text}"'
