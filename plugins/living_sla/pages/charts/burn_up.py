"""A burn-up: how far a running volume has come, where it would be on pace, and what the rest of its period needs.

It is drawn over covered time, so a line to the target is straight across weekends and holidays. Where it may be told
how the volume came where it stands, that is a line in steps; else it is a point on a post.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.course import Course
from living_sla.model.figures.standing import Standing
from living_sla.pages.html import render
from living_sla.words import times
from living_sla.words.numbers import listed
from living_sla.words.standing import figures, outlook

WIDTH, HEIGHT = 300.0, 96.0
_LEFT, _RIGHT, _TOP, _BASE = 6.0, 52.0, 16.0, 78.0


class BurnUp(Struct, frozen=True):
    """One picture, in pixels from its upper left corner."""

    now: tuple[float, float]
    """Where the volume stands."""
    end: tuple[float, float]
    """The target, at the end of the period."""
    start: tuple[float, float]
    course: str
    """The path of the line from the start to where it stands; empty where that is not told."""
    status: Status
    is_capped: bool
    """Whether the target is a cap, ``at most``: then nothing more is needed."""
    target: str
    """Short: ``400``, ``900k``."""


def drawn(found: Attainment, course: Course | None = None) -> BurnUp | None:
    """The geometry of a running volume; None of everything else."""
    if found.pace is None or found.ended or found.value is None:
        return None
    target = Fraction(found.target.amount)
    points = course.points if course is not None and len(course.points) > 1 else ()
    high = max(target, found.value, *(amount for _, amount in points)) * Fraction(105, 100) or Fraction(1)
    elapsed = min(max(found.pace.elapsed, Fraction()), Fraction(1))

    def place(time: Fraction, amount: Fraction) -> tuple[float, float]:
        inside = min(max(amount, Fraction()), high)
        x = _LEFT + (WIDTH - _LEFT - _RIGHT) * float(time)
        return round(x, 1), round(_BASE - (_BASE - _TOP) * float(inside / high), 1)

    return BurnUp(
        now=place(elapsed, found.value),
        end=place(Fraction(1), target),
        start=place(Fraction(), Fraction()),
        course="".join(f"H{x}V{y}" for x, y in (place(*point) for point in points)),
        status=found.status or Status.NO_DATA,
        is_capped=found.target.direction == "at most",
        target=figures.compact(target, against=found.target.amount),
    )


class _BurnUpCard(Struct, frozen=True):
    standing: Standing
    found: Attainment
    href: str
    picture: BurnUp
    period: tuple[str, str]
    """Its first and its last day."""
    description: str
    lines: tuple[str, ...]


def burn_ups(parts: Sequence[tuple[Standing, str]]) -> Markup:
    """The running periods of volumes, and what they need, each with the address of its page, side by side.

    Empty of any other commitment, and of one that is decided.
    """
    cards = [card for card in (_card(part, href) for part, href in parts) if card is not None]
    return render("charts-burn-up.html", cards=cards) if cards else Markup("")


def _card(part: Standing, href: str) -> _BurnUpCard | None:
    found = part.current
    picture = drawn(found, part.course) if found is not None else None
    if found is None or picture is None:
        return None
    lines = [outlook.room(part.commitment, found), outlook.pace(found)]
    first, last = times.period_days(found.period)
    return _BurnUpCard(
        standing=part,
        found=found,
        href=href,
        picture=picture,
        period=(times.day_of_month(first), times.day_of_month(last)),
        description=_described(found, part.course if picture.course else None),
        lines=tuple(line for line in lines if line),
    )


def _described(found: Attainment, course: Course | None) -> str:
    """The picture in a sentence: ``272 after 62 % of the working time; target at least 400; before that ...``

    Of the line three points at the most, evenly chosen.
    """
    assert found.pace is not None
    now = f"{_after(found, found.value, found.pace.elapsed)} of the working time"
    before = course.points[:-1] if course is not None else ()
    some = dict.fromkeys(before[len(before) * quarter // 4] for quarter in (1, 2, 3) if before)
    way = [_after(found, amount, elapsed) for elapsed, amount in some]
    return f"{now}; target {figures.target(found.target)}{f'; before that {listed(way)}' if way else ''}"


def _after(found: Attainment, amount: Fraction | None, elapsed: Fraction) -> str:
    return f"{figures.value(found, amount)} after {figures.percent(elapsed)}"
