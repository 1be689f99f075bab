"""Signal or noise in words: what is usual, whether the latest figure is news, whether going on as before is enough."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from living_sla.model.counted import counted
from living_sla.model.figures.usual_range import Assurance, Variation
from living_sla.words.layout import capital
from living_sla.words.standing.figures import rounded, value

if TYPE_CHECKING:
    from living_sla.model.figures.attainment import Attainment
    from living_sla.model.figures.signals import ComparableRun
    from living_sla.model.figures.standing import Standing

_ASSURED = {
    Assurance.WILL_MEET: "all of that range meets the target",
    Assurance.HIT_OR_MISS: "the target lies inside that range, so some periods meet it and some miss it by chance",
    Assurance.WILL_MISS: "all of that range misses the target: it takes another way of working, not more effort",
}


def two_words(standing: Standing) -> str:
    """``steady, hit or miss``: variation and assurance; empty where too few periods are settled."""
    if standing.variation is None or standing.assurance is None:
        return ""
    return f"{standing.variation}, {standing.assurance}"


def assured(word: Assurance) -> str:
    """``all of that range meets the target``, as a sentence begins."""
    return capital(_ASSURED[word])


def usually(standing: Standing) -> str:
    """What the two words rest on: ``usually 84.0 % to 97.9 % (12 closed months)``; empty where there is no range."""
    return "" if standing.usual_range is None else f"usually {range_words(standing.runs[-1])}"


def range_words(run: ComparableRun) -> str:
    """``84.0 % to 97.9 % (12 closed months)``; empty where the run has no usual range."""
    usual = run.usual
    if usual is None:
        return ""
    rough = "rough, by only " if usual.is_rough else ""
    return f"{limits(run)} ({rough}{closed(run.settled[-1], usual.points)})"


def why_two_words(standing: Standing) -> str:
    """Why these two words, as a sentence; empty where there are none."""
    if standing.variation is None or standing.assurance is None:
        return ""
    said = usually(standing)
    news = "" if standing.variation is Variation.STEADY else f"The latest figure is {standing.variation}. "
    return f"{news}{capital(said)}; {_ASSURED[standing.assurance]}."


def limits(run: ComparableRun) -> str:
    """``84.0 % to 97.9 %``, as it is drawn; one figure where it never moved. The run has a usual range."""
    assert run.drawn is not None
    return spelled_range(run.settled[-1], *run.drawn)


def spelled_range(attainment: Attainment, low: Fraction, high: Fraction) -> str:
    """``84.0 % to 97.9 %``; of records the counts that lie inside: of 173.2 to 487.9 those from 174 to 487."""
    if attainment.unit == "records" and ceil(low) <= floor(high):
        low, high = Fraction(ceil(low)), Fraction(floor(high))
    first, last = spelled_limit(attainment, low), spelled_limit(attainment, high)
    return first if first == last else f"{first} to {last}"


def closed(attainment: Attainment, periods: int) -> str:
    """``12 closed months``."""
    return counted(periods, f"closed {period_noun(attainment)}")


def period_noun(attainment: Attainment) -> str:
    """``month``, ``week``; ``period`` of several weeks."""
    return "period" if attainment.period.kind == "weeks" else attainment.period.kind


def spelled_limit(attainment: Attainment, limit: Fraction) -> str:
    """A limit of the usual range in the unit of the attainment."""
    # Records and minutes come whole; a limit between two of them is told as the nearest.
    whole = attainment.unit in ("records", "minutes")
    return value(attainment, rounded(limit) if whole else limit)
