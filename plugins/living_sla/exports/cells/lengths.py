"""How durations are spelled, and how long they are: ``0:30:00``, ``90 min``, ``PT1H30M``, or numbers of a stated unit.

A day is no length here: it may mean 24 hours or eight, and a business day none of both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from living_sla.errors import Fault, Unreadable
from living_sla.exports.cells.digits import whole_digits
from living_sla.model.source import Marks
from living_sla.model.zones import HOUR, MINUTE, SECOND

_CLOCK = r"(?P<h>[0-9]{1,6}):(?P<min>[0-9]{2}):(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?"
_NEXT = "(?: (?=[0-9])|(?=[0-9])|$)"
_WORDS = (
    rf"(?=[0-9])(?:(?P<h>[0-9]{{1,7}}) ?(?:h|hr|hrs|hours?){_NEXT})?"
    rf"(?:(?P<min>[0-9]{{1,8}}) ?(?:m|mins?|minutes?){_NEXT})?(?:(?P<s>[0-9]{{1,9}}) ?(?:s|secs?|seconds?))?"
)
_ISO = r"PT(?=[0-9])(?:(?P<h>[0-9]{1,7})H)?(?:(?P<min>[0-9]{1,8})M)?(?:(?P<s>[0-9]{1,9})(?:\.(?P<f>[0-9]{1,6}))?S)?"
_UNITS = {"hours": HOUR, "minutes": MINUTE, "seconds": SECOND, "milliseconds": SECOND // 1000}
_FORMATS = {
    "h:mm:ss": _CLOCK,
    "h:mm": r"(?P<h>[0-9]{1,6}):(?P<min>[0-9]{2})",
    "m:ss": r"(?P<min>[0-9]{1,8}):(?P<s>[0-9]{2})",
}
LONGEST = 10**9 * SECOND
"""Beyond thirty years a duration is none, and sums stay within 64 bits."""


def expressions_of_lengths(formats: tuple[str, ...], marks: Marks) -> tuple[re.Pattern[str], ...]:
    """One expression a format, or those that can be told apart where none is stated; raises `Unreadable`."""
    if not formats:
        return tuple(re.compile(known) for known in (_CLOCK, _WORDS, _ISO))
    return tuple(_of_format(format, marks) for format in formats)


def _of_format(format: str, marks: Marks) -> re.Pattern[str]:
    if format in _UNITS:
        whole = whole_digits(15, marks.thousands, f"n_{format}", f"n_{format}_")
        return re.compile(rf"{whole}(?:{re.escape(marks.decimal)}(?P<fraction>[0-9]{{1,6}}))?")
    if format not in _FORMATS:
        hint = f"use {', '.join((*_FORMATS, *_UNITS))}"
        raise Unreadable(f'"{format}" does not say how a duration is written', hint, code=Fault.AMBIGUOUS_TIME)
    return re.compile(_FORMATS[format])


def counts(formats: tuple[str, ...]) -> bool:
    """Whether numbers of a stated unit are among these formats."""
    return not set(formats).isdisjoint(_UNITS)


def length_of(digits: Mapping[str, Any], widths: Mapping[str, int]) -> tuple[Any, Any]:
    """Microseconds, and whether there is such a duration: of numbers, or of columns of them alike.

    `digits` are the numbers in the groups of an expression, `widths` how many digits each has.
    """
    counted = sorted(name for name in digits if name.startswith("n_"))
    if counted:
        size = _UNITS[counted[0].split("_")[1]]
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
