"""What the rest of a period can take or still needs, in plain words."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from living_sla.model.attainment import Attainment, Status
from living_sla.model.counted import counted
from living_sla.model.terms import Commitment
from living_sla.words.figures import is_volume, percent, value
from living_sla.words.numbers import number, ordinal
from living_sla.words.times import period_short

_BREACHES = {
    "within": ("late answer", "late answers"),
    "completeness": ("incomplete record", "incomplete records"),
    "attempts": ("record with too few attempts", "records with too few attempts"),
    "gap": ("silence that is too long", "silences that are too long"),
    "deliverable": ("late delivery", "late deliveries"),
}


def breaches(commitment: Commitment) -> tuple[str, str]:
    """What a record that counts against the target is called: one of them, and many."""
    if commitment.target.direction == "at most":
        return "such record", "such records"
    return _BREACHES.get(commitment.measure.kind, ("record that falls short", "records that fall short"))


def room(commitment: Commitment, attainment: Attainment) -> str:
    """What the rest of the period can take or still needs, as sentences; empty for a period without a rest."""
    found = attainment.room
    if found is None or attainment.closed:
        return ""
    name = period_short(attainment.period)
    first = name[0].upper() + name[1:]
    if is_volume(commitment):
        return _room_of_volume(attainment, first)
    if found.recover is not None:
        side = "below" if attainment.target.direction == "at least" else "above"
        pending = attainment.counts.pending
        open_ones = "by the open one" if pending == 1 else f"among the {number(pending)} open ones"
        besides = f", and no miss {open_ones}," if pending else ""
        more = f"{number(found.recover)} more in a row without a miss{besides}"
        subject = f"The newest part of {name}" if attainment.parts else first
        return f"{subject} is {side} its target; {more} would reach it."
    if _beyond_mending(attainment):
        return f"{first} can no longer meet its target."
    one, many = breaches(commitment)
    left = found.misses_left or 0
    # New records that are not missed may make up for one more, except where none may be missed at all.
    makes = "makes" if attainment.ended or _allows_none(attainment) else "can make"
    if not left:
        return f"No {one} is left to spare; the next one {makes} {name} miss."
    possible = counted(left, f"more {one} is possible", f"more {many} are possible")
    whatever = "" if attainment.ended else ", whatever else comes"
    return f"{possible}{whatever}; the {ordinal(left + 1)} {makes} {name} miss."


def _allows_none(attainment: Attainment) -> bool:
    """Whether the target allows no miss at all, in any part of the period."""
    goals = {Fraction(part.target.amount) for part in attainment.parts or (attainment,)}
    return goals == {Fraction(1 if attainment.target.direction == "at least" else 0)}


def _beyond_mending(attainment: Attainment) -> bool:
    """Whether even the most that is still open leaves the target missed; so it is where no miss is allowed at all."""
    goal = Fraction(attainment.target.amount)
    if attainment.target.direction == "at least":
        return attainment.upper is not None and attainment.upper < goal
    return attainment.lower is not None and attainment.lower > goal


def _room_of_volume(attainment: Attainment, period: str) -> str:
    found = attainment.room
    assert found is not None
    if attainment.target.direction == "at most":
        left = value(attainment, Fraction(found.misses_left or 0))
        return f"{left} more {_is(attainment, found.misses_left or 0)} possible before the target is passed."
    if not found.needed:
        return f"{period} has reached its target."
    enough = Decimal(math.ceil(found.needed * 100)) / 100  # never a little less than is needed
    needed = value(attainment, Fraction(enough), against=enough)
    more = f"{needed} more {_is(attainment, found.needed)} needed"
    if not found.days_left or found.per_day is None:
        return f"{more}, and no working day is left."
    days = "on the last working day" if found.days_left == 1 else f"in {counted(found.days_left, 'working day')}"
    # Rounded up, so that the days that are left are enough.
    a_day = value(attainment, Fraction(math.ceil(found.per_day)))
    return f"{more} {days}{f': {a_day} a working day' if found.days_left > 1 else ''}."


def pace(attainment: Attainment) -> str:
    """How far a volume should be by now; empty where pace means nothing, or nothing any more."""
    found = attainment.pace
    if found is None or attainment.value is None or attainment.status in (Status.MET, Status.MISSED):
        return ""
    expected = _by_now(attainment, attainment.value, found.expected)
    so_far = value(attainment, attainment.value)
    have = "has" if _is(attainment, attainment.value) == "is" else "have"
    told = f"{percent(found.elapsed)} of the working time is over: {expected} would be on pace, {so_far} {have} come in"
    if found.warned is not None and found.warned != found.expected:
        side = "below" if attainment.target.direction == "at least" else "above"
        told += f", and the agreement warns {side} {_by_now(attainment, attainment.value, found.warned)}"
    return f"{told}."


def _is(attainment: Attainment, amount: Fraction | int) -> str:
    """The verb of a volume: records are many, an amount of money or of time is one."""
    return "are" if attainment.unit in ("records", "") and amount != 1 else "is"


def _by_now(attainment: Attainment, so_far: Fraction, asked: Fraction) -> str:
    """What is asked for by now, on the side of what has come in on which it is."""
    if attainment.unit == "records":
        return value(
            attainment, Fraction(math.ceil(asked) if attainment.target.direction == "at least" else int(asked))
        )
    return value(attainment, asked, against=Decimal(so_far.numerator) / so_far.denominator)
