"""Macros about how long records took."""

from __future__ import annotations

from living_sla.pages.durations.ages import ages
from living_sla.pages.durations.curve import curve
from living_sla.pages.durations.dial import dial
from living_sla.pages.durations.took import bands, histogram
from living_sla.site.macros.asked import Asked


def sla_histogram(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """How long records took in the last closed period, with the limit marked, and by band of answer time."""
    parts = asked.parts(asked.agreement(agreement), commitment)
    return "".join(histogram(part, asked.links) + bands(part, asked.links) for part in parts)


def sla_ages(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """Open records by age at the as-of, against the limit."""
    parts = asked.parts(asked.agreement(agreement), commitment)
    return "".join(ages(part, asked.links) for part in parts)


def sla_dial(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """The limit and the target of a commitment to be moved, and past periods judged by them in the browser."""
    return "".join(dial(part) for part in asked.parts(asked.agreement(agreement), commitment))


def sla_curve(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """What could be promised: for each limit the target that nine of the last ten closed periods kept."""
    if commitment is None and agreement is None:
        return curve(asked.report, asked.links)
    parts = asked.parts(asked.agreement(agreement), commitment)
    return "".join(curve(asked.report, asked.links, part) for part in parts)
