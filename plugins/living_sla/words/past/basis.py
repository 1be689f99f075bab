"""Which terms a figure was judged by, and whether they bind anybody."""

from __future__ import annotations

from datetime import timedelta

from living_sla.model.figures.attainment import Attainment
from living_sla.model.past.basis import Basis
from living_sla.model.time.zones import wall_time
from living_sla.words import numbers, times


def judged_by(attainment: Attainment) -> str:
    """``version 3``, ``versions 2 and 3``, ``version 4, proposed``, ``draft``; empty where no version is known."""
    versions = sorted({part.version for part in (*attainment.parts, attainment) if part.version is not None})
    version = f"version{'s' * (len(versions) > 1)} {numbers.listed(map(str, versions))}" if versions else ""
    basis = "" if attainment.basis is Basis.IN_FORCE else attainment.basis.value
    return ", ".join(filter(None, (version, basis)))


def part_of_period(attainment: Attainment, timezone: str) -> str:
    """The local days of a period in which these terms held: ``1 to 14 October``; empty where that is all of them."""
    if attainment.window is None:
        return ""
    first = wall_time(attainment.window[0], timezone).date()
    last = (wall_time(attainment.window[1], timezone) - timedelta(microseconds=1)).date()
    if first == last:
        return times.day_of_month(first)
    start = str(first.day) if first.month == last.month else times.day_of_month(first)
    return f"{start} to {times.day_of_month(last)}"


def unbound(attainment: Attainment) -> str:
    """What to say of a figure by terms that bind nobody; empty where they bind."""
    return "" if attainment.basis is Basis.IN_FORCE else f"Under {attainment.basis.value} terms: they bind nobody yet."
