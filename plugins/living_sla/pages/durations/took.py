"""How long records took: the histogram of a period, percentiles, and bands of answer time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from living_sla.model.figures.durations import Conversions, Durations, PeriodDurations, Scale
from living_sla.model.figures.pooled import Pooled, pooled
from living_sla.model.figures.standing import Standing
from living_sla.pages.durations.histogram import drawn
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.numbers import number
from living_sla.words.standing import durations as words
from living_sla.words.standing.figures import percent

_PERCENTILES = (50, 90, 95)


@dataclass(frozen=True)
class _Band:
    name: str
    records: str
    share: str
    so_far: str
    converted: str


def histogram(part: Standing, links: Links) -> Markup:
    """How long the records of the last closed period took, with the limit marked; half of them, 90 and 95 in 100."""
    durations = part.durations
    if durations is None or durations.shown_by:
        return _elsewhere(part, links)
    latest = _latest(durations)
    if latest is None:
        return Markup("")
    return render(
        "durations-took.html",
        picture=drawn(
            latest,
            durations.scale,
            name=f"{part.agreement}-{part.id}-took",
            title=part.title,
            limit=_limit(durations.scale, latest),
        ),
        period=times.period_name(latest.period),
        running=not latest.ended,
        percentiles=_percentiles(latest, durations.scale),
        clock=words.clock(durations.scale),
    )


def bands(part: Standing, links: Links) -> Markup:
    """How many records were answered in each band of time over the last closed periods, and what became of them."""
    durations = part.durations
    if durations is None or durations.shown_by:
        return _elsewhere(part, links)
    together = pooled(durations)
    if together is None:
        return Markup("")
    return render(
        "durations-bands.html",
        title=part.title,
        rows=_rows(together, durations),
        percentiles=_percentiles(together.of, durations.scale),
        over=words.used(len(together.periods), together.left_out),
        clock=words.clock(durations.scale),
        conversions=durations.conversions,
        links=links,
        agreement=part.agreement,
    )


def _rows(together: Pooled, durations: Durations) -> list[_Band]:
    converted = _converted(durations.conversions)
    rows, before = [], 0
    total = together.of.total
    for low, high in zip((0, *together.bands), (*together.bands, None), strict=True):
        upto = total if high is None else together.of.within(high)[0]
        count, before = upto - before, upto
        rows.append(
            _Band(
                words.bar_name(low, high, durations.scale),
                number(count),
                percent(Fraction(count, total)) if total else "",
                percent(Fraction(upto, total)) if total else "",
                converted.get((low, high), ""),
            )
        )
    return rows


def _converted(conversions: Conversions | None) -> dict[tuple[int, int | None], str]:
    if conversions is None:
        return {}
    return {
        (band.low, band.high): f"{percent(Fraction(band.converted, band.records))} "
        f"({number(band.converted)} of {number(band.records)})"
        for band in conversions.bands
        if band.records
    }


def _latest(durations: Durations) -> PeriodDurations | None:
    """The last closed period that tells anything; before one has closed, the running one."""
    closed = [period for period in durations.periods if period.ended] or durations.periods
    return closed[-1] if closed else None


def _limit(scale: Scale, of: PeriodDurations) -> str:
    return f"limit {words.length(of.limit, scale.unit, business=scale.business)}" if of.limit is not None else ""


def _percentiles(of: PeriodDurations, scale: Scale) -> list[tuple[str, str]]:
    last_edge = of.edges[-1] if of.edges else 0
    return [
        (f"p{rank}", words.percentile(of.percentile(Fraction(rank, 100)), last_edge, scale)) for rank in _PERCENTILES
    ]


def _elsewhere(part: Standing, links: Links) -> Markup:
    """Where the durations of the same records are shown; nothing where there are none."""
    durations = part.durations
    if durations is None:
        return Markup("")
    agreement, _, commitment = durations.shown_by.partition("/")
    return render("durations-elsewhere.html", href=links.commitment(agreement, commitment), name=commitment)
