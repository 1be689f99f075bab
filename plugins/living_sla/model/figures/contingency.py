"""What the agreement foresees after misses, and whether it is set off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms, Trigger
    from living_sla.model.time.period import Period

_YEAR = timedelta(days=365)


class Triggered(Struct, frozen=True):
    """A consequence that is due, and the missed periods that set it off, oldest first."""

    trigger: Trigger
    commitment: str
    periods: tuple[Period, ...]


def triggered(terms: Terms, series: dict[str, Sequence[Attainment]]) -> tuple[Triggered, ...]:
    """The consequences that the latest verdicts set off, in the order of the file.

    Only periods with a verdict count. ``n missed in a row``: the last n of them were missed. ``n missed``: the last one
    was missed, and n of those that ended within a year of it. A trigger without a commitment asks each of them.

    Args:
        terms: The terms that hold.
        series: By commitment, its attainments over all records, oldest first.
    """
    found = []
    for trigger in terms.contingency:
        asked = [trigger.commitment] if trigger.commitment else [commitment.id for commitment in terms.commitments]
        for commitment in asked:
            decided = [at for at in series.get(commitment, ()) if at.ended and at.status in (Status.MET, Status.MISSED)]
            missed = _in_a_row(decided) if trigger.when.in_a_row else _within_a_year(decided)
            if len(missed) >= trigger.when.count:
                chosen = missed[-trigger.when.count :] if trigger.when.in_a_row else missed
                found.append(Triggered(trigger, commitment, tuple(at.period for at in chosen)))
    return tuple(found)


def _in_a_row(decided: Sequence[Attainment]) -> list[Attainment]:
    """The missed periods at the end, with none met after or between them."""
    return list(takewhile(lambda at: at.status is Status.MISSED, reversed(decided)))[::-1]


def _within_a_year(decided: Sequence[Attainment]) -> list[Attainment]:
    """The missed periods of the year that the last one ended; none where the last one was met."""
    if not decided or decided[-1].status is not Status.MISSED:
        return []
    since = decided[-1].period.end - _YEAR
    return [at for at in decided if at.status is Status.MISSED and at.period.end > since]
