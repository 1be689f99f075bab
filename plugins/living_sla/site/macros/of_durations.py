"""Macros about how long records took."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from living_sla.model.figures.standing import Standing
from living_sla.model.site_paths import PROMISES_TABLE, ages_table, durations_table
from living_sla.pages.durations.ages import ages
from living_sla.pages.durations.baseline import baseline
from living_sla.pages.durations.curve import curve
from living_sla.pages.durations.dial import dial
from living_sla.pages.durations.took import bands, histogram
from living_sla.site.macros.asked import Asked


def sla_histogram(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """How long records took in the last closed period, with the limit marked, and by band of answer time."""
    parts = asked.parts(asked.agreement(agreement), commitment)
    return "".join(
        histogram(part, asked.links) + bands(part, asked.links) + _file(asked, part, durations_table, "Durations of")
        for part in parts
    )


def sla_ages(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """Open records by age at the as-of, against the limit."""
    parts = asked.parts(asked.agreement(agreement), commitment)
    return "".join(ages(part, asked.links) + _file(asked, part, ages_table, "Ages of") for part in parts)


def sla_baseline(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """What the figures were before anything was agreed, by the same rules and without verdicts."""
    return "".join(baseline(part) for part in asked.parts(asked.agreement(agreement), commitment))


def sla_dial(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """The limit and the target of a commitment to be moved, and past periods judged by them in the browser."""
    return "".join(dial(part) for part in asked.parts(asked.agreement(agreement), commitment))


def sla_curve(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """What could be promised: for each limit the target that nine of the last ten closed periods kept."""
    if commitment is None and agreement is None:
        file = asked.downloads(("CSV", PROMISES_TABLE, "What could be promised, as CSV"))
        return curve(asked.report, asked.links) + file
    parts = asked.parts(asked.agreement(agreement), commitment)
    return "".join(curve(asked.report, asked.links, part) for part in parts)


def _file(asked: Asked, part: Standing, path: Callable[[str, str], str], what: str) -> Markup:
    """The table behind a block; none where another commitment shows the same records, or none has a duration."""
    if part.durations is None or part.durations.shown_by:
        return Markup("")
    return asked.downloads(("CSV", path(part.agreement, part.id), f"{what} {part.title} as CSV"))
