"""How things look that have a word: a word, a shape and a colour, in that order of importance.

Each shape differs from the others without its colour, and is the same in a badge and in a chart.
"""

from __future__ import annotations

from msgspec import Struct

from living_sla.model.figures.attainment import Status
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Direction
from living_sla.model.past.timeline import State


class StatusIcon(Struct, frozen=True):
    """One word for the eye."""

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
_HEXAGON = "M0-6.5L5.6-3.2V3.2L0 6.5L-5.6 3.2V-3.2z"
_DOTS = "M-5.5-0.4h0.8v0.8h-0.8zM-0.4-0.4h0.8v0.8h-0.8zM4.7-0.4h0.8v0.8h-0.8z"
_CHEVRONS = "M-5-5L0 0L-5 5M1-5L6 0L1 5"
_CROSS = "M-5-5L5 5M5-5L-5 5"
_CHECK = "M-5.5 0.5L-1.5 4.5L5.5-4.5"
_HOURGLASS = "M-4.5-5.5H4.5L-4.5 5.5H4.5z"
_UNEQUAL = "M-5.5-2.2H5.5M-5.5 2.2H5.5M3-6L-3 6"
_UP = "M0-6L5 0H1.2V6H-1.2V0H-5z"
_DOWN = "M0 6L5 0H1.2V-6H-1.2V0H-5z"
_BOTH_WAYS = "M-7 0L-2.8-4V-1H2.8V-4L7 0L2.8 4V1H-2.8V4z"

SIGNED = "signed"
REFUSED = "refused"
WAITING = "waiting"
BROKEN = "broken"

_ICONS: dict[str, StatusIcon] = {
    Status.MET: StatusIcon("Met", "met", _CIRCLE, "#1a7f64"),
    Status.MISSED: StatusIcon("Missed", "missed", _DIAMOND, "#c4320a"),
    Status.AT_RISK: StatusIcon("At risk", "at-risk", _TRIANGLE, "#9a6200"),
    Status.ON_TRACK: StatusIcon("On track", "on-track", _CIRCLE, "#2563b0", hollow=True),
    Status.NO_DATA: StatusIcon("No data", "no-data", _DASH, "#667080"),
    Status.NOT_IN_FORCE: StatusIcon("Not in force", "not-in-force", _SQUARE, "#667080", hollow=True),
    State.IN_FORCE: StatusIcon("In force", "in-force", _HEXAGON, "#1a7f64"),
    State.PROPOSED: StatusIcon("Proposed", "proposed", _HEXAGON, "#2563b0", hollow=True),
    State.DRAFT: StatusIcon("Draft", "draft", _DOTS, "#667080"),
    State.SUPERSEDED: StatusIcon("Superseded", "superseded", _CHEVRONS, "#667080", hollow=True),
    State.LAPSED: StatusIcon("Lapsed", "lapsed", _CROSS, "#9a6200", hollow=True),
    Direction.TIGHTENED: StatusIcon("Tightened", "tightened", _UP, "#6d3fb3"),
    Direction.EASED: StatusIcon("Eased", "eased", _DOWN, "#0f7285"),
    Direction.UNCLEAR: StatusIcon("Cannot tell", "unclear", _BOTH_WAYS, "#667080"),
    SIGNED: StatusIcon("Counts", "signed", _CHECK, "#1a7f64", hollow=True),
    REFUSED: StatusIcon("Does not count", "refused", _CROSS, "#c4320a", hollow=True),
    WAITING: StatusIcon("Waits", "waiting", _HOURGLASS, "#9a6200", hollow=True),
    BROKEN: StatusIcon("Counted anew", "broken", _UNEQUAL, "#667080", hollow=True),
}

FROZEN, REVIEWED, ACCEPTED, UNRELIABLE = "frozen", "reviewed", "accepted", "unreliable"
"""The states of a review, and that its record is not what was sealed."""

_ICONS |= {
    FROZEN: StatusIcon("Frozen", FROZEN, _SQUARE, "#2563b0"),
    REVIEWED: StatusIcon("Reviewed", REVIEWED, _CHECK, "#2563b0", hollow=True),
    ACCEPTED: StatusIcon("Accepted", ACCEPTED, _HEXAGON, "#1a7f64"),
    UNRELIABLE: StatusIcon("Broken", UNRELIABLE, _CROSS, "#c4320a"),
}

SEEN_BETTER, SEEN_WORSE, SEEN_BOTH_WAYS = "seen-better", "seen-worse", "seen-both-ways"
WITHIN_USUAL, TOO_EARLY, NOT_COMPARABLE = "within-usual", "too-early", "not-comparable"
"""What the figures say of a change."""

_ICONS |= {
    SEEN_BETTER: StatusIcon("Seen: better", SEEN_BETTER, _UP, "#1a7f64"),
    SEEN_WORSE: StatusIcon("Seen: worse", SEEN_WORSE, _DOWN, "#c4320a"),
    SEEN_BOTH_WAYS: StatusIcon("Seen: both ways", SEEN_BOTH_WAYS, _BOTH_WAYS, "#667080"),
    WITHIN_USUAL: StatusIcon("Within the usual range", WITHIN_USUAL, _DASH, "#667080"),
    TOO_EARLY: StatusIcon("Too early", TOO_EARLY, _HOURGLASS, "#667080", hollow=True),
    NOT_COMPARABLE: StatusIcon("Does not compare", NOT_COMPARABLE, _UNEQUAL, "#667080", hollow=True),
}


def status_icon(word: Status | State | Basis | Direction | str) -> StatusIcon:
    """The icon of a status, of the state or basis of terms, of the direction of a change, or of a sign-off."""
    return _ICONS[word]
