"""Everything about how long records took, in the order of a page."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import Standing
from living_sla.pages.durations.ages import ages
from living_sla.pages.durations.baseline import baseline
from living_sla.pages.durations.took import bands, histogram
from living_sla.pages.links import Links


def all_of(part: Standing, links: Links) -> list[Markup]:
    """Histogram, bands of answer time, open records by age, and what figures were before the agreement."""
    return [histogram(part, links), bands(part, links), ages(part, links), baseline(part)]
