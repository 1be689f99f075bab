"""Values of the model as JSON and back, exactly: fractions and decimals as texts, instants in ISO 8601.

A field at its default is left out where its class says so (`omit_defaults`): then a field that a later release adds
changes no JSON that lacks it.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct, convert, json, to_builtins

T = TypeVar("T", bound=Struct)

REFUSALS = (ValueError, ZeroDivisionError, OverflowError, RecursionError)
"""What reading raises for anything else; `msgspec.ValidationError` is a `ValueError`, and names the place."""


def _spelled(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} is written nowhere")


def _meant(kind: type, spelled: Any) -> Any:
    if kind is Fraction and isinstance(spelled, str):
        return Fraction(spelled)
    if isinstance(spelled, kind):
        return spelled
    raise ValueError(f"{kind.__name__} is not read from {type(spelled).__name__}")


_ENCODER = json.Encoder(enc_hook=_spelled)


@cache
def _decoder(kind: type[Struct]) -> json.Decoder[Any]:
    return json.Decoder(kind, dec_hook=_meant)


def dumped(value: Struct) -> bytes:
    """The value as JSON."""
    return _ENCODER.encode(value)


def loaded(kind: type[T], raw: bytes) -> T | None:
    """The value that `dumped` wrote; None where the JSON is not of that kind."""
    try:
        found: T = _decoder(kind).decode(raw)
    except REFUSALS:
        return None
    return found


def as_values(value: Struct, *, untold: tuple[type, ...] = ()) -> Any:
    """The value in what JSON is made of; values of the types `untold` stay what they are."""
    return to_builtins(value, enc_hook=_spelled, builtin_types=untold)


def from_values(kind: type[T], values: Any) -> T:
    """The value that has these; parts of it may be values of the model already.

    Raises one of `REFUSALS` for a value that is missing, or that is not what it should be.
    """
    return convert(values, kind, dec_hook=_meant)


def place_of(refusal: Exception) -> str:
    """The names and positions that lead to what was refused, from the outside in: ``agreements.0.id``; may be empty.

    A name that people choose is ``*``.
    """
    at, missing = _AT.search(f"{refusal}"), _MISSING.search(f"{refusal}")
    steps = _STEP.findall(at[1].replace("[...]", "[*]") if at else "")
    return ".".join((*steps, *(missing.groups() if missing else ())))


# At the end: the message may quote a value before it, which somebody else wrote.
_AT = re.compile(r" - at `\$([^`]*)`\Z")
_MISSING = re.compile(r"^Object missing required field `(\w+)`")
_STEP = re.compile(r"\w+|\*")
