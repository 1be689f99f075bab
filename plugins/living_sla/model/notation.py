"""Numbers, days and times of day, as people write them in an agreement."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from living_sla.fault import Fault
from living_sla.unreadable import Unreadable

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
MAX_DIGITS = 15
"""As many as a floating-point number, and with it every spreadsheet, keeps apart."""
DAYS_OF_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = tuple(map(str.lower, DAYS_OF_WEEK))
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def parse_number(text: str) -> Decimal:
    """The number that `text` spells in plain decimal notation: ``400``, ``0.95``, ``-3``.

    Raises `Unreadable` for every spelling that two readers could take for different numbers: leading zeros,
    digit grouping, decimal commas, exponents, hexadecimals, infinities; and for more than `MAX_DIGITS` digits.
    """
    if len(text) > MAX_DIGITS and (digits := sum(letter.isdigit() for letter in text)) > MAX_DIGITS:
        hint = f"a number has at most {MAX_DIGITS} digits"
        raise Unreadable(f'"{text[:MAX_DIGITS]}…" has {digits} digits', hint, code=Fault.NUMBER_OUT_OF_RANGE)
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if strange := next((letter for letter in text if not letter.isascii()), None):
        found = f"U+{ord(strange):04X} {unicodedata.name(strange, '')}".rstrip()
        raise Unreadable(
            f'"{text}" holds {found}', "type the number again, with the digits 0 to 9", code=Fault.LOOKALIKE_CHARACTER
        )
    raise Unreadable(f'"{text}" is not a plain number', _number_hint(text), code=Fault.AMBIGUOUS_NUMBER)


def _number_hint(text: str) -> str:
    bare = text.strip().replace("_", "").replace(" ", "")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        bare = bare.replace(",", "")
    bare = bare.replace(",", ".")
    try:
        number = Decimal(int(bare, 16)) if bare.lower().startswith("0x") else Decimal(bare)
    except (ArithmeticError, ValueError):
        return "write digits with a decimal point, for example 400 or 0.95"
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        return "write a number, for example 400 or 0.95"
    return f"write {format(number, 'f')}"


def parse_whole_number(text: str) -> int:
    """The whole number of at least zero that `text` spells."""
    number = parse_number(text)
    if number != number.to_integral_value() or number < 0:
        raise Unreadable(f'"{text}" is not a whole number', "write 0, 1, 2 ...", code=Fault.AMBIGUOUS_NUMBER)
    return int(number)


def parse_share(text: str) -> Decimal:
    """A share from 0 to 1, written as a percentage (``95%``) or as a fraction (``0.95``)."""
    percent = text.endswith("%")
    number = parse_number(text.removesuffix("%").rstrip())
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        hint = "write for example 95%" if percent else "write for example 95% or 0.95"
        raise Unreadable(f'"{text}" is not between 0% and 100%', hint, code=Fault.NUMBER_OUT_OF_RANGE)
    return share


def parse_amount(text: str) -> Decimal:
    """A share where `text` is a percentage, else a plain number."""
    return parse_share(text) if text.endswith("%") else parse_number(text)


def spelled_day(day: date) -> str:
    """``1 October 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str, *, later: str = "") -> date:
    """The calendar date that `text` spells as YYYY-MM-DD, in a year that the tables of time zones know.

    `later` is the hint for a date after those years, where the field that holds it has a better one.
    """
    from living_sla.model.time.zones import END_YEAR, FIRST_YEAR  # late: it loads numpy, and names alone need no dates

    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            hint = "that day is not in the calendar"
            raise Unreadable(f'there is no date "{text}"', hint, code=Fault.INVALID_DATE) from None
        if FIRST_YEAR <= day.year < END_YEAR:
            return day
        hint = later if later and day.year >= END_YEAR else f"write a year from {FIRST_YEAR} to {END_YEAR - 1}"
        raise Unreadable(f'"{text}" is too far from today', hint, code=Fault.INVALID_DATE)
    raise Unreadable(f'"{text}" is not a date', "write YYYY-MM-DD, for example 2026-10-01", code=Fault.INVALID_DATE)


def parse_moment(text: str) -> datetime:
    """A local date and time (``2026-08-03T08:00``), or midnight of a date; without a zone."""
    day, separator, clock = text.partition("T")
    if not separator:
        return datetime.combine(parse_day(day), time())
    minutes = parse_minutes(clock)
    if minutes == 24 * 60:
        raise Unreadable(f'"{text}" is not a time of a day', "write 00:00 of the next day", code=Fault.WRONG_HOURS)
    return datetime.combine(parse_day(day), time(minutes // 60, minutes % 60))


def parse_minutes(text: str) -> int:
    """Minutes since local midnight of a wall-clock time from ``00:00`` to ``24:00``."""
    match = _TIME.fullmatch(text)
    if match:
        hours, minutes = int(match[1]), int(match[2])
        if minutes < 60 and (hours < 24 or (hours, minutes) == (24, 0)):
            return hours * 60 + minutes
    raise Unreadable(f'"{text}" is not a time of day', "write HH:MM, for example 09:00", code=Fault.WRONG_HOURS)


def plain(number: Decimal) -> str:
    """`number` without exponent and without zeros that say nothing: ``0.95``, ``400``."""
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "0") else text


def bare_name(text: str) -> str:
    """A name without what does not tell it from another one: form of Unicode, case, white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def several_in(text: str, separator: str | None) -> list[str]:
    """The values of a cell that holds several; the cell itself where nothing separates them."""
    if not separator:
        return [text]
    return [value for part in text.split(separator) if (value := part.strip())]
