"""What the figures say of a change: in words, and in the small print means, counts and how far they may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from living_sla.model.counted import counted
from living_sla.model.figures import welch
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.before_and_after import BEFORE, BeforeAndAfter, SaidOfChange, values_of
from living_sla.model.figures.effects import BearingVersion, Effect
from living_sla.model.figures.trials import Trial
from living_sla.model.time.zones import wall_time
from living_sla.words import numbers, times
from living_sla.words.standing import status_icons
from living_sla.words.standing.figures import rounded, value
from living_sla.words.standing.signals import period_noun, spelled_range

_ICONS = {
    SaidOfChange.WITHIN: status_icons.WITHIN_USUAL,
    SaidOfChange.TOO_EARLY: status_icons.TOO_EARLY,
    SaidOfChange.NOT_COMPARABLE: status_icons.NOT_COMPARABLE,
}
FEWEST = 2
"""Periods after a change that a mean is told of."""
JUDGED_OTHERWISE = "The figure is judged otherwise since, so it moves even where everybody acts as before."


def icon(sides: BeforeAndAfter) -> str:
    """The name of the finding among the icons."""
    if sides.finding is not SaidOfChange.SEEN:
        return _ICONS[sides.finding]
    if not sides.moved:
        return status_icons.SEEN_BOTH_WAYS
    better = (sides.moved > 0) == (sides.after[-1].target.direction == "at least")
    return status_icons.SEEN_BETTER if better else status_icons.SEEN_WORSE


def sentence(sides: BeforeAndAfter, sayable_on: date, as_of: date, *, where: str = "after") -> str:
    """What was found, or why nothing can be said yet and when it can; later periods lie `where`: after it, in it."""
    noun = period_noun(sides.before[-1]) if sides.before else "period"
    if not sides.compares:
        return "What is counted is something else since: figures before and after do not compare."
    if len(sides.before) < BEFORE:
        return f"{_only(len(sides.before), noun)} before it, and {BEFORE} are needed: nothing can be said."
    if not sides.is_complete:
        return _incomplete(sides, sayable_on, as_of, where)
    above, below = sides.outside
    found = " and ".join(
        f"{counted(of, 'lies', 'lie')} {side}" for of, side in ((above, "above"), (below, "below")) if of
    )
    usual = f"{found or 'none lies outside'} the usual range of the {BEFORE} before, {_range(sides)}"
    lie = f"Of the {counted(sides.asked, noun)} {where} it, {usual}"
    if sides.finding is SaidOfChange.SEEN:
        return f"{lie}."
    over = f"All {numbers.how_many(sides.asked)} were over on {times.day(sides.after[-1].period.end_on)}"
    return f"{lie}: too early, or no effect. {over}."


def _incomplete(sides: BeforeAndAfter, sayable_on: date, as_of: date, where: str) -> str:
    """With fewer closed periods than are asked: when it can be said, or why it never can."""
    closed = f"{len(sides.after)} of {counted(sides.asked, period_noun(sides.before[-1]))} {where} it"
    have, are, were = ("has", "is", "was") if len(sides.after) == 1 else ("have", "are", "were")
    if sides.cut_short:
        return f"What is counted changed when only {closed} {were} closed: the later ones do not compare."
    if sayable_on > as_of:
        return f"So far {closed} {are} closed; it can be said from {times.day(sayable_on)} on."
    if where == "in" and not sides.waiting:
        return f"Only {closed} {have} a figure: nothing can be said."
    return f"So far {closed} {have} a figure that stays; it can be said as soon as all have."


def version(found: BearingVersion, zone: str) -> str:
    """``version 4, since 1 October 2026``."""
    return f"version {found.number}, since {times.day(wall_time(found.since, zone).date())}"


def others(effect: Effect | Trial) -> str:
    """The other changes in the same time; empty where there are none."""
    if not effect.others or not effect.sides.compares:
        return ""
    named = numbers.listed(version(other, effect.part.timezone) for other in effect.others)
    return f"In the same time also {named}: we cannot say which."


def trial(found: Trial, as_of: date) -> str:
    """What an experiment came to; before its end, when that will be said."""
    if not found.has_ended:
        return f"Its verdict is said once its last day is over: from {times.day(found.sayable_on)} on."
    return sentence(found.sides, found.sayable_on, as_of, where="in")


def trial_icon(found: Trial) -> str:
    """The name of the verdict among the icons; an hourglass before its end, whatever the figures look like."""
    return icon(found.sides) if found.has_ended else status_icons.TOO_EARLY


def trial_terms(found: Trial) -> str:
    """``1 November 2026 to 31 January 2027; 2 of 6 weeks outside the usual range would convince.``"""
    of = found.experiment
    asked = f"{of.convinces.outside} of {counted(of.convinces.periods, of.convinces.noun)}"
    return f"{times.day(of.start)} to {times.day(of.until)}; {asked} outside the usual range would convince."


def registered(found: Trial) -> str:
    """Whether it was agreed before anybody could know."""
    on = found.in_force_on
    if on is None:
        return "It is proposed, and not in force."
    if found.was_registered:
        return f"Agreed in advance: in force since {times.day(on)}."
    return f"Not agreed in advance: it took force on {times.day(on)}, after its first day."


def small_print(sides: BeforeAndAfter) -> str:
    """Means, counts, their difference and its interval; empty where there is too little for a mean to tell anything."""
    if len(sides.before) < BEFORE or len(sides.after) < FEWEST or not sides.compares:
        return ""
    before, after = values_of(sides.before), values_of(sides.after)
    means = [sum(side, Fraction()) / len(side) for side in (before, after)]
    told = [
        f"{_spelled(of[-1], mean)} over {counted(len(of), period_noun(of[-1]))}{_records(of)}"
        for of, mean in zip((sides.before, sides.after), means, strict=True)
    ]
    latest = sides.after[-1]
    difference = f"difference {signed(latest, means[1] - means[0])}"
    reach = welch.interval(before, after)
    between = "" if reach is None else f", 95{numbers.NBSP}% interval {_between(latest, reach)}"
    return f"Mean {told[0]} before, {told[1]} after; {difference}{between}."


def signed(attainment: Attainment, difference: Fraction) -> str:
    """A difference in the unit of a figure: ``+6.9 points`` of a share, ``-12 min``."""
    sign = "+" if difference > 0 else "\N{MINUS SIGN}" if difference < 0 else ""
    if attainment.unit == "share":
        return f"{sign}{float(rounded(abs(difference * 100), 1)):.1f}{numbers.NBSP}points"
    return f"{sign}{_spelled(attainment, abs(difference))}"


def _between(attainment: Attainment, reach: tuple[float, float]) -> str:
    low, high = (signed(attainment, Fraction(end).limit_denominator(10**9)) for end in reach)
    return f"{low.removesuffix(f'{numbers.NBSP}points')} to {high}"


def _spelled(attainment: Attainment, amount: Fraction) -> str:
    whole = attainment.unit == "records" and amount.denominator != 1
    return value(attainment, rounded(amount, 1) if whole else amount)


def _records(of: Sequence[Attainment]) -> str:
    if of[-1].unit == "records":
        return ""
    return f" ({counted(sum(each.counts.matured for each in of), 'record')})"


def _range(sides: BeforeAndAfter) -> str:
    usual, latest = sides.usual, sides.before[-1]
    assert usual is not None
    most = max(values_of(sides.before))
    top = min(usual.high, Fraction(1)) if latest.unit == "share" and most <= 1 else usual.high
    floor = max(usual.low, Fraction(0)) if min(values_of(sides.before)) >= 0 else usual.low
    return spelled_range(latest, floor, top)


def _only(count: int, noun: str) -> str:
    return f"Only {counted(count, f'closed {noun} lies', f'closed {noun}s lie')}" if count else f"No closed {noun} lies"
