"""Open records by age at the as-of, against the limit."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.figures.durations import Bar, Scale
from living_sla.model.figures.standing import Standing
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.numbers import number
from living_sla.words.standing import durations as words


class _Age(Struct, frozen=True):
    name: str
    count: str
    part: int
    """Its length on the page, in twentieths of the longest."""


class _Side(Struct, frozen=True):
    title: str
    late: bool
    rows: tuple[_Age, ...]
    few: bool
    withheld: bool = False


def ages(part: Standing, links: Links) -> Markup:
    """How long open records have waited, not due yet and overdue; nothing where no clock runs."""
    durations = part.durations
    if durations is None or durations.ages is None or not durations.is_told:
        return Markup("")
    found = durations.ages
    most = max((bar.count for bar in (*found.pending, *found.overdue)), default=1)
    sides = [
        _side("Not due yet", found.pending, durations.scale, most, late=False, few=found.few_pending),
        _side("Overdue", found.overdue, durations.scale, most, late=True, few=found.few_overdue),
    ]
    if found.overdue_withheld:
        sides[1] = replace(sides[1], withheld=True)
    limit = durations.scale.limit
    limited = words.length(limit, durations.scale.unit, business=durations.scale.business) if limit is not None else ""
    return render(
        "durations-ages.html",
        title=part.title,
        sides=[side for side in sides if side.rows or side.few or side.withheld],
        limit=limited,
        clock=words.clock(durations.scale),
    )


def _side(title: str, bars: tuple[Bar, ...], scale: Scale, most: int, *, late: bool, few: bool) -> _Side:
    rows = tuple(
        _Age(words.bar_name(bar.low, bar.high, scale), number(bar.count), max(1, round(20 * bar.count / most)))
        for bar in bars
        if bar.count
    )
    return _Side(title, late, rows, few)
