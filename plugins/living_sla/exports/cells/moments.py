"""What the groups of an expression in `spellings.py` say: one date and time, or how long a duration is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from living_sla.errors import Fault, Unreadable
from living_sla.exports.cells.shown import shape
from living_sla.exports.cells.spellings import SHORT_MONTHS, UNITS
from living_sla.model.notation import MONTHS
from living_sla.model.time.zones import HOUR, MINUTE, SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for whatever came before 1970: no instant lies there, and some have no date."""
LONGEST = 10**9 * SECOND
"""Beyond thirty years it is not a duration, and sums stay within 64 bits."""


def moment_of(match: re.Match[str], text: str) -> datetime:
    """The date and time that the groups spell, aware where an offset is given; raises `Unreadable` if it never is."""
    groups = match.groupdict()

    def digits(name: str) -> int:
        return int(groups.get(name) or 0)

    if "since_s" in groups or "since_ms" in groups:
        micros = digits("since_ms") * 1000 or digits("since_s") * SECOND
        if groups["minus"]:
            return _LONG_AGO
        digits_of_part = 6 if "since_s" in groups else 3
        return _EPOCH + timedelta(microseconds=micros + int((groups.get("f") or "0").ljust(digits_of_part, "0")))
    # POSIX reads two-digit years from 69 on as 19xx; no instant lies there anyway.
    year = digits("Y") if "Y" in groups else digits("y") + (2000 if digits("y") < 69 else 1900)
    month = digits("m")
    if "b" in groups:
        month = SHORT_MONTHS.index(groups["b"]) + 1
    if "B" in groups:
        month = MONTHS.index(groups["B"]) + 1
    hour = digits("H")
    if "I" in groups:
        if not 1 <= digits("I") <= 12:
            raise _impossible(text)
        hour = digits("I") % 12 + (12 if groups["p"].upper() == "PM" else 0)
    microsecond = int((groups.get("f") or "0").ljust(6, "0"))
    offset = None
    if groups.get("sign"):
        if digits("zm") > 59 or digits("zh") > 15:
            raise _impossible(text)
        distance = timedelta(hours=digits("zh"), minutes=digits("zm"))
        offset = timezone(-distance if groups["sign"] == "-" else distance)
    elif groups.get("z"):
        offset = UTC
    try:
        return datetime(year, month, digits("d"), hour, digits("M"), digits("S"), microsecond, offset)
    except ValueError:
        raise _impossible(text) from None


def _impossible(text: str) -> Unreadable:
    return Unreadable(
        f"{shape(text)} is a day or time that does not exist", "write one that does", code=Fault.UNEXPECTED_SPELLING
    )


def length_of(digits: Mapping[str, Any], widths: Mapping[str, int]) -> tuple[Any, Any]:
    """Microseconds, and whether there is such a duration: of numbers, or of columns of them alike.

    `digits` are the numbers in the groups of an expression, `widths` how many digits each has.
    """
    counted = sorted(name for name in digits if name.startswith("n_"))
    if counted:
        size = UNITS[counted[0].split("_")[1]]
        whole = digits[counted[0]]
        for name in counted[1:]:
            whole = whole * 1000 + digits[name]
        good = whole <= LONGEST // size
        micros = whole * good * size
        if "fraction" in digits:
            micros = micros + digits["fraction"] * size // 10 ** widths["fraction"]
        return micros, good
    hours, minutes, seconds = (digits.get(name, 0) for name in ("h", "min", "s"))
    good = (hours < LONGEST // HOUR) & (minutes < LONGEST // MINUTE) & (seconds < LONGEST // SECOND)
    # On a clock minutes and seconds end at 59; in words, the first of them may be any number.
    if "h" in digits:
        good = good & (minutes < 60)
    if "h" in digits or "min" in digits:
        good = good & (seconds < 60)
    micros = hours * good * HOUR + minutes * good * MINUTE + seconds * good * SECOND
    if "f" in digits:
        micros = micros + digits["f"] * 10 ** (6 - widths["f"])
    return micros, good
