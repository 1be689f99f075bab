"""How long records took, in words: lengths, bars, percentiles, and what is withheld."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from living_sla.model.counted import counted
from living_sla.model.figures.durations import Bar, PeriodDurations, Scale, Unit
from living_sla.words.numbers import NBSP, number
from living_sla.words.standing.figures import span


def length(amount: Fraction | int, unit: Unit, *, business: bool = False) -> str:
    """A duration on the clock of a commitment: ``5 min``, ``6 h 10 min``, ``2 days``, ``2 business days``."""
    if unit == "days":
        return span(Fraction(amount), "days", business=business)
    return span(Fraction(round(Fraction(amount))) / 60, "hours")


def clock(scale: Scale) -> str:
    """How time is counted: ``in covered time``; empty where every hour counts."""
    return "in covered time" if scale.business and scale.unit == "minutes" else ""


def bar_name(low: int, high: int | None, scale: Scale) -> str:
    """``up to 5 min``, ``5 to 15 min``, ``15 min to 1 h``, ``later than 24 h``."""
    if high is None:
        return f"later than {length(low, scale.unit)}" if low else "however long"
    if not low:
        return f"up to {length(high, scale.unit)}"
    first, last = length(low, scale.unit), length(high, scale.unit)
    (number_of_first, *unit), (_, *other) = first.split(NBSP), last.split(NBSP)
    same = [word.removesuffix("s") for word in unit] == [word.removesuffix("s") for word in other]
    return f"{number_of_first if same and len(unit) == 1 else first} to {last}"


def took(bar: Bar, scale: Scale) -> str:
    """The name of a bar of judged records: the last one holds those that are overdue and still open, however old."""
    return f"{bar_name(bar.low, bar.high, scale)}{', or still open' if bar.high is None else ''}"


def told_bars(period: PeriodDurations) -> list[Bar]:
    """The bars that have records; the last one begins where the one before it ends, or at the limit.

    Nothing ended between, and what is still open has not lasted so long.
    """
    some = [bar for bar in period.bars() if bar.count]
    if some and some[-1].high is None:
        begin = max((bar.high for bar in some if bar.high is not None), default=0)
        some[-1] = replace(some[-1], low=min(some[-1].low, max(begin, period.limit or 0)))
    return some


def described(period: PeriodDurations, scale: Scale) -> str:
    """The bars in a sentence, for those who do not see them."""
    parts = [f"{took(bar, scale)}: {number(bar.count)}" for bar in told_bars(period)]
    return "; ".join(parts) + "."


def used(count: int, left_out: int) -> str:
    """Over which periods a table goes: ``the last 12 closed periods``, and how many of them are left out."""
    over = (
        "the last closed period" if count + left_out == 1 else f"the last {counted(count + left_out, 'closed period')}"
    )
    if not left_out:
        return over
    are = "is" if left_out == 1 else "are"
    return f"{over}; {number(left_out)} of them {are} left out, where a band would be about fewer than five records"
