"""Numbers, ordinals, lists and names of segments in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from living_sla.model.figures.outcome import OTHER
from living_sla.model.notation import plain

NBSP = "\u00a0"
MINUS = "\N{MINUS SIGN}"


def number(value: Fraction | Decimal | int) -> str:
    """A number with a comma between thousands, and with one decimal where it is not whole."""
    exact = Fraction(value)
    return with_minus(f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,.1f}")


def grouped(exact: Decimal) -> str:
    """The number in full, its digits in groups of three, without zeros that say nothing: ``900,000``, ``1,203.5``."""
    return with_minus(f"{Decimal(plain(exact)):,f}")


def with_minus(number: str) -> str:
    """The number with the sign that is as wide as a plus: ``−30.02``; a hyphen is read over, and breaks a line."""
    return number.replace("-", MINUS)


def plain_spaces(text: str) -> str:
    """The text for a terminal or a document, where a space that does not break is in the way of who searches."""
    return text.replace(NBSP, " ")


_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def how_many(count: int) -> str:
    """``two``, ``twelve``, ``13``."""
    return _FEW[count] if count < len(_FEW) else number(count)


def listed(items: Iterable[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = items
    return f"{', '.join(head)} {joint} {last}" if head else last


_NAMES_SHOWN = 6


def segment(names: Sequence[str], blank: str = "left blank") -> str:
    """A segment, or several that are shown together: ``EMEA``, ``Other (APAC, LATAM)``, many with ``and 9 more``."""
    shown = [name or blank for name in names]
    if len(shown) == 1:
        return shown[0]
    more = f" and {number(len(shown) - _NAMES_SHOWN)} more" if len(shown) > _NAMES_SHOWN else ""
    return f"{OTHER} ({', '.join(shown[:_NAMES_SHOWN])}{more})"


_ORDINALS = ("next one", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(position: int) -> str:
    """``second``, ``third``, ``21st``; the first is the ``next one``."""
    return _ORDINALS[position - 1] if position <= len(_ORDINALS) else nth(Decimal(position))


def nth(position: Decimal) -> str:
    """``90th``, ``21st``, ``99.9th``."""
    digits = f"{position:,f}" if position == position.to_integral_value() else plain(position)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
    return f"{digits}{'th' if digits[-2:] in ('11', '12', '13') else ending}"
