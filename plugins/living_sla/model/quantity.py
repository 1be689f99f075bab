"""Durations and targets, as people write them in an agreement; a target may change by period."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from living_sla.fault import Fault
from living_sla.model.notation import parse_number, parse_share, parse_whole_number, plain
from living_sla.unreadable import Unreadable

_CURRENCY = re.compile(r"[A-Z]{3}")

Unit = Literal["minutes", "hours", "days", "weeks"]
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("minute", "minutes", "min", "m"), "minutes"),
    **dict.fromkeys(("hour", "hours", "h"), "hours"),
    **dict.fromkeys(("day", "days", "d"), "days"),
    **dict.fromkeys(("week", "weeks", "w"), "weeks"),
}
MAX_DAYS = 3660
"""The longest duration: ten years and their leap days. A longer limit would outlive the agreement that holds it."""
_DURATION = re.compile(r"(?P<number>\S+?)\s*(?P<business>business\s+)?(?P<unit>[A-Za-z]+)")


OTHERWISE = "otherwise"
"""The name of every period that a target by period does not name."""
_BY_PERIOD = "write for example target: {2026-Q1: at least 50, 2026-Q2: at least 100}"


class Duration(Struct, frozen=True):
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
        raise Unreadable(f'"{text}" is not a duration', hint, code=Fault.INVALID_VALUE)
    amount, business = parse_number(match["number"]), match["business"] is not None
    if amount <= 0:
        raise Unreadable(
            f'"{text}" is not longer than nothing', "write a duration above 0", code=Fault.NUMBER_OUT_OF_RANGE
        )
    if unit in ("days", "weeks") and amount != amount.to_integral_value():
        raise Unreadable(f'"{text}" is not a whole number of {unit}', "write it in hours", code=Fault.AMBIGUOUS_NUMBER)
    if unit in ("minutes", "hours") and (amount * (60 if unit == "hours" else 1)) % 1:
        raise Unreadable(
            f'"{text}" is not a whole number of minutes', "write it in minutes", code=Fault.AMBIGUOUS_NUMBER
        )
    if unit == "weeks" and business:
        hint = "write business days, for example 10 business days"
        raise Unreadable(f'"{text}" mixes weeks and business time', hint, code=Fault.INVALID_VALUE)
    length = Duration(amount, unit, business)
    if (length.days if length.in_days else length.minutes / (24 * 60)) > MAX_DAYS:
        raise Unreadable(
            f'"{text}" is longer than ten years', "write a shorter duration", code=Fault.NUMBER_OUT_OF_RANGE
        )
    return length


class Target(Struct, frozen=True, omit_defaults=True):
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
        raise Unreadable(f'"{text}" is not a target', hint, code=Fault.INVALID_VALUE)
    direction: Literal["at least", "at most"] = "at least" if match[1] == "at least" else "at most"
    rest = match[2].strip()
    if rest.endswith("%"):
        return Target(direction, parse_share(rest), "%")
    number, _, unit = rest.partition(" ")
    unit = unit.strip()
    is_bare = not unit and (not re.search(r"[0-9][A-Za-z]+$", rest) or rest.lower().startswith("0x"))
    if is_bare or _CURRENCY.fullmatch(unit):
        amount = parse_number(number)
        if amount < 0:
            raise Unreadable(
                f'"{text}" asks for less than nothing', "write a target of 0 or more", code=Fault.NUMBER_OUT_OF_RANGE
            )
        return Target(direction, amount, unit)
    written = _DURATION.fullmatch(rest)
    if written is None or written["unit"].lower() not in _UNITS:
        hint = "use %, a currency code such as EUR, or minutes, hours, days, business hours"
        raise Unreadable(f'unknown unit "{unit or rest}" in the target', hint, code=Fault.INVALID_VALUE)
    length = parse_duration(rest)
    return Target(direction, length.amount, length.unit, length.business)


def parse_targets(raw: dict[object, object]) -> Target:
    """The target that a mapping from periods to targets spells, ``otherwise`` for all that are not named.

    Raises `Unreadable` where one of them is not a target, or where they differ in more than their number.
    """
    if not raw:
        raise Unreadable("a target is missing", _BY_PERIOD, code=Fault.INVALID_VALUE)
    found: dict[str, Target] = {}
    for name, text in raw.items():
        if not isinstance(text, str):
            raise Unreadable("one target is wanted here", _BY_PERIOD, code=Fault.INVALID_VALUE).inside(str(name))
        try:
            found[str(name)] = parse_target(text)
        except Unreadable as fault:
            raise fault.inside(str(name)) from None
    first, *others = found.items()
    for name, target in others:
        if (one := _kind(first[1])) != (other := _kind(target)):
            message = f"the targets differ in more than their number: {one} in {first[0]}, {other} in {name}"
            hint = "one commitment has one kind of target; make two of them, or write all in one unit"
            raise Unreadable(message, hint, code=Fault.INVALID_VALUE).inside(name)
    named = tuple(sorted((name, target.amount) for name, target in found.items() if name != OTHERWISE))
    if not named:
        raise Unreadable("no period is named", "write the target itself, for example target: at least 50",
                         code=Fault.INVALID_VALUE)  # fmt: skip
    base = found.get(OTHERWISE)
    return replace(
        base or first[1], amount=base.amount if base else named[0][1], by_period=named, otherwise=base is not None
    )


def _kind(target: Target) -> str:
    clock = "business " if target.business else ""
    return f"{target.direction} {clock}{target.unit or 'a number'}"


class Misses(Struct, frozen=True):
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
                         code=Fault.INVALID_VALUE)  # fmt: skip
    count = parse_whole_number(match[1])
    if count == 0:
        raise Unreadable(f'"{text}" is always the case', "write 1 missed or more", code=Fault.NUMBER_OUT_OF_RANGE)
    return Misses(count, match[2] is not None)
