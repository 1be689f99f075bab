"""The dial: past periods judged again by another limit and another target, in the browser, from bars that are shown.

What the browser gets holds digits, commas, slashes and spaces only: a period is its number of records, then how many
took no longer than each limit, ``98/120`` where a bar goes over the limit, and it is somewhere between.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from living_sla.model.figures.durations import PeriodDurations, Unit
from living_sla.model.figures.standing import Standing
from living_sla.pages.html import render
from living_sla.words import times
from living_sla.words.standing import durations as words
from living_sla.words.standing.figures import percent, target

LARGEST = 2_000
"""Bytes of one series; the oldest periods are left out where there are more."""
_MOST_PERIODS = 36
_LIMITS: dict[Unit, tuple[int, ...]] = {
    "minutes": (5, 15, 30, 60, 120, 240, 480, 720, 1_440, 2_880, 10_080),
    "days": (1, 2, 3, 5, 7, 10, 14, 20, 30),
}


def dial(part: Standing) -> Markup:
    """Limit and target of a commitment to be moved over its closed periods; without a script as agreed, in a table."""
    durations = part.durations
    agreed = part.commitment.target
    if durations is None or not durations.is_told or durations.scale.limit is None or not agreed.is_share:
        return Markup("")
    limit = durations.scale.limit
    limits = sorted({*_LIMITS[durations.scale.unit], limit})
    periods, data = _series([of for of in durations.periods if of.ended][-_MOST_PERIODS:], limits)
    if not periods:
        return Markup("")
    scale, wanted = durations.scale, Fraction(agreed.plain.amount)
    at_most = agreed.direction == "at most"
    return render(
        "durations-dial.html",
        id=f"{part.agreement}-{part.id}-dial",
        title=part.title,
        data=data,
        names=[words.length(other, scale.unit, business=scale.business) for other in limits],
        at=limits.index(limit),
        limit=words.length(limit, scale.unit, business=scale.business),
        last=len(limits) - 1,
        target=f"{float(wanted * 100):g}",
        agreed=target(agreed),
        at_most=at_most,
        rows=[_judged(period, limit, wanted, at_most=at_most) for period in periods],
        clock=words.clock(scale),
    )


def _series(periods: Sequence[PeriodDurations], limits: Sequence[int]) -> tuple[list[PeriodDurations], str]:
    """The latest periods, oldest first, as many as there is room for, and what the browser gets of them."""
    shown: list[PeriodDurations] = []
    told: list[str] = []
    for period in reversed(periods):
        one = ",".join([str(period.total), *(_within(period, limit) for limit in limits)])
        if sum(map(len, told)) + len(told) + len(one) > LARGEST:
            break
        shown.append(period)
        told.append(one)
    return shown[::-1], " ".join(told[::-1])


def _within(period: PeriodDurations, limit: int) -> str:
    low, high = period.within(limit)
    return str(low) if low == high else f"{low}/{high}"


def _judged(period: PeriodDurations, limit: int, wanted: Fraction, *, at_most: bool) -> tuple[str, str, str]:
    """A period under the limit of today, which may not be the one that it had: its name, its share and its verdict."""
    low, high = (Fraction(count, period.total) for count in period.within(limit))
    against = Decimal(wanted.numerator) / Decimal(wanted.denominator)
    first, last = percent(low, against=against), percent(high, against=against)
    share = first if low == high else f"{first} to {last}"
    kept = {(found <= wanted) if at_most else (found >= wanted) for found in (low, high)}
    verdict = "cannot be told" if len(kept) > 1 else "kept" if True in kept else "not kept"
    return times.period_name(period.period), share, verdict
