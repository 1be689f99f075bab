"""A record as JSON values and back: exact, with fractions and decimals as texts and instants in ISO 8601.

What stands at its default is left out, so that a field which a later release adds changes no record that lacks it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from living_sla.model.reviews.record import ReviewRecord
from living_sla.unreadable import Unreadable


@cache
def _adapter() -> TypeAdapter[ReviewRecord]:
    return TypeAdapter(ReviewRecord)


def as_values(record: ReviewRecord) -> dict[str, Any]:
    """The record in values of JSON."""
    found: dict[str, Any] = _adapter().dump_python(record, mode="json", exclude_defaults=True)
    return found


def as_record(values: dict[str, Any]) -> ReviewRecord:
    """The record that has these values; raises `Unreadable` for the first that is missing or of another type.

    Values that nobody asks for are passed over, and some are read in several spellings: whoever needs exactly what
    `as_values` makes compares.
    """
    try:
        return _adapter().validate_python(values)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors(include_url=False, include_input=False)[0]["loc"])
        raise Unreadable(f'the value at "{where}" is missing, or not what stands there', "") from None
