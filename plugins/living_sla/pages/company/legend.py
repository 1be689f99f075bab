"""How to read the pages: every word with its shape, and a bullet, as they stand on the pages themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.past.basis import Basis
from living_sla.model.quantity import Target
from living_sla.model.time.period import PeriodRule
from living_sla.pages.charts.bullet import bullet
from living_sla.pages.html import render
from living_sla.words.standing import legend as words
from living_sla.words.standing.legend import LegendPart

_BADGES: Mapping[LegendPart, Mapping[Any, str]] = {
    LegendPart.STATUS: words.STATUS,
    LegendPart.EFFECTS: words.EFFECTS,
    LegendPart.TERMS: words.TERMS,
    LegendPart.CHANGES: words.CHANGES,
}
_USUAL = Fraction(84, 100), Fraction(98, 100)


def legend(part: LegendPart | None = None) -> Markup:
    """What the words and shapes mean: of one part, or of all."""
    shown = [part] if part is not None else list(LegendPart)
    return Markup("").join(_of(found) for found in shown)


def _of(part: LegendPart) -> Markup:
    if part is LegendPart.BULLET:
        example = _example()
        return render("company-legend-bullet.html", found=example, picture=bullet(example, usual=_USUAL))
    return render(
        "company-legend.html",
        badges=_BADGES.get(part, {}),
        levels=words.TRUST if part is LegendPart.TRUST else {},
        said=words.SIGNALS if part is LegendPart.SIGNALS else {},
        part=part,
    )


def _example() -> Attainment:
    """36 of 39 in time, where 95 % are owed."""
    period, share = PeriodRule("month", "UTC").at(_DAY), Fraction(36, 39)
    return Attainment(
        agreement="", commitment="", period=period, segment=None, basis=Basis.IN_FORCE, version=None,
        target=Target("at least", Decimal("0.95"), "%"), value=share, unit="share", counts=Counts(36, 3),
        lower=share, upper=share, status=Status.MISSED, as_of=_DAY, source="", ended=True,
    )  # fmt: skip


_DAY = datetime.fromisoformat("2026-10-15T00:00:00+00:00")
