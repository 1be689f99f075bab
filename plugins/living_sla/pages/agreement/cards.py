"""The last period judged and the running one, each on a card with what there is to say."""

from __future__ import annotations

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import Standing
from living_sla.words import times
from living_sla.words.layout import sentence
from living_sla.words.past import basis
from living_sla.words.standing import figures, outlook
from living_sla.words.standing.outlook import own_past_words


class _PeriodCard(Struct, frozen=True):
    when: str
    found: Attainment
    lines: tuple[str, ...]


def cards_of(part: Standing) -> list[_PeriodCard]:
    """At most two: none before the first period."""
    last, now = part.last_closed, part.now
    cards = []
    if last is not None:
        lines = (*_target(last), _why(part, last))
        cards.append(_PeriodCard(f"Last judged: {times.period_name(last.period)}", last, tuple(filter(None, lines))))
    if now is not None:
        reason, pace = _why(part, now), outlook.pace(now)
        lines = (
            basis.unbound(now),
            outlook.room(part.commitment, now),
            pace if pace not in reason else "",
            _bounded(now),
            own_past_words(part) if not now.ended else "",
            reason,
        )
        when = "Still undecided" if now.ended else "Running"
        title = f"{when}: {times.period_name(now.period)}"
        if now.status is Status.NOT_IN_FORCE:
            title = f"From {times.period_name(now.period)} on"
        cards.append(_PeriodCard(title, now, tuple(line for line in lines if line)))
    return cards


def _target(attainment: Attainment) -> tuple[str, ...]:
    by = basis.judged_by(attainment)
    return (f"Target: {figures.target(attainment.target)}{f' ({by})' if by else ''}.",)


def _why(part: Standing, attainment: Attainment) -> str:
    """Why the status is not the one that the figure suggests, as a sentence."""
    return sentence(outlook.why(part.commitment, attainment))


def _bounded(attainment: Attainment) -> str:
    between = figures.bounds(attainment)
    return f"It can still come to {between}." if between else ""
