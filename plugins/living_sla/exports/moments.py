"""One date and time, from the groups of an expression in `layouts.py`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from living_sla.errors import Unreadable
from living_sla.exports.layouts import MONTHS, SHORT_MONTHS


def moment_of(match: re.Match[str], text: str) -> datetime:
    """The date and time that the groups spell, aware where an offset is given; raises `Unreadable` if it never is."""
    said = match.groupdict()

    def digits(name: str) -> int:
        return int(said.get(name) or 0)

    # POSIX reads two-digit years from 69 on as 19xx; no instant lies there anyway.
    year = digits("Y") if "Y" in said else digits("y") + (2000 if digits("y") < 69 else 1900)
    month = digits("m")
    if "b" in said:
        month = SHORT_MONTHS.index(said["b"]) + 1
    if "B" in said:
        month = MONTHS.index(said["B"]) + 1
    hour = digits("H")
    if "I" in said:
        if not 1 <= digits("I") <= 12:
            raise _impossible(text)
        hour = digits("I") % 12 + (12 if said["p"].upper() == "PM" else 0)
    microsecond = int((said.get("f") or "0").ljust(6, "0"))
    offset = None
    if said.get("sign"):
        if digits("zm") > 59 or digits("zh") > 15:
            raise _impossible(text)
        distance = timedelta(hours=digits("zh"), minutes=digits("zm"))
        offset = timezone(-distance if said["sign"] == "-" else distance)
    elif said.get("z"):
        offset = UTC
    try:
        return datetime(year, month, digits("d"), hour, digits("M"), digits("S"), microsecond, offset)
    except ValueError:
        raise _impossible(text) from None


def _impossible(text: str) -> Unreadable:
    return Unreadable(f'there is no "{quoted(text)}"', "that day or time does not exist", code="SLA-F046")


def quoted(text: str) -> str:
    """The text of a cell as a message may show it: one line, at most 40 characters.

    Where columns are shifted, a personal value may stand under another header. So only what reads like a date, a
    number, or a word for "nothing" is shown as it is; of anything else its shape: ``Jane Doe`` is ``Xxxx Xxx``. So is
    a date on which somebody who works today may have been born.
    """
    shown = text if _HARMLESS.fullmatch(text) and not _may_be_a_birthday(text) else _shape(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def quoted_key(key: str) -> str:
    """A key as a message may show it: as it is where it reads like an identifier, else its shape."""
    return key[:40] if _IDENTIFIER.fullmatch(key.strip()) else quoted(key)


def _may_be_a_birthday(text: str) -> bool:
    """Whether it is a date of the years of birth; 1970-01-01 is what a computer writes for no date at all."""
    date = _DATE.match(text)
    if date is None:
        return False
    numbers = [int(part) for part in re.findall("[0-9]+", date[0])]
    year = next((number for number in numbers if number > 99), numbers[-1])
    if year < 100:
        year += 2000 if year < _SHORT_YEARS_BEGIN else 1900
    return year in _YEARS_OF_BIRTH and sorted(numbers) != [1, 1, 1970]


_DATE = re.compile(r"\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2} [A-Z][a-z]{2},? \d{4})(?![0-9])")
_YEARS_OF_BIRTH = range(1920, 2013)
_SHORT_YEARS_BEGIN = 69

_HARMLESS = re.compile(
    r"""
    \s*(?:
      \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:,?[ T][-0-9:.,+ APMapmZUTC]{0,24})?     # dates, alone or with a time
    | \d{1,2}\ [A-Z][a-z]{2},?\ \d{4}(?:[ T][-0-9:.,+ APMapmZUTC]{0,24})?       # 15 Apr, 2021 00:03:00
    | [-+(]?[€$£]?\ ?\d{1,3}(?:[.,'_]?\d{3}){0,3}(?:[.,]\d{1,6})?\ ?(?:%|[A-Z]{3}|[€$£])?\)?  # numbers and money
    | [-+]?\d{1,9}(?:\.\d{1,6})?(?:[eE][-+]?\d{1,3})? | 0x[0-9a-fA-F]{1,8}
    | [-+]?(?:nan|inf|infinity|epoch) | n/?a | null | none | nil | tbd | -{1,3} | \# [A-Z0-9/]{1,7} [!?]?
    | true | false | yes | no
    )\s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"(?=.*[0-9])[A-Za-z0-9_.:-]{1,40}")


def _shape(text: str) -> str:
    """Letters as x, digits as 9, anything that cannot be printed as a question mark; the rest stays."""
    return "".join(
        "X" if character.isupper() else "x" if character.isalpha() else "9" if character.isdigit()
        else character if character.isprintable() else "�"
        for character in text
    )  # fmt: skip
