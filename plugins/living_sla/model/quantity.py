"""Numbers, durations and targets, as people write them in an agreement."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from living_sla.errors import Unreadable

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
_CURRENCY = re.compile(r"[A-Z]{3}")

Unit = Literal["minutes", "hours", "days", "weeks"]
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("minute", "minutes", "min", "m"), "minutes"),
    **dict.fromkeys(("hour", "hours", "h"), "hours"),
    **dict.fromkeys(("day", "days", "d"), "days"),
    **dict.fromkeys(("week", "weeks", "w"), "weeks"),
}
MAX_DIGITS = 15
"""As many as a floating-point number, and with it every spreadsheet, keeps apart."""
MAX_DAYS = 3660
"""The longest duration: ten years and their leap days. A longer limit would outlive the agreement that holds it."""
_DURATION = re.compile(r"(?P<number>\S+?)\s*(?P<business>business\s+)?(?P<unit>[A-Za-z]+)")


def parse_number(text: str) -> Decimal:
    """The number that `text` spells in plain decimal notation: ``400``, ``0.95``, ``-3``.

    Raises `Unreadable` for every spelling that two readers could take for different numbers: leading zeros,
    digit grouping, decimal commas, exponents, hexadecimals, infinities; and for more than `MAX_DIGITS` digits.
    """
    if len(text) > MAX_DIGITS and (digits := sum(letter.isdigit() for letter in text)) > MAX_DIGITS:
        hint = f"a number has at most {MAX_DIGITS} digits"
        raise Unreadable(f'"{text[:MAX_DIGITS]}…" has {digits} digits', hint, code="SLA-F007")
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if strange := next((letter for letter in text if not letter.isascii()), None):
        found = f"U+{ord(strange):04X} {unicodedata.name(strange, '')}".rstrip()
        raise Unreadable(f'"{text}" holds {found}', "type the number again, with the digits 0 to 9", code="SLA-F032")
    raise Unreadable(f'"{text}" is not a plain number', _number_hint(text), code="SLA-F006")


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
        raise Unreadable(f'"{text}" is not a whole number', "write 0, 1, 2 ...", code="SLA-F006")
    return int(number)


def parse_share(text: str) -> Decimal:
    """A share from 0 to 1, written as a percentage (``95%``) or as a fraction (``0.95``)."""
    percent = text.endswith("%")
    number = parse_number(text.removesuffix("%").rstrip())
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        hint = "write for example 95%" if percent else "write for example 95% or 0.95"
        raise Unreadable(f'"{text}" is not between 0% and 100%', hint, code="SLA-F007")
    return share


def parse_amount(text: str) -> Decimal:
    """A share where `text` is a percentage, else a plain number."""
    return parse_share(text) if text.endswith("%") else parse_number(text)


def parse_day(text: str, *, later: str = "") -> date:
    """The calendar date that `text` spells as YYYY-MM-DD, in a year that the tables of time zones know.

    `later` is the hint for a date after those years, where the field that holds it has a better one.
    """
    from living_sla.model.zones import END_YEAR, FIRST_YEAR  # late: it loads numpy, and names alone need no dates

    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            hint = "that day is not in the calendar"
            raise Unreadable(f'there is no date "{text}"', hint, code="SLA-F008") from None
        if FIRST_YEAR <= day.year < END_YEAR:
            return day
        hint = later if later and day.year >= END_YEAR else f"write a year from {FIRST_YEAR} to {END_YEAR - 1}"
        raise Unreadable(f'"{text}" is too far from today', hint, code="SLA-F008")
    raise Unreadable(f'"{text}" is not a date', "write YYYY-MM-DD, for example 2026-10-01", code="SLA-F008")


def parse_moment(text: str) -> datetime:
    """A local date and time (``2026-08-03T08:00``), or midnight of a date; without a zone."""
    day, separator, clock = text.partition("T")
    if not separator:
        return datetime.combine(parse_day(day), time())
    minutes = parse_minutes(clock)
    if minutes == 24 * 60:
        raise Unreadable(f'"{text}" is not a time of a day', "write 00:00 of the next day", code="SLA-F061")
    return datetime.combine(parse_day(day), time(minutes // 60, minutes % 60))


def parse_minutes(text: str) -> int:
    """Minutes since local midnight of a wall-clock time from ``00:00`` to ``24:00``."""
    match = _TIME.fullmatch(text)
    if match:
        hours, minutes = int(match[1]), int(match[2])
        if minutes < 60 and (hours < 24 or (hours, minutes) == (24, 0)):
            return hours * 60 + minutes
    raise Unreadable(f'"{text}" is not a time of day', "write HH:MM, for example 09:00", code="SLA-F061")


@dataclass(frozen=True)
class Duration:
    """A length of time on a clock: calendar time, or time inside the hours of coverage (`business`)."""

    amount: Decimal
    unit: Unit
    business: bool = False

    @property
    def in_days(self) -> bool:
        """Whether it is counted in dates (days, weeks) rather than in elapsed minutes."""
        return in_days(self.unit)

    @property
    def minutes(self) -> Decimal:
        """Length in minutes; only for durations that are not counted in dates."""
        return self.amount * (60 if self.unit == "hours" else 1)

    @property
    def days(self) -> int:
        """Length in dates; only for durations that are counted in dates."""
        return int(self.amount) * (7 if self.unit == "weeks" else 1)

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{plain(self.amount)} {'business ' if self.business else ''}{unit}"


def in_days(unit: str) -> bool:
    """Whether a unit of time is counted in dates rather than in elapsed minutes."""
    return unit in ("days", "weeks")


def parse_duration(text: str) -> Duration:
    """The duration that `text` spells: ``4 business hours``, ``90 minutes``, ``3 days``, ``2 weeks``, ``4h``."""
    match = _DURATION.fullmatch(text.strip())
    unit = _UNITS.get(match["unit"].lower()) if match else None
    if match is None or unit is None:
        hint = "write a number and a unit, for example 4 business hours, 90 minutes, 3 days"
        raise Unreadable(f'"{text}" is not a duration', hint, code="SLA-F014")
    amount, business = parse_number(match["number"]), match["business"] is not None
    if amount <= 0:
        raise Unreadable(f'"{text}" is not longer than nothing', "write a duration above 0", code="SLA-F007")
    if unit in ("days", "weeks") and amount != amount.to_integral_value():
        raise Unreadable(f'"{text}" is not a whole number of {unit}', "write it in hours", code="SLA-F006")
    if unit in ("minutes", "hours") and (amount * (60 if unit == "hours" else 1)) % 1:
        raise Unreadable(f'"{text}" is not a whole number of minutes', "write it in minutes", code="SLA-F006")
    if unit == "weeks" and business:
        hint = "write business days, for example 10 business days"
        raise Unreadable(f'"{text}" mixes weeks and business time', hint, code="SLA-F014")
    length = Duration(amount, unit, business)
    if (length.days if length.in_days else length.minutes / (24 * 60)) > MAX_DAYS:
        raise Unreadable(f'"{text}" is longer than ten years', "write a shorter duration", code="SLA-F007")
    return length


@dataclass(frozen=True)
class Target:
    """The number or limit that a commitment has to reach.

    `unit` is ``%`` (then `amount` is a share from 0 to 1), a currency code, a `Duration` unit, or empty for a
    plain count.
    """

    direction: Literal["at least", "at most"]
    amount: Decimal
    unit: str = ""
    business: bool = False
    by_period: tuple[tuple[str, Decimal], ...] = ()
    """Where it changes by period: the amount of each period that is named, in order of their labels.

    Without `otherwise` each holds until the next one that is named, and the first before that as well: `amount` is its.
    """
    otherwise: bool = False
    """Whether `amount` is that of every period that `by_period` does not name."""

    @property
    def plain(self) -> Target:
        """The same with `amount` alone, for every period."""
        return replace(self, by_period=(), otherwise=False) if self.by_period else self

    def at(self, label: str) -> Target:
        """What it comes to in the period of that label."""
        if not self.by_period:
            return self
        # Labels of one kind of period are in the order of time; fiscal ones never stand beside others.
        alike = [(name, amount) for name, amount in self.by_period if name[:2].isalpha() == label[:2].isalpha()]
        if self.otherwise:
            found = [amount for name, amount in alike if name == label]
        else:
            found = [amount for name, amount in alike if name <= label]
        return replace(self.plain, amount=found[-1] if found else self.amount)

    def between(self, first: str, last: str) -> Target:
        """What matters of it in the periods from one label to another, both included."""
        if not self.by_period or first == last:
            return self.at(first)
        inside = tuple((name, amount) for name, amount in self.by_period if first <= name <= last)
        if self.otherwise:
            return replace(self, by_period=inside) if inside else self.plain
        later = tuple((name, amount) for name, amount in inside if name > first)
        return replace(self.at(first), by_period=((first, self.at(first).amount), *later)) if later else self.at(first)

    @property
    def each(self) -> tuple[tuple[str, Target], ...]:
        """Every target that it states, by the name that stands before it: a label, ``otherwise``, or nothing."""
        if not self.by_period:
            return (("", self),)
        named = tuple((name, replace(self.plain, amount=amount)) for name, amount in self.by_period)
        return (*named, ("otherwise", self.plain)) if self.otherwise else named

    @property
    def is_share(self) -> bool:
        """Whether it is about a share of records."""
        return self.unit == "%"

    @property
    def is_duration(self) -> bool:
        """Whether it is about a length of time."""
        return self.unit in _UNITS.values()

    @property
    def is_money(self) -> bool:
        """Whether it is about an amount in a currency."""
        return _CURRENCY.fullmatch(self.unit) is not None

    def kept_by(self, value: Decimal | float) -> bool:
        """Whether `value`, in this target's unit, reaches it; the limit itself does."""
        return value >= self.amount if self.direction == "at least" else value <= self.amount

    def __str__(self) -> str:
        if self.by_period:
            return ", ".join(f"{target} in {name}" if name != "otherwise" else f"{name} {target}"
                             for name, target in self.each)  # fmt: skip
        if self.is_share:
            return f"{self.direction} {plain(self.amount * 100)}%"
        if self.is_duration:
            return f"{self.direction} {Duration(self.amount, self.unit, self.business)}"  # type: ignore[arg-type]
        return f"{self.direction} {plain(self.amount)}{' ' * bool(self.unit)}{self.unit}"


def parse_target(text: str) -> Target:
    """The target that `text` spells: ``at least 95%``, ``at most 90 business minutes``, ``at least 900000 EUR``."""
    match = re.fullmatch(r"(at least|at most)\s+(\S.*)", text.strip())
    if not match:
        hint = 'write "at least" or "at most" and a number, for example at least 95%'
        raise Unreadable(f'"{text}" is not a target', hint, code="SLA-F014")
    direction: Literal["at least", "at most"] = "at least" if match[1] == "at least" else "at most"
    rest = match[2].strip()
    if rest.endswith("%"):
        return Target(direction, parse_share(rest), "%")
    number, _, unit = rest.partition(" ")
    unit = unit.strip()
    if not unit and (not re.search(r"[0-9][A-Za-z]+$", rest) or rest.lower().startswith("0x")):
        amount = parse_number(rest)
        if amount < 0:
            raise Unreadable(f'"{text}" asks for less than nothing', "write a target of 0 or more", code="SLA-F007")
        return Target(direction, amount)
    if _CURRENCY.fullmatch(unit):
        amount = parse_number(number)
        if amount < 0:
            raise Unreadable(f'"{text}" asks for less than nothing', "write a target of 0 or more", code="SLA-F007")
        return Target(direction, amount, unit)
    written = _DURATION.fullmatch(rest)
    if written is None or written["unit"].lower() not in _UNITS:
        hint = "use %, a currency code such as EUR, or minutes, hours, days, business hours"
        raise Unreadable(f'unknown unit "{unit or rest}" in the target', hint, code="SLA-F014")
    length = parse_duration(rest)
    return Target(direction, length.amount, length.unit, length.business)


@dataclass(frozen=True)
class Misses:
    """How many missed periods set off a consequence, and whether they must follow one another."""

    count: int
    in_a_row: bool = False

    def __str__(self) -> str:
        return f"{self.count} missed{' in a row' * self.in_a_row}"


def parse_misses(text: str) -> Misses:
    """The trigger that ``1 missed`` or ``3 missed in a row`` spells."""
    match = re.fullmatch(r"(\S+) missed( in a row)?", " ".join(text.split()))
    if not match:
        raise Unreadable(f'"{text}" is not a trigger', "write for example 1 missed, or 3 missed in a row",
                         code="SLA-F014")  # fmt: skip
    count = parse_whole_number(match[1])
    if count == 0:
        raise Unreadable(f'"{text}" is always the case', "write 1 missed or more", code="SLA-F007")
    return Misses(count, match[2] is not None)


def plain(number: Decimal) -> str:
    """`number` without exponent and without zeros that say nothing: ``0.95``, ``400``."""
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "0") else text
