"""What of a figure is frozen: never a single record, and no verdict where nobody agreed to one."""

from __future__ import annotations

from living_sla.model.figures.attainment import Attainment


def without_records(attained: Attainment) -> Attainment:
    """The figure without the single records that missed, and with its parts so."""
    return attained.but(misses=(), parts=tuple(map(without_records, attained.parts)))


def without_verdict(attained: Attainment) -> Attainment:
    """The figure alone: no status, no room, no pace; its parts so as well."""
    return without_records(attained).but(
        status=None, room=None, pace=None, warn=None, parts=tuple(map(without_verdict, attained.parts))
    )
