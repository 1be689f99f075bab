"""Figures in their units, as every page and the terminal say them: shares, counts, money, time.

A figure is rounded for people, but never across an edge that matters: what is short of its target never reads as the
target, and what is not nothing never reads as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from living_sla.model.agreement.measured import Family
from living_sla.model.counted import counted
from living_sla.model.figures.attainment import SMALL, Attainment, Status
from living_sla.model.notation import plain
from living_sla.model.quantity import Target
from living_sla.words.layout import sentence
from living_sla.words.numbers import MINUS, NBSP, grouped, nth, number, with_minus

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment
    from living_sla.model.reviews.record import FrozenCommitment

    Measurable = Commitment | FrozenCommitment

_MINUTES_OF = {"minutes": 1, "hours": 60}
_IN_DATES = ("days", "weeks")


# ---------------------------------------------------------------- one number in its unit


@lru_cache(maxsize=4096)  # a page says the same shares in charts, tables and sentences
def percent(share: Fraction, *, against: Decimal | None = None) -> str:
    """A share from 0 to 1 as a percentage with one decimal: ``92.3 %``.

    More decimals follow where one would tell something else than the share: 99.96 % never reads 100.0 %, and a
    share just short of the target in `against` never reads as the target.
    """
    edges = [Fraction(0), Fraction(100)] + ([Fraction(against) * 100] if against is not None else [])
    return f"{_rounded(share * 100, 1, edges)}{NBSP}%"


def money(amount: Fraction, currency: str, *, against: Decimal | None = None) -> str:
    """An amount behind its currency: ``EUR 912,400``; cents only below a thousand, or where they tell."""
    edges = _edges(against)
    whole = amount.denominator == 1 or (abs(amount) >= 1000 and _tells_apart(amount, 0, edges))
    return f"{currency}{NBSP}{_rounded(amount, 0 if whole else 2, edges)}"


def span(length: Fraction, unit: str, *, business: bool = False, against: Decimal | None = None) -> str:
    """A length of time: ``1 h 25 min`` of hours, ``85 min`` of minutes, ``38.2 days``, ``3 business days``."""
    if unit in _IN_DATES:
        amount = _rounded(length, 0 if length.denominator == 1 else 1, _edges(against))
        noun = unit.removesuffix("s") if amount == "1" else unit
        return f"{amount}{NBSP}{'business ' * business}{noun}"
    factor = _MINUTES_OF[unit]
    limit = None if against is None else against * factor
    minutes = _apart(length * factor, 0, _edges(limit))
    if unit == "minutes" and abs(minutes) < 120:
        return f"{_decimals(minutes)}{NBSP}min"
    hours, rest = divmod(abs(minutes), 60)
    sign = MINUS * (minutes < 0)
    parts = [f"{number(hours)}{NBSP}h"] * bool(hours) + [f"{_decimals(rest)}{NBSP}min"] * bool(rest or not hours)
    return sign + NBSP.join(parts)


def compact(amount: Fraction, *, against: Decimal | None = None, like: Fraction | None = None) -> str:
    """A number for a narrow place, cut as one of the size of `like` is: ``87.6k``, ``1.25M``, ``412``, ``38.2``."""
    for least, size, letter, digits in ((10**6, 10**6, "M", 2), (10**4, 10**3, "k", 1)):
        if amount and abs(amount if like is None else like) >= least:
            edges = [edge / size for edge in _edges(against)]
            return f"{_decimals(_apart(amount / size, digits, edges))}{letter}"
    return _decimals(_apart(amount, 0 if abs(amount) >= 100 else 1, _edges(against)))


def rounded(exact: Fraction, digits: int = 0) -> Fraction:
    """The number with so many decimals; halves go away from zero, as in a spreadsheet: 13 of 16 are 81.3 %."""
    steps = 10**digits
    halves = (2 * abs(exact) * steps + 1) // 2
    return Fraction(halves if exact >= 0 else -halves, steps)


def _edges(against: Decimal | None) -> list[Fraction]:
    return [Fraction(0)] + ([Fraction(against)] if against is not None else [])


def _apart(exact: Fraction, digits: int, edges: Sequence[Fraction]) -> Fraction:
    """The number rounded to as many decimals, and more where it would come to lie on or beyond an edge."""
    while not _tells_apart(exact, digits, edges):
        digits += 1
    return rounded(exact, digits)


def _tells_apart(exact: Fraction, digits: int, edges: Sequence[Fraction]) -> bool:
    return all(_side(rounded(exact, digits), edge) == _side(exact, edge) for edge in edges)


def _rounded(exact: Fraction, digits: int, edges: Sequence[Fraction]) -> str:
    """The same as text, with all the decimals asked for: ``1,203.50``."""
    found = _apart(exact, digits, edges)
    while rounded(found, digits) != found:
        digits += 1
    return with_minus(f"{Decimal(found.numerator) / Decimal(found.denominator):,.{digits}f}")


def _decimals(exact: Fraction) -> str:
    """A decimal number in full: ``1,203.5``."""
    return grouped(Decimal(exact.numerator) / Decimal(exact.denominator))


def _side(value: Fraction, edge: Fraction) -> int:
    return (value > edge) - (value < edge)


# ---------------------------------------------------------------- attainments


def value(attainment: Attainment, of: Fraction | None, *, against: Decimal | None = None) -> str:
    """`of`, a figure or a bound of the attainment, in its unit; in words where there is none.

    It never reads as `against` where it is another number: the target, unless something else is given.
    """
    if of is None:
        # Parts that were judged, but not by figures that add up: a share until the 9th, a median from the 10th.
        judged = attainment.parts and attainment.status not in (None, Status.NO_DATA)
        return "no single figure" if judged else "no data"
    against = attainment.target.amount if against is None else against
    match attainment.unit:
        case "share":
            return percent(of, against=against)
        case "records":
            return number(of)
        case "":
            decimals = max(0, -int(against.as_tuple().exponent))
            return _rounded(of, 0 if of.denominator == 1 else max(1, decimals), _edges(against))
        case "minutes" | "hours" | "days" | "weeks":
            return span(of, attainment.unit, business=attainment.target.business, against=against)
        case currency:
            return money(of, currency, against=against)


def target(agreed: Target) -> str:
    """The target in words: ``at least 95 %``, ``at least 400``, ``at least EUR 900,000``, ``at most 90 minutes``.

    One that changes by period with all that it comes to: ``at least 50, from 2026-Q2 on at least 100``.
    """
    if agreed.by_period:
        return ", ".join([target(agreed.plain), *_in_periods(agreed)])
    if agreed.is_share:
        return f"{agreed.direction} {bare_percent(agreed.amount)}"
    if agreed.is_duration:
        return str(agreed)
    if agreed.is_money:
        return f"{agreed.direction} {money(Fraction(agreed.amount), agreed.unit, against=agreed.amount)}"
    return f"{agreed.direction} {grouped(agreed.amount)}"


def short_target(agreed: Target) -> str:
    """A target for a narrow place, without its direction: ``95 %``, ``600k``."""
    if agreed.is_share:
        return target(agreed).removeprefix(f"{agreed.direction} ")
    return compact(Fraction(agreed.amount), against=agreed.amount)


def bare_percent(share: Decimal) -> str:
    """A share that somebody agreed on, as they wrote it: ``95 %``, ``99.95 %``."""
    return f"{plain(share * 100)}{NBSP}%"


def other_periods(agreed: Target) -> str:
    """What a target comes to in the periods that its sentence does not speak of, as a sentence; empty where none does.

    ``From 2026-Q2 on at least 100, from 2026-Q3 on at least 50.``
    """
    return sentence(", ".join(_in_periods(agreed)))


def _in_periods(agreed: Target) -> Iterator[str]:
    for name, of in agreed.each[:-1] if agreed.otherwise else agreed.each[1:]:
        yield f"in {name} {target(of)}" if agreed.otherwise else f"from {name} on {target(of)}"


def rests_on(commitment: Measurable, attainment: Attainment) -> str:
    """What the number rests on: ``(36 of 39; 3 still open)``, ``(median of 212)``, ``so far``; empty for no data."""
    counts = attainment.counts
    if attainment.value is None:
        return ""
    so_far = commitment.measure.is_volume and not attainment.ended
    if commitment.measure.family is Family.COUNT:
        return "so far" if so_far else ""
    counts_words = f"{number(counts.met)} of {number(counts.matured)}"
    if attainment.unit != "share":
        counts_words = f"{statistic(commitment)} of {number(counts.met)}"
    still_open = f"; {number(counts.pending)} still open" if counts.pending else ""
    return f"({counts_words}{' so far' * so_far}{still_open})"


def statistic(commitment: Measurable) -> str:
    """What the figure is called: ``median``, ``90th percentile``, a name of one's own, or the kind of the measure."""
    measure = commitment.measure
    return measure.called if measure.percentile_of is None else f"{nth(measure.percentile_of)} percentile"


def figure(commitment: Measurable, attainment: Attainment) -> str:
    """The figure with what it rests on: ``92.3 % (36 of 39; 3 still open)``, ``38.2 days (average of 41)``."""
    return f"{value(attainment, attainment.value)} {rests_on(commitment, attainment)}".rstrip()


def few(commitment: Measurable, attainment: Attainment) -> bool:
    """Whether the figure rests on too few records to say much."""
    judged = attainment.unit == "share" or commitment.measure.family is Family.STATISTIC
    return judged and 0 < attainment.counts.matured < SMALL


def left_out(attainment: Attainment) -> str:
    """Records that an exception or an unreadable value kept out of the figure; empty where there are none."""
    counts = attainment.counts
    parts = []
    if counts.excluded:
        parts.append(f"{number(counts.excluded)} left out by an exception")
    if attainment.without_exceptions is not None:
        parts.append(f"{value(attainment, attainment.without_exceptions)} without the exception")
    if counts.unusable:
        parts.append(f"{number(counts.unusable)} unusable")
    if attainment.skewed:
        ended = "ended within the clock skew before"
        parts.append(counted(attainment.skewed, f"{ended} its start", f"{ended} their start"))
    return ", ".join(parts)


def bounds(attainment: Attainment) -> str:
    """Where the figure can still go while records are open; empty where nothing is, or where they cannot move it."""
    pending = attainment.counts.pending
    if not pending or attainment.lower is None:
        return ""
    low = value(attainment, attainment.lower)
    decided = f"once the {'open one is' if pending == 1 else counted(pending, 'open one is', 'open ones are')} decided"
    if not attainment.ended:  # records that have not begun yet can move it anywhere
        decided = f"for the records so far, {decided}"
    if attainment.upper is None:
        return f"{low} or more {decided}"
    high = value(attainment, attainment.upper)
    return f"{low} to {high} {decided}" if low != high else ""
