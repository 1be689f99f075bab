"""A bullet: one period against its target, and against what is usual, at the height of a line of text.

The length of a bar is read as its size, so every bar stands on zero. A share has the same scale in every row; any other
figure has one of its own, which ends a little beyond the largest thing that is drawn.
"""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.pages.html import render
from living_sla.pages.marks import NEWS
from living_sla.words.standing import figures

WIDTH = 168.0
_BEYOND = Fraction(108, 100)


class Bullet(Struct, frozen=True):
    """One bar, in pixels from its left edge."""

    zero: float
    """Where the bar begins: at the left edge, unless the figure is below zero."""
    value: float
    target: float
    pace: float | None
    """Where a running volume would be on pace."""
    usual: tuple[float, float] | None
    status: Status
    is_news: bool
    running: bool

    @property
    def bar(self) -> tuple[float, float]:
        """Where the bar begins, and how long it is; a figure of nothing is still a line."""
        return min(self.zero, self.value), max(1.0, abs(self.value - self.zero))


def bullet(found: Attainment, *, usual: tuple[Fraction, Fraction] | None = None) -> Markup:
    """The figure as a bar, the target as a tick, the `usual` range from low to high as a shade; empty without a figure.

    A volume whose period is running is not comparable with whole periods: it has a mark where it would be on pace
    instead of the range.
    """
    picture = drawn(found, usual)
    if picture is None:
        return Markup("")
    return render("charts-bullet.svg.html", bullet=picture, width=WIDTH, description=described(found, usual))


def drawn(found: Attainment, usual: tuple[Fraction, Fraction] | None = None) -> Bullet | None:
    """The same as geometry; None without a figure."""
    if found.value is None:
        return None
    target, pace = Fraction(found.target.amount), found.pace
    expected = pace.expected if pace is not None and not found.ended else None
    shade = None if expected is not None else usual
    low, high = _scale(found, [target, expected or Fraction(), *(shade or ())])

    def place(at: Fraction) -> float:
        return round(WIDTH * float((min(max(at, low), high) - low) / (high - low)), 1)

    return Bullet(
        zero=place(Fraction()),
        value=place(found.value),
        target=place(target),
        pace=None if expected is None else place(expected),
        usual=None if shade is None else (place(shade[0]), place(shade[1])),
        status=found.status or Status.NO_DATA,
        is_news=found.status in NEWS,
        running=not found.ended,
    )


def _scale(found: Attainment, marks: list[Fraction]) -> tuple[Fraction, Fraction]:
    """From zero up; a share that should be large ends at 100 %, and nothing else is cut."""
    assert found.value is not None
    if found.unit == "share" and found.target.direction == "at least":
        return Fraction(), Fraction(1)
    high = max(found.value, *marks, Fraction()) * _BEYOND or Fraction(1)
    if found.unit == "share":
        return Fraction(), min(high, Fraction(1))
    return min(found.value * _BEYOND, Fraction()), high


def described(found: Attainment, usual: tuple[Fraction, Fraction] | None = None) -> str:
    """The picture in a sentence: ``92.3 %; target at least 95 %; usually 88.0 % to 97.1 %``."""
    parts = [figures.value(found, found.value), f"target {figures.target(found.target)}"]
    if found.pace is not None and not found.ended:
        parts.append(f"on pace {figures.value(found, found.pace.expected)}")
    elif usual is not None:
        parts.append(f"usually {usual_words(found, usual)}")
    return "; ".join(parts)


def usual_words(found: Attainment, usual: tuple[Fraction, Fraction]) -> str:
    """The usual range in the unit of the figure: ``88.0 % to 97.1 %``; of a share cut at 0 and 100 %."""
    low, high = usual
    if found.unit == "share":
        low, high = max(low, Fraction()), min(high, Fraction(1))
    return f"{figures.value(found, low)} to {figures.value(found, high)}"
