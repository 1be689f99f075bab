"""How cells are spelled: one regular expression a type, or one for each format that the source states.

The same expressions serve the fast reader of whole columns and the slow reader of one cell. Digits of a date stand in
the groups `Y y m d H I M S f`, names in `b B p`, the offset in `z` with its parts `sign zh zm`, seconds and
milliseconds since 1970 in `since_s since_ms`. Digits of a number stand in `whole` and `part`, or, where marks stand
between thousands, in `w0 w1 ...` and `part`, its minus in `minus`, a percent sign in `percent`.
"""

from __future__ import annotations

import re
from functools import cache

from living_sla.errors import Fault, Unreadable
from living_sla.exports.cells.digits import GROUPS, MINUS, whole_digits
from living_sla.exports.cells.lengths import expressions_of_lengths
from living_sla.model.source import ColumnSpec, Marks

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
SHORT_MONTHS = tuple(name[:3] for name in MONTHS)

_OFFSET = r"(?P<z>Z| ?UTC| ?GMT| ?(?P<sign>[+-])(?P<zh>[0-9]{2}):?(?P<zm>[0-9]{2})?)"
_ISO_DATE = r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
# An hour alone is a time only where an offset follows it: `2026-01-05 10` is rather a date beside a number.
_ISO_TIME = r"(?P<H>[0-9]{2})(?::(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?)?|(?=Z|[+-]))"
_ISO_INSTANT = rf"{_ISO_DATE}[ T]{_ISO_TIME}{_OFFSET}?"
_SINCE_1970 = {
    "unix s": r"(?P<minus>-)?(?P<since_s>[0-9]{1,11})(?:\.(?P<f>[0-9]{1,6}))?",
    "unix ms": r"(?P<minus>-)?(?P<since_ms>[0-9]{1,14})(?:\.(?P<f>[0-9]{1,3}))?",
}

_DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{2})",
    "S": r"(?P<S>[0-9]{2})",
    "f": r"(?P<f>[0-9]{1,6})",
    "p": r"(?P<p>AM|PM|am|pm)",
    "b": rf"(?P<b>{'|'.join(SHORT_MONTHS)})",
    "B": rf"(?P<B>{'|'.join(MONTHS)})",
    "z": _OFFSET,
    "%": "%",
}
_SUPPORTED = "use %Y %y %m %d %H %I %M %S %f %p %b %B %z, for example %d/%m/%Y %H:%M; or iso, unix s, unix ms"

_OFFICE = {"yyyy": "%Y", "jjjj": "%Y", "yy": "%y", "jj": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "m": "%m",
           "dd": "%d", "d": "%d", "tt": "%d", "t": "%d", "ss": "%S", "s": "%S", "am/pm": "%p"}  # fmt: skip
"""What spreadsheets call the parts of a date, in English and in German."""

Expression = re.Pattern[str]


def expressions(spec: ColumnSpec, marks: Marks) -> tuple[Expression, ...]:
    """What every filled cell of the column must match as a whole, one of them; none for text and booleans.

    Raises `Unreadable` for a format that does not say which day it means, or that says it in two ways.
    """
    return _expressions(spec.type, spec.formats, marks)


@cache
def _expressions(kind: str, formats: tuple[str, ...], marks: Marks) -> tuple[Expression, ...]:
    if kind in ("text", "boolean"):
        return ()
    if kind == "duration":
        return expressions_of_lengths(formats, marks)
    if kind in ("date", "instant"):
        return tuple(_of_moments(kind, format) for format in formats or ("iso",))
    return (_of_numbers(kind, marks),)


def _of_moments(kind: str, format: str) -> Expression:
    if format == "iso":
        return re.compile(_ISO_DATE if kind == "date" else _ISO_INSTANT)
    if format in _SINCE_1970:
        if kind == "date":
            raise Unreadable(f'a date is not written as "{format}"', "declare type: instant", code=Fault.AMBIGUOUS_TIME)
        return re.compile(_SINCE_1970[format])
    return of_format(format)


def _of_numbers(kind: str, marks: Marks) -> Expression:
    whole = whole_digits(14 if kind == "money" else 18, marks.thousands, "whole", "w")
    part = "" if kind == "integer" else rf"(?:{re.escape(marks.decimal)}(?P<part>[0-9]{{1,18}}))?"
    return re.compile(f"{MINUS}{whole}{part}{'(?P<percent> ?%)?' if kind == 'percent' else ''}")


def whole_of(match: re.Match[str]) -> str:
    """The digits before the decimals of a number, without marks."""
    said = match.groupdict()
    return said["whole"] or "".join(said.get(f"w{group}") or "" for group in range(GROUPS + 1))


@cache
def of_format(format: str) -> Expression:
    """The expression of a format in strptime's letters; days, months and hours may lack their leading zero."""
    parts: list[str] = []
    seen: set[str] = set()
    position = 0
    while position < len(format):
        if format[position] != "%":
            parts.append(re.escape(format[position]))
            position += 1
            continue
        letter = format[position + 1 : position + 2]
        if letter not in _DIRECTIVES or letter in seen:
            raise Unreadable(
                f'the format "{format}" cannot be read at "%{letter}"', _SUPPORTED, code=Fault.AMBIGUOUS_TIME
            )
        seen |= {letter} - {"%"}
        # Without a character between them, 1111 could be 1/11/1 or 11/1/1: then both take their full width.
        touching = any(_is_digits(format[at : at + 2]) for at in (position - 2, position + 2) if at >= 0)
        directive = _DIRECTIVES[letter]
        parts.append(directive.replace("{1,2}", "{2}").replace("{1,6}", "{6}") if touching else directive)
        position += 2
    if not _says_when(seen):
        meant = _of_office(format)
        hint = f'in the letters that are read here: format: "{meant}"' if meant else _SUPPORTED
        raise Unreadable(
            f'the format "{format}" does not say one year, month, day and hour', hint, code=Fault.AMBIGUOUS_TIME
        )
    return re.compile("".join(parts))


def _of_office(format: str) -> str:
    """A format as spreadsheets write it (`DD.MM.YYYY HH:mm`) in strptime's letters; empty where it is not one."""
    words = re.findall("am/pm|[a-z]+|[^a-z]+", format.lower())
    parts: list[str] = []
    for at, word in enumerate(words):
        if word in ("h", "hh"):
            parts.append("%I" if "am/pm" in words else "%H")
        elif word in ("m", "mm") and parts[at - 2 : at - 1] in (["%H"], ["%I"]):
            parts.append("%M")  # months have the same letter, and never follow an hour
        elif word.isalpha() or word == "am/pm":
            parts.append(_OFFICE.get(word, ""))
        else:
            parts.append(word)
    said = "".join(parts)
    return said if all(parts) and "%" not in format and _says_when(set(re.findall("%([A-Za-z])", said))) else ""


def _is_digits(directive: str) -> bool:
    return directive[:1] == "%" and directive[1:] in ("Y", "y", "m", "d", "H", "I", "M", "S", "f")


def _says_when(letters: set[str]) -> bool:
    one_day = len(letters & {"Y", "y"}) == 1 and len(letters & {"m", "b", "B"}) == 1 and "d" in letters
    hours = letters & {"H", "I"}
    return (
        one_day
        and len(hours) <= 1
        and ("I" in letters) == ("p" in letters)
        and ("M" not in letters or bool(hours))
        and ("S" not in letters or "M" in letters)
        and ("f" not in letters or "S" in letters)
    )
