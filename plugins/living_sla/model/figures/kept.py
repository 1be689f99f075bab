"""What a build keeps for the next one, as JSON: exact, and refused where it is not what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from living_sla.errors import Notice
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.course import Course
from living_sla.model.figures.durations import Durations
from living_sla.model.figures.own_past import Stood
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.figures.standing import Unjoined, UnusableRecord


@dataclass(frozen=True)
class KeptFacts:
    """What was read of an export, and what was odd about it."""

    facts: ExportFacts
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class KeptFigures:
    """The figures of one commitment."""

    series: tuple[Attainment, ...]
    segments: tuple[tuple[Attainment, ...], ...]
    """As `Standing.segments`: what may be shown, and nothing else."""
    unusable: tuple[UnusableRecord, ...]
    notices: tuple[Notice, ...] = ()
    """What is odd about the records that it is about."""
    unjoined: tuple[Unjoined, ...] = ()
    """As `Standing.unjoined`."""
    baseline: tuple[Attainment, ...] = ()
    """As `Standing.baseline`."""
    durations: Durations | None = None
    """As `Standing.durations`."""
    stood: Stood | None = None
    """As `Standing.stood`."""
    course: Course | None = None
    """As `Standing.course`."""


Kept = TypeVar("Kept", KeptFacts, KeptFigures)


@cache
def _adapters() -> dict[type, TypeAdapter[Any]]:
    return {kind: TypeAdapter(kind) for kind in (KeptFacts, KeptFigures)}


def dumped(kept: KeptFacts | KeptFigures) -> bytes:
    """The value as JSON; fractions and decimals as texts, instants in ISO 8601."""
    raw: bytes = _adapters()[type(kept)].dump_json(kept, exclude_defaults=True)
    return raw


def loaded(kind: type[Kept], raw: bytes) -> Kept | None:
    """The value that `dumped` wrote; None where the JSON is not of that kind."""
    try:
        found: Kept = _adapters()[kind].validate_json(raw)
    except ValidationError:
        return None
    return found
