"""The basis of a count: where the number of a target comes from, as arithmetic that can be done again."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, get_args

from msgspec import Struct
from pydantic import Field

from living_sla.fault import Fault
from living_sla.model import notation
from living_sla.model.agreement.scalars import Part, Words, scalar, text_scalar
from living_sla.unreadable import Unreadable

_MOST_WEIGHT = 10
_MONEY = re.compile(r"(\S+)(?: +([A-Z]{3}))?")


class Amount(Struct, frozen=True):
    """A sum in a currency, or a plain number."""

    number: Decimal
    currency: str = ""

    def __str__(self) -> str:
        return f"{notation.plain(self.number)} {self.currency}".rstrip()


def parse_amount(text: str) -> Amount:
    """What ``3600000 EUR`` or ``120`` spells, more than nothing; raises `Unreadable`."""
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        hint = "write a number and a currency code, for example 3600000 EUR"
        raise Unreadable(f'"{text}" is not an amount', hint, code=Fault.INVALID_VALUE)
    number = notation.parse_number(match[1])
    if number <= 0:
        raise Unreadable(
            f'"{text}" is not more than nothing', "write an amount above 0", code=Fault.NUMBER_OUT_OF_RANGE
        )
    return Amount(number, match[2] or "")


def parse_rate(text: str) -> Decimal:
    """A share above 0 and up to 1: of nothing, no number can be reckoned back; raises `Unreadable`."""
    share = notation.parse_share(text)
    if share == 0:
        hint = "write more than 0%: from nothing that becomes a deal, no number can be reckoned back"
        raise Unreadable(f'"{text}" leads to no number', hint, code=Fault.NUMBER_OUT_OF_RANGE)
    return share


def parse_weight(text: str) -> Decimal:
    """The weight of a month beside an average one: ``60%`` is 0.6; raises `Unreadable`."""
    if not text.endswith("%"):
        hint = "write for example 60%: an average month is 100%"
        raise Unreadable(f'"{text}" is not a percentage', hint, code=Fault.INVALID_VALUE)
    weight = notation.parse_number(text.removesuffix("%").rstrip()) / 100
    if not 0 <= weight <= _MOST_WEIGHT:
        hint = f"write 0% to {100 * _MOST_WEIGHT}%: an average month is 100%"
        raise Unreadable(f'"{text}" cannot be the weight of a month', hint, code=Fault.NUMBER_OUT_OF_RANGE)
    return weight


AmountText = Annotated[
    Amount, text_scalar(parse_amount, "Amount, for example 3600000 EUR", r"^\d+(\.\d+)?( [A-Z]{3})?$")
]
Rate = Annotated[
    Decimal, scalar(parse_rate, notation.plain, {"type": ["string", "number"], "title": "Share, for example 25%"})
]
Weight = Annotated[
    Decimal,
    text_scalar(
        parse_weight,
        "Weight of a month, for example 60%",
        r"^\d+(\.\d+)?%$",
        spell=lambda weight: f"{notation.plain(weight * 100)}%",
    ),
]
MonthName = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTHS: tuple[MonthName, ...] = get_args(MonthName)


class Rise(Part):
    """How many of one stage become the next one: 25 % of opportunities become deals."""

    start: Words = Field(alias="from")
    end: Words = Field(alias="to")
    share: Rate


class CountBasis(Part):
    """Where the number of a count comes from: a quota, the share of it that is owed here, and the way back to records.

    `quota` over the period `per`, times `share`, divided by the sum of one `deal`, are deals; divided by the share of
    each step of `conversions`, from the last one back to the first, they are what the commitment counts.
    """

    quota: AmountText
    per: Literal["month", "quarter", "year"]
    share: Rate = Decimal(1)
    deal: AmountText | None = None
    conversions: tuple[Rise, ...] = ()
    """In the order of the way: what the commitment counts comes first, what the quota counts last."""
    seasons: dict[MonthName, Weight] = Field(default={})
    regions: dict[Words, Rate] = Field(default={})

    @property
    def weights(self) -> tuple[Decimal, ...]:
        """The weights of the twelve months, January first."""
        return tuple(self.seasons.get(month, Decimal(1)) for month in _MONTHS)
