"""How long records took: the histogram of a period, percentiles, and bands of answer time."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.counted import counted
from living_sla.model.figures.durations import Bar, Conversions, Durations, PeriodDurations, Scale
from living_sla.model.figures.pooled import Pooled, pooled
from living_sla.model.figures.standing import Standing
from living_sla.pages.durations.ages import ages
from living_sla.pages.durations.baseline import baseline
from living_sla.pages.durations.histogram import drawn
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.numbers import number
from living_sla.words.standing import durations as words
from living_sla.words.standing.figures import percent

_PERCENTILES = (50, 90, 95)


class _Band(Struct, frozen=True):
    name: str
    records: str
    share: str
    so_far: str


def histogram(part: Standing, links: Links) -> Markup:
    """How long the records of the last closed period took, with the limit marked; half of them, 90 and 95 in 100."""
    durations = part.durations
    if durations is None or not durations.is_told:
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
    if durations is None or not durations.is_told:
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
        became=_became(durations.conversions, durations.scale),
        why_not=_why_not(durations.conversions),
        old_enough=_old_enough(durations.conversions),
        conversion=links.commitment(part.agreement, durations.conversions.commitment) if durations.conversions else "",
    )


def _rows(together: Pooled, durations: Durations) -> list[_Band]:
    rows, before = [], 0
    total = together.of.total
    for low, high in zip((0, *together.bands), (*together.bands, None), strict=True):
        upto = total if high is None else together.of.within(high)[0]
        count, before = upto - before, upto
        rows.append(
            _Band(
                words.took(Bar(low, high, count), durations.scale),
                number(count),
                percent(Fraction(count, total)) if total else "",
                percent(Fraction(upto, total)) if total else "",
            )
        )
    return rows


def _became(conversions: Conversions | None, scale: Scale) -> list[tuple[str, str, str]]:
    """Each band, how many of its records converted, and which part that is."""
    if conversions is None:
        return []
    return [
        (
            words.took(Bar(band.low, band.high, band.records), scale),
            f"{number(band.converted)} of {number(band.records)}",
            percent(Fraction(band.converted, band.records)),
        )
        for band in conversions.bands
        if band.records
    ]


def _why_not(conversions: Conversions | None) -> str:
    if conversions is None:
        return "No conversion of this agreement starts with these records, so it is not known which band converts."
    if conversions.too_few:
        return "Too few records converted to tell bands of answer time apart."
    return "" if conversions.bands else "No closed period is old enough to tell which of its records convert."


def _old_enough(conversions: Conversions | None) -> str:
    if conversions is None or not conversions.periods:
        return ""
    first, last = times.period_name(conversions.periods[0]), times.period_name(conversions.periods[-1])
    count = len(conversions.periods)
    return first if count == 1 else f"{counted(count, 'closed period')} from {first} to {last}"


def _latest(durations: Durations) -> PeriodDurations | None:
    """The last closed period that tells anything; before one has closed, the running one."""
    closed = [period for period in durations.periods if period.ended] or durations.periods
    return closed[-1] if closed else None


def _limit(scale: Scale, of: PeriodDurations) -> str:
    return f"limit {words.length(of.limit, scale.unit, business=scale.business)}" if of.limit is not None else ""


def _percentiles(of: PeriodDurations, scale: Scale) -> list[tuple[str, str]]:
    bars = {bar.high: bar for bar in words.told_bars(of)}
    found = ((rank, of.percentile(Fraction(rank, 100))) for rank in _PERCENTILES)
    return [(f"p{rank}", words.took(bars[bar.high], scale)) for rank, bar in found if bar is not None]


def _elsewhere(part: Standing, links: Links) -> Markup:
    """Where the durations of the same records are shown; nothing where there are none."""
    durations = part.durations
    if durations is None:
        return Markup("")
    if durations.withheld:
        return render("durations-withheld.html")
    agreement, _, commitment = durations.shown_by.partition("/")
    return render("durations-elsewhere.html", href=links.commitment(agreement, commitment), name=commitment)


def all_of(part: Standing, links: Links) -> list[Markup]:
    """Histogram, bands of answer time, open records by age, and what figures were before the agreement."""
    return [histogram(part, links), bands(part, links), ages(part, links), baseline(part)]
