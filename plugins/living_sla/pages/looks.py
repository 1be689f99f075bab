"""How a status looks: a word, a shape and a colour, in that order of importance.

Each shape differs from the others without its colour, and is the same in a badge and in a chart.
"""

from __future__ import annotations

from dataclasses import dataclass

from living_sla.model.attainment import Status


@dataclass(frozen=True)
class Look:
    """One status for the eye."""

    word: str
    name: str
    """Part of the CSS class: ``sla-at-risk``."""
    shape: str
    """A path around the origin, about 10 wide."""
    colour: str
    """Where no style sheet of the theme is at work: print engines, feeds, an SVG saved by itself."""
    hollow: bool = False


_CIRCLE = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
_DIAMOND = "M0-6.5L6.5 0L0 6.5L-6.5 0z"
_TRIANGLE = "M0-6L6.2 5H-6.2z"
_DASH = "M-5-1.2H5V1.2H-5z"
_SQUARE = "M-4.5-4.5H4.5V4.5H-4.5z"

_LOOKS = {
    Status.MET: Look("Met", "met", _CIRCLE, "#1a7f64"),
    Status.MISSED: Look("Missed", "missed", _DIAMOND, "#c4320a"),
    Status.AT_RISK: Look("At risk", "at-risk", _TRIANGLE, "#9a6200"),
    Status.ON_TRACK: Look("On track", "on-track", _CIRCLE, "#2563b0", hollow=True),
    Status.NO_DATA: Look("No data", "no-data", _DASH, "#667080"),
    Status.NOT_IN_FORCE: Look("Not in force", "not-in-force", _SQUARE, "#667080", hollow=True),
}


def look(status: Status) -> Look:
    """The look of a status."""
    return _LOOKS[status]
