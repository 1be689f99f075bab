"""Figures, times and outlooks in plain words, as every page says them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from living_sla.model.attainment import Attainment, Status
from living_sla.model.period import Period
from living_sla.model.quantity import Target, plain
from living_sla.model.terms import Commitment
from living_sla.model.zones import zone

NBSP = "\u00a0"
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

# ---------------------------------------------------------------- numbers


def percent(share: Fraction, *, against: Decimal | None = None) -> str:
    """A share from 0 to 1 as a percentage with one decimal: ``92.3 %``.

    More decimals follow where one would tell something else than the share: 99.96 % never reads 100.0 %, and a
    share just short of the target in `against` never reads as the target.
    """
    edges = [Fraction(0), Fraction(1)] + ([Fraction(against)] if against is not None else [])
    digits = 1
    while any(_side(_rounded(share, digits), edge) != _side(share, edge) for edge in edges):
        digits += 1
    return f"{float(_rounded(share, digits) * 100):.{digits}f}{NBSP}%"


def _rounded(share: Fraction, digits: int) -> Fraction:
    return Fraction(round(share * 100, digits)) / 100


def _side(value: Fraction, edge: Fraction) -> int:
    return (value > edge) - (value < edge)


def number(value: Fraction | Decimal | int) -> str:
    """A number with a comma between thousands, and with one decimal where it is not whole."""
    exact = Fraction(value)
    return f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,.1f}"


def value(attainment: Attainment, of: Fraction | None) -> str:
    """`of`, a figure or a bound of the attainment, in its unit."""
    if of is None:
        return "no data"
    if attainment.unit == "share":
        return percent(of, against=attainment.target.amount)
    return number(of)


def target(agreed: Target) -> str:
    """The target in words: ``at least 95 %``, ``at most 10 %``, ``at least 400``."""
    if agreed.is_share:
        return f"{agreed.direction} {plain(agreed.amount * 100)}{NBSP}%"
    if agreed.unit:
        return str(agreed)
    return f"{agreed.direction} {number(agreed.amount)}"


def figure(attainment: Attainment) -> str:
    """The figure with its counts: ``92.3 % (36 of 39; 3 still open)``, or ``412``."""
    if attainment.value is None:
        return "no data"
    counts = attainment.counts
    said = value(attainment, attainment.value)
    if attainment.unit != "share":
        return said
    still_open = f"; {number(counts.pending)} still open" if counts.pending else ""
    return f"{said} ({number(counts.met)} of {number(counts.matured)}{still_open})"


def left_out(attainment: Attainment) -> str:
    """Records that an exception or an unreadable value kept out of the figure; empty where there are none."""
    counts = attainment.counts
    parts = []
    if counts.excluded:
        parts.append(f"{number(counts.excluded)} left out by an exception")
    if counts.unusable:
        parts.append(f"{number(counts.unusable)} unusable")
    return ", ".join(parts)


def bounds(attainment: Attainment) -> str:
    """Where the figure can still go while records are open; empty where nothing is."""
    if not attainment.counts.pending or attainment.lower is None or attainment.upper is None:
        return ""
    low, high = value(attainment, attainment.lower), value(attainment, attainment.upper)
    return f"{low} to {high} once the {_open_ones(attainment.counts.pending)} decided"


def _open_ones(count: int) -> str:
    return "open one is" if count == 1 else f"{number(count)} open ones are"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """``1 record``, ``2 records``."""
    return f"{number(count)} {noun if count == 1 else nouns or noun + 's'}"


def listed(items: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = items
    return f"{', '.join(head)} and {last}" if head else last


_ORDINALS = ("next one", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(position: int) -> str:
    """``second``, ``third``, ``21st``; the first is the ``next one``."""
    if position <= len(_ORDINALS):
        return _ORDINALS[position - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th") if position % 100 not in (11, 12, 13) else "th"
    return f"{number(position)}{ending}"


# ---------------------------------------------------------------- outlook

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
    if attainment.unit != "share":
        return _room_of_volume(attainment, first)
    if found.recover is not None:
        side = "below" if attainment.target.direction == "at least" else "above"
        return f"{first} is {side} its target; {number(found.recover)} more in a row without a miss would mend it."
    if _beyond_mending(attainment):
        return f"{first} can no longer meet its target."
    one, many = breaches(commitment)
    left = found.misses_left or 0
    if not left:
        return f"No more {many} are possible; the next one makes {name} miss."
    possible = f"1 more {one} is" if left == 1 else f"{number(left)} more {many} are"
    return f"{possible} possible; the {ordinal(left + 1)} makes {name} miss."


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
        return f"{number(found.misses_left or 0)} more are possible before the target is passed."
    if not found.needed:
        return f"{period} has reached its target."
    verb = "is" if found.needed == 1 else "are"
    if not found.days_left or found.per_day is None:
        return f"{number(found.needed)} more {verb} needed, and no working day is left."
    days = "on the last working day" if found.days_left == 1 else f"in {number(found.days_left)} working days"
    rate = f": {number(math.ceil(found.per_day))} a working day" if found.days_left > 1 else ""
    return f"{number(found.needed)} more {verb} needed {days}{rate}."


def pace(attainment: Attainment) -> str:
    """How far a volume should be by now; empty where pace means nothing, or nothing any more."""
    found = attainment.pace
    if found is None or attainment.value is None or attainment.status in (Status.MET, Status.MISSED):
        return ""
    over = percent(Fraction(found.elapsed).limit_denominator(10_000))
    expected = number(math.ceil(found.expected) if attainment.target.direction == "at least" else int(found.expected))
    so_far = value(attainment, attainment.value)
    return f"{over} of the working time is over: {expected} would be on pace, {so_far} have come in."


# ---------------------------------------------------------------- time

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(on: date) -> str:
    """``1 October 2026``."""
    return f"{on.day}{NBSP}{_MONTHS[on.month - 1]}{NBSP}{on.year}"


def instant(at: datetime, timezone: str) -> str:
    """An aware instant on the wall clock of a zone, and which: ``31 October 2026, 18:00 London time``."""
    return f"{day(wall(at, timezone).date())}, {wall(at, timezone):%H:%M} {zone_words(timezone)}"


def wall(at: datetime, timezone: str) -> datetime:
    """What the wall clock of a zone shows at an aware instant, as a naive time."""
    import numpy as np

    micros = (at - _EPOCH).total_seconds() * 1_000_000
    shown = int(zone(timezone).to_wall(np.array([round(micros)], dtype=np.int64))[0])
    return datetime.fromtimestamp(shown // 1_000_000, tz=_EPOCH.tzinfo).replace(tzinfo=None)


def zone_words(timezone: str) -> str:
    """``London time`` for Europe/London."""
    return "UTC" if timezone == "UTC" else f"{timezone.rpartition('/')[2].replace('_', ' ')} time"


def period_name(period: Period) -> str:
    """``October 2026``, ``week 41 of 2026``, ``Q4 2026``, ``2026``; fiscal ones ``Q1 FY2027``."""
    if period.kind == "month":
        return f"{_MONTHS[period.first_on.month - 1]} {period.first_on.year}"
    year, _, part = period.label.partition("-")
    if period.kind == "week":
        return f"week {int(part[1:])} of {year}"
    return f"{part} {year}".strip()


def period_short(period: Period) -> str:
    """The period inside a sentence that is about now: ``October``, ``week 41``, ``Q4``."""
    if period.kind == "month":
        return _MONTHS[period.first_on.month - 1]
    part = period.label.partition("-")[2]
    return f"week {int(part[1:])}" if period.kind == "week" else part or period.label


def period_tick(period: Period) -> tuple[str, str]:
    """The two lines under a chart: ``Oct`` above ``2026``."""
    year, _, part = period.label.partition("-")
    if period.kind == "month":
        return _MONTHS[period.first_on.month - 1][:3], year
    return (part, year) if part else (year, "")
