"""What a build keeps for the next one, as JSON: see `exact_json.py`."""

from __future__ import annotations

from msgspec import Struct

from living_sla.errors import Notice
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.course import Course
from living_sla.model.figures.durations import Durations
from living_sla.model.figures.own_past import Stood
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.figures.standing import Unjoined, UnusableRecord


class KeptFacts(Struct, frozen=True):
    """What was read of an export, and what was odd about it."""

    facts: ExportFacts
    notices: tuple[Notice, ...]


class KeptFigures(Struct, frozen=True):
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
