"""Why a period has its status, and what its rest can take or still needs: the same words everywhere.

The reason is told where the figure beside its target suggests another status; pages, terminal, JSON and CSV have it.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.model.agreement.measured import Family
from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, Status, keeps
from living_sla.model.figures.own_past import PERIODS, own_past
from living_sla.model.figures.unjudged import WAITING
from living_sla.words import numbers
from living_sla.words.layout import capital
from living_sla.words.numbers import number, ordinal
from living_sla.words.standing.figures import percent, statistic, target, value
from living_sla.words.standing.signals import period_noun
from living_sla.words.times import length, period_short

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment
    from living_sla.model.figures.standing import Standing
    from living_sla.words.standing.figures import Measurable

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
    rest = attainment.room
    if rest is None or attainment.closed:
        return ""
    name = period_short(attainment.period)
    first = capital(name)
    if commitment.measure.is_volume:
        return _room_of_volume(attainment, first)
    if rest.recover is not None:
        side = "below" if attainment.target.direction == "at least" else "above"
        pending = attainment.counts.pending
        open_ones = "by the open one" if pending == 1 else f"among the {number(pending)} open ones"
        besides = f", and no miss {open_ones}," if pending else ""
        more = f"{number(rest.recover)} more in a row without a miss{besides}"
        subject = f"The newest part of {name}" if attainment.parts else first
        return f"{subject} is {side} its target; {more} would reach it."
    if _beyond_mending(attainment):
        return f"{first} can no longer meet its target."
    one, many = breaches(commitment)
    left = rest.misses_left or 0
    # New records that are not missed may make up for one more, except where none may be missed at all.
    makes = "makes" if attainment.ended or _allows_none(attainment) else "can make"
    if not left:
        return f"No {one} is left to spare; the next one {makes} {name} miss."
    spared = counted(left, f"more {one}", f"more {many}")
    whatever = "" if attainment.ended else ", whatever else comes"
    return f"{first} is met with at most {spared}{whatever}; the {ordinal(left + 1)} {makes} it miss."


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
    rest = attainment.room
    assert rest is not None
    if attainment.target.direction == "at most":
        left = value(attainment, Fraction(rest.misses_left or 0))
        return f"{period} has room for {left} more before its target is passed."
    if not rest.needed:
        return f"{period} has reached its target."
    enough = Decimal(math.ceil(rest.needed * 100)) / 100  # never a little less than is needed
    needed = value(attainment, Fraction(enough), against=enough)
    more = f"{needed} more {_is(attainment, rest.needed)} needed"
    if not rest.days_left or rest.per_day is None:
        return f"{more}, and no working day is left."
    days = "on the last working day" if rest.days_left == 1 else f"in {counted(rest.days_left, 'working day')}"
    # Rounded up, so that the days that are left are enough.
    a_day = value(attainment, Fraction(math.ceil(rest.per_day)))
    return f"{more} {days}{f': {a_day} a working day' if rest.days_left > 1 else ''}."


def pace(attainment: Attainment) -> str:
    """How far a volume should be by now; empty where pace means nothing, or nothing any more."""
    expectation = attainment.pace
    if expectation is None or attainment.value is None or attainment.status in (Status.MET, Status.MISSED):
        return ""
    expected = _by_now(attainment, attainment.value, expectation.expected)
    so_far = value(attainment, attainment.value)
    have = "has" if _is(attainment, attainment.value) == "is" else "have"
    share = percent(expectation.elapsed)
    sentence = f"{share} of the working time is over: {expected} would be on pace, {so_far} {have} come in"
    if expectation.warned is not None and expectation.warned != expectation.expected:
        side = "below" if attainment.target.direction == "at least" else "above"
        sentence += f", and the agreement warns {side} {_by_now(attainment, attainment.value, expectation.warned)}"
    return f"{sentence}."


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


# ---------------------------------------------------------------- why

_DECIDED = (Status.MET, Status.MISSED)
_KEPT = (Status.MET, Status.ON_TRACK)
_BY_PARTS = {
    Status.MET: "every part of it that has records met its own target",
    Status.MISSED: "a part of it missed its own target",
    Status.AT_RISK: "a part of it is at risk",
    Status.ON_TRACK: "no part of it is missed or at risk",
}


def why(commitment: Measurable, attainment: Attainment) -> str:
    """Why there is no data, or why the status is not the one that figure and target suggest; empty where it is.

    Of a period that is not decided, first how old its data is, where that is old.

    Lower case and without a full stop, as `Attainment.reason` is.
    """
    if attainment.reason or attainment.status not in _BY_PARTS:
        return attainment.reason
    reasons = (
        _of_volume(attainment) if attainment.pace is not None else _of_rate(commitment, attainment, attainment.status)
    )
    return "; ".join(reasons if attainment.age is None else [f"the data is {length(attainment.age)} old", *reasons])


def why_none(standing: Standing) -> str:
    """Why a commitment has no period at all; where it waits for data, only which export has never come."""
    return standing.why_not.removeprefix(WAITING) if standing.waits else standing.why_not


def with_reason(commitment: Measurable, attainment: Attainment) -> Attainment:
    """The attainment with that reason as its own, and so its parts."""
    parts = tuple(with_reason(commitment, part) for part in attainment.parts)
    return replace(attainment, reason=why(commitment, attainment), parts=parts)


def _of_volume(attainment: Attainment) -> list[str]:
    """Of a volume whose period is running: another one is judged by its figure alone."""
    if attainment.status in _DECIDED or attainment.value is None:
        return []
    kept = keeps(attainment.target, attainment.value)
    reasons = []
    if kept == (attainment.target.direction == "at least"):
        reasons.append("not decided yet because amounts below zero occur, so it may fall again")
    if kept != (attainment.status in _KEPT):
        reasons.append(pace(attainment).removesuffix("."))
    return reasons


def _of_rate(commitment: Measurable, attainment: Attainment, status: Status) -> list[str]:
    """Of a share or a statistic."""
    decided = status in _DECIDED
    reasons = []
    if attainment.ended and not decided and attainment.counts.pending:
        still = counted(attainment.counts.pending, "record is", "records are")
        reasons.append(f"not decided yet because {still} still open")
    suggested = attainment.value is not None and keeps(attainment.target, attainment.value) == (status in _KEPT)
    if not suggested or (decided and not attainment.ended):
        reasons.append(_because(commitment, attainment, status))
    return reasons


def _because(commitment: Measurable, attainment: Attainment, status: Status) -> str:
    if not attainment.parts and attainment.value is not None:
        if status in _DECIDED and attainment.counts.pending and attainment.lower is not None:
            open_ones = counted(attainment.counts.pending, "record that is still open", "records that are still open")
            name = statistic(commitment) if commitment.measure.family is Family.STATISTIC else "figure"
            least = f"{value(attainment, attainment.lower)} or more"  # open records may take longer yet
            return f"{status} because with the {open_ones} the {name} is already {least}"
        if status is Status.AT_RISK and attainment.warn is not None:
            side = "below" if attainment.target.direction == "at least" else "above"
            shown = value(attainment, attainment.value, against=attainment.warn)
            return f"{status} because {shown} is {side} {_limit(attainment)}, where the agreement begins to warn"
    return f"{status} because the terms changed inside the period, and {_BY_PARTS[status]}"


def _limit(attainment: Attainment) -> str:
    assert attainment.warn is not None
    return target(replace(attainment.target, amount=attainment.warn)).removeprefix(f"{attainment.target.direction} ")


def own_past_words(standing: Standing) -> str:
    """``Of the last ten months nine ended within 4 points of where they stood after 14 days.``

    Of a count, by how much they grew from there. Empty with fewer than ten closed periods that count alike.
    """
    past = own_past(standing.stood, standing.runs[-1].settled if standing.runs else ())
    if past is None:
        return ""
    which = f"Of the last {numbers.how_many(PERIODS)} {period_noun(past.latest)}s {numbers.how_many(past.within)}"
    after = f"after {counted(past.days, 'day')}"
    if past.latest.unit != "share":
        low, high = (value(past.latest, of) for of in (past.low, past.high))
        return f"{which} grew by {low if low == high else f'{low} to {high}'} from where they stood {after}."
    points = Fraction(math.ceil(past.high * 1000), 10)  # never a little less than it was
    return f"{which} ended {_within(points)} where they stood {after}."


def _within(points: Fraction) -> str:
    return f"within {numbers.number(points)} {'point' if points == 1 else 'points'} of" if points else "exactly"
