"""The one forecast that is made, in words: how a commitment's own closed periods went on from the same day."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from living_sla.model.counted import counted
from living_sla.model.figures.own_past import PERIODS, own_past
from living_sla.words import numbers
from living_sla.words.standing.figures import value
from living_sla.words.standing.signals import period_noun

if TYPE_CHECKING:
    from living_sla.model.figures.standing import Standing


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
