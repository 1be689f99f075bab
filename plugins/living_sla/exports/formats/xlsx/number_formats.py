"""What a number format makes of a number: a date, a time, digits, or something that the cell does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "date", "moment", "time", "unknown"]


@dataclass(frozen=True)
class Format:
    """What is shown of a number with that format."""

    kind: Kind
    zeros: int = 0
    """Digits up to which zeros are shown in front: 5 for ``00000``."""
    adds_text: bool = False
    """Whether characters are shown that the number does not have, such as those of ``"Q"0`` or ``000-0000``."""


PLAIN = Format("number")

# Built-in formats that show a date, a date with a time, a time; from 27 on those of China, Japan and Korea.
_BUILT_IN: dict[int, Format] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), Format("date")),
    22: Format("moment"),
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 46, 47), Format("time")),
    **dict.fromkeys((9, 10, 12, 13), Format("number", adds_text=True)),
}

_GENERAL = re.compile("general|standard|@")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_HALF_OF_DAY = re.compile("am/pm|a/p")
_EXPONENT = re.compile(r"(?<=[0#?])e[-+](?=[0#?])")
_NOT_UNDERSTOOD = re.compile("[a-z](?<![ymdhsbge])", re.ASCII)
_WEEKDAY = re.compile("a{3,4}")


def built_in(number: int) -> Format:
    """The format that spreadsheets know by that number."""
    return _BUILT_IN.get(number, PLAIN)


def parsed(code: str) -> Format:
    """The format of a code such as ``dd.mm.yyyy hh:mm``; what is not understood is of the kind ``unknown``."""
    section = _first_section(code)
    literal = "".join(match[1] or match[2] or "" for match in _LITERAL.finditer(section))
    bare = _LITERAL.sub("", section).lower().strip()
    if bare == "general" and not literal:
        return PLAIN
    if not bare or _GENERAL.fullmatch(bare):
        # A format of nothing but quoted text hides the number behind it.
        return Format("number", adds_text=bool(literal.strip()) or not section)
    bare, halves = _HALF_OF_DAY.subn("", bare)
    bare = _WEEKDAY.sub("d", _EXPONENT.sub("", bare))
    if _NOT_UNDERSTOOD.search(bare):
        return Format("unknown")
    day, time = bool(re.search("[ydbge]", bare)), bool(halves) or bool(re.search(r"[hs]|\[m", bare))
    if day or time:
        return Format("moment" if day and time else "date" if day else "time")
    if "m" in bare:
        return Format("date")  # of a month alone
    zeros = len(bare) if re.fullmatch("0{2,}", bare) else 0
    return Format("number", zeros, bool(literal.strip()) or bool(re.search(r"[^0#?.,]", bare)))


def _first_section(code: str) -> str:
    """What is used for positive numbers: up to the first semicolon outside quotes."""
    return re.match(r'(?:"[^"]*"|\\.|[^;"\\])*', code, re.DOTALL)[0]  # type: ignore[index]  # matches the empty text
