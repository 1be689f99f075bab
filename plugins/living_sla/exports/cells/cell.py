"""One cell, read slowly and plainly: what it says, or what is wrong with it.

The fast reader (`columns.py`) must come to the same values; this one says what is wrong with a cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from living_sla.errors import Fault, Unreadable
from living_sla.exports.cells import spellings
from living_sla.exports.cells.batch import MONEY_DIGITS
from living_sla.exports.cells.misspelt import misspelt, not_a, nothing_declared, other_count
from living_sla.exports.cells.moments import length_of, moment_of
from living_sla.exports.cells.shown import is_nothing, shape
from living_sla.exports.cells.spellings import FALSE, TRUE
from living_sla.model.agreement.source import ColumnSpec, Marks, is_listed
from living_sla.model.time.zones import END_YEAR, FIRST_YEAR, zone

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
    matches = [match for expression in spellings.expressions(spec, marks) if (match := expression.fullmatch(text))]
    if not matches:
        raise misspelt(text, spec, marks)
    if spec.type in ("date", "instant"):
        return _moment(matches, text, spec, timezone_key)
    if spec.type == "duration":
        return _length(matches, text)
    return _number(matches[0], text, spec)


def _moment(matches: list[re.Match[str]], text: str, spec: ColumnSpec, timezone_key: str | None) -> date | datetime:
    """What the one format says that the cell fits; several may be stated."""
    moments, refused = [], None
    for match in matches:
        try:
            moments.append(moment_of(match, text))
        except Unreadable as refusal:
            refused = refused or refusal
    if not moments:
        assert refused is not None
        raise refused
    possible = [moment for moment in moments if spec.type == "date" or FIRST_YEAR <= moment.year < END_YEAR]
    if len(possible) > 1:
        hint = "state formats of which each cell fits one only"
        raise Unreadable(f"{shape(text)} fits {len(possible)} of the formats", hint, code=Fault.AMBIGUOUS_TIME)
    if not possible:
        hint = other_count(text, spec) or "if it stands for nothing, list it under empty: in the column"
        message = f"{shape(text)} lies outside the years {FIRST_YEAR} to {END_YEAR - 1}"
        raise Unreadable(message, hint, code=Fault.VALUE_OUT_OF_RANGE)
    [moment] = possible
    return moment.date() if spec.type == "date" else _in_utc(moment, spec.timezone or timezone_key)


def _length(matches: list[re.Match[str]], text: str) -> timedelta:
    lengths = set()
    for match in matches:
        groups = {name: digits for name, digits in match.groupdict().items() if digits is not None}
        micros, good = length_of({name: int(digits) for name, digits in groups.items()}, _widths(groups))
        if good:
            lengths.add(micros)
    if not lengths:
        raise not_a(text, "no duration that can be", "write minutes and seconds below 60, for example 1:30:00")
    if len(lengths) > 1:
        hint = "state formats of which each cell fits one only"
        raise Unreadable(f"{shape(text)} fits {len(lengths)} of the formats", hint, code=Fault.AMBIGUOUS_TIME)
    return timedelta(microseconds=lengths.pop())


def _widths(groups: Mapping[str, str]) -> dict[str, int]:
    return {name: len(digits) for name, digits in groups.items()}


def _listed(text: str, spec: ColumnSpec) -> str:
    if spec.values and not is_listed(text, spec):
        if is_nothing(text):
            raise nothing_declared(text, "one of the values")
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
        raise nothing_declared(text, "true or false")
    raise not_a(text, "neither true nor false", "write true or false, yes or no, 1 or 0")


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
    return moment.replace(tzinfo=UTC) if zone_key == "UTC" else zone(zone_key).instant(moment)


def is_naive(text: str, spec: ColumnSpec) -> bool:
    """Whether an instant's text matches the column's spelling and names no offset."""
    matches = [match for expression in spellings.expressions(spec, PLAIN) if (match := expression.fullmatch(text))]
    return bool(matches) and all(groups.get("z") is None and not _counts(groups) for groups in map(_groups, matches))


def _groups(match: re.Match[str]) -> dict[str, str]:
    return match.groupdict()


def _counts(groups: Mapping[str, str]) -> bool:
    """Whether it counts from 1970, which began in UTC."""
    return "since_s" in groups or "since_ms" in groups
