"""How cells are spelled: one regular expression a type, or one for each format that the source states.

The same expressions serve the fast reader of whole columns and the slow reader of one cell. Digits of a date stand in
the groups `Y y m d H I M S f`, names in `b B p`, the offset in `z` with its parts `sign zh zm`, seconds and
milliseconds since 1970 in `since_s since_ms`. Digits of a number stand in `whole` and `part`, or, where marks stand
between thousands, in `w0 w1 ...` and `part`, its minus in `minus`, a percent sign in `percent`. Parts of a duration
stand in `h min s f`, a number of a stated unit in `n_UNIT` and `fraction`. A day is no length here: it may mean 24
hours or eight, and a business day none of both.
"""

from __future__ import annotations

import re
from functools import cache

from living_sla.errors import Fault, Unreadable
from living_sla.model.agreement.source import ColumnSpec, Marks
from living_sla.model.notation import MONTHS
from living_sla.model.time.zones import HOUR, MINUTE, SECOND

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

_THOUSANDS = {" ": "(?: |\u00a0|\u202f|\u2009)", "'": "(?:'|\u2019)"}
"""A space may be one that does not break, and an apostrophe a curly one."""
GROUPS = 5
"""Groups of three digits behind the first one: 18 digits fit into 64 bits."""

MINUS = "(?P<minus>-|\u2212)?"
"""A hyphen, or the sign that spreadsheets of northern Europe write."""

_CLOCK = r"(?P<h>[0-9]{1,6}):(?P<min>[0-9]{2}):(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?"
_NEXT = "(?: (?=[0-9])|(?=[0-9])|$)"
_WORDS = (
    rf"(?=[0-9])(?:(?P<h>[0-9]{{1,7}}) ?(?:h|hr|hrs|hours?){_NEXT})?"
    rf"(?:(?P<min>[0-9]{{1,8}}) ?(?:m|mins?|minutes?){_NEXT})?(?:(?P<s>[0-9]{{1,9}}) ?(?:s|secs?|seconds?))?"
)
_PERIOD = r"PT(?=[0-9])(?:(?P<h>[0-9]{1,7})H)?(?:(?P<min>[0-9]{1,8})M)?(?:(?P<s>[0-9]{1,9})(?:\.(?P<f>[0-9]{1,6}))?S)?"
UNITS = {"hours": HOUR, "minutes": MINUTE, "seconds": SECOND, "milliseconds": SECOND // 1000}
_LENGTHS = {
    "h:mm:ss": _CLOCK,
    "h:mm": r"(?P<h>[0-9]{1,6}):(?P<min>[0-9]{2})",
    "m:ss": r"(?P<min>[0-9]{1,8}):(?P<s>[0-9]{2})",
}

TRUE = ("true", "True", "TRUE", "yes", "Yes", "YES", "1")
FALSE = ("false", "False", "FALSE", "no", "No", "NO", "0")

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
        return _of_lengths(formats, marks)
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
    whole = _whole_digits(14 if kind == "money" else 18, marks.thousands, "whole", "w")
    part = "" if kind == "integer" else rf"(?:{re.escape(marks.decimal)}(?P<part>[0-9]{{1,18}}))?"
    return re.compile(f"{MINUS}{whole}{part}{'(?P<percent> ?%)?' if kind == 'percent' else ''}")


def _whole_digits(most: int, thousands: str | None, plain: str, group: str) -> str:
    """Up to `most` digits in the group `plain`; or, with marks between thousands, in several named `group`."""
    whole = f"(?P<{plain}>[0-9]{{1,{most}}})"
    if thousands in (None, "none"):
        return whole
    mark = _THOUSANDS.get(thousands or "", re.escape(thousands or ""))
    further = ""
    for number in range(min(GROUPS, most // 3), 1, -1):
        further = f"(?:{mark}(?P<{group}{number}>[0-9]{{3}}){further})?"
    return f"(?:{whole}|(?P<{group}0>[0-9]{{1,3}}){mark}(?P<{group}1>[0-9]{{3}}){further})"


def _of_lengths(formats: tuple[str, ...], marks: Marks) -> tuple[re.Pattern[str], ...]:
    """One expression a format, or those that can be told apart where none is stated; raises `Unreadable`."""
    if not formats:
        return tuple(re.compile(known) for known in (_CLOCK, _WORDS, _PERIOD))
    return tuple(_of_length(format, marks) for format in formats)


def _of_length(format: str, marks: Marks) -> re.Pattern[str]:
    if format in UNITS:
        whole = _whole_digits(15, marks.thousands, f"n_{format}", f"n_{format}_")
        return re.compile(rf"{whole}(?:{re.escape(marks.decimal)}(?P<fraction>[0-9]{{1,6}}))?")
    if format not in _LENGTHS:
        hint = f"use {', '.join((*_LENGTHS, *UNITS))}"
        raise Unreadable(f'"{format}" does not say how a duration is written', hint, code=Fault.AMBIGUOUS_TIME)
    return re.compile(_LENGTHS[format])


def whole_of(match: re.Match[str]) -> str:
    """The digits before the decimals of a number, without marks."""
    groups = match.groupdict()
    return groups["whole"] or "".join(groups.get(f"w{group}") or "" for group in range(GROUPS + 1))


def could_be_thousands(text: str, spec: ColumnSpec, marks: Marks) -> bool | None:
    """Whether the mark of a number could stand between thousands; None where the number has none to doubt.

    ``1.200`` could be read in both ways; ``0.200``, ``1.25`` and ``1200`` cannot, and decide for their column.
    """
    has_marks = spec.type in ("number", "money", "percent") or (spec.type == "duration" and _counts_units(spec.formats))
    if not has_marks or marks.thousands is not None:
        return None
    match = re.fullmatch(rf"{MINUS}([0-9]+)(?:{re.escape(marks.decimal)}([0-9]+))?( ?%)?", text)
    if match is None or (match[3] is None and len(match[2]) < 4):
        return None
    if match[3] is None or len(match[3]) != 3 or len(match[2]) > 3:
        return False
    return int(match[2]) != 0 and not (spec.type == "percent" and match[4] is None)


def in_marks(digits: str, spec: ColumnSpec, marks: Marks) -> str:
    """A number whose point is certain, as a cell of that column: with the declared mark, and beyond the doubt above."""
    if spec.type == "text":
        return digits
    cell = digits.replace(".", marks.decimal)
    return f"{cell}0" if could_be_thousands(cell, spec, marks) else cell


def _counts_units(formats: tuple[str, ...]) -> bool:
    """Whether numbers of a stated unit are among these formats."""
    return not set(formats).isdisjoint(UNITS)


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
    meant = "".join(parts)
    return meant if all(parts) and "%" not in format and _says_when(set(re.findall("%([A-Za-z])", meant))) else ""


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
