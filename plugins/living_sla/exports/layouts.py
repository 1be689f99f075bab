"""How cells are spelled: one regular expression a type, or one made from the format that the source states.

The same expressions serve the fast reader of whole columns and the slow reader of one cell. Digits of a date stand in
the groups `Y y m d H I M S f`, names in `b B p`, the offset in `z` with its parts `sign zh zm`; digits of a number
stand in `whole` and `part`, its minus in `minus`, a percent sign in `percent`.
"""

from __future__ import annotations

import re
from functools import cache

from living_sla.errors import Unreadable
from living_sla.model.source import ColumnSpec

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
SHORT_MONTHS = tuple(name[:3] for name in MONTHS)

_OFFSET = r"(?P<z>Z| ?UTC| ?GMT| ?(?P<sign>[+-])(?P<zh>[0-9]{2}):?(?P<zm>[0-9]{2})?)"
_ISO_DATE = r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
# An hour alone is a time only where an offset follows it: `2026-01-05 10` is rather a date beside a number.
_ISO_TIME = r"(?P<H>[0-9]{2})(?::(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?)?|(?=Z|[+-]))"
_ISO_INSTANT = rf"{_ISO_DATE}[ T]{_ISO_TIME}{_OFFSET}?"

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
_SUPPORTED = "use %Y %y %m %d %H %I %M %S %f %p %b %B %z, for example %d/%m/%Y %H:%M"

Expression = re.Pattern[str]


def expression(spec: ColumnSpec, decimal: str) -> Expression | None:
    """What every filled cell of the column must match as a whole; None for text and booleans.

    Raises `Unreadable` for a format that does not say which day it means, or that says it in two ways.
    """
    return _expression(spec.type, spec.format, decimal)


@cache
def _expression(kind: str, format: str | None, decimal: str) -> Expression | None:
    point = re.escape(decimal)
    match kind:
        case "text" | "boolean":
            return None
        case "integer":
            return re.compile(r"(?P<minus>-)?(?P<whole>[0-9]{1,18})")
        case "number":
            return re.compile(rf"(?P<minus>-)?(?P<whole>[0-9]{{1,18}})(?:{point}(?P<part>[0-9]{{1,18}}))?")
        case "money":
            return re.compile(rf"(?P<minus>-)?(?P<whole>[0-9]{{1,14}})(?:{point}(?P<part>[0-9]{{1,18}}))?")
        case "percent":
            return re.compile(
                rf"(?P<minus>-)?(?P<whole>[0-9]{{1,18}})(?:{point}(?P<part>[0-9]{{1,18}}))?(?P<percent> ?%)?"
            )
    if format is not None:
        return of_format(format)
    return re.compile(_ISO_DATE if kind == "date" else _ISO_INSTANT)


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
            raise Unreadable(f'the format "{format}" cannot be read at "%{letter}"', _SUPPORTED, code="SLA-F057")
        seen |= {letter} - {"%"}
        # Without a character between them, 1111 could be 1/11/1 or 11/1/1: then both take their full width.
        touching = any(_is_digits(format[at : at + 2]) for at in (position - 2, position + 2) if at >= 0)
        directive = _DIRECTIVES[letter]
        parts.append(directive.replace("{1,2}", "{2}").replace("{1,6}", "{6}") if touching else directive)
        position += 2
    if not _says_when(seen):
        raise Unreadable(
            f'the format "{format}" does not say one year, month, day and hour', _SUPPORTED, code="SLA-F057"
        )
    return re.compile("".join(parts))


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
