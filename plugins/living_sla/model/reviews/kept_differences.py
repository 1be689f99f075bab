"""What comparing a review came to, as JSON for the next build: exact, and refused where it is not what it should be."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from living_sla.model.reviews.differences import FoundDifferences


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(FoundDifferences)


def dumped(found: FoundDifferences) -> bytes:
    """The value as JSON, fractions as texts."""
    raw: bytes = _adapter().dump_json(found)
    return raw


def loaded(raw: bytes) -> FoundDifferences | None:
    """What was dumped; None where it is something else."""
    try:
        found: FoundDifferences = _adapter().validate_json(raw)
    except ValidationError:
        return None
    return found
