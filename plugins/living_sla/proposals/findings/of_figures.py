"""Findings that rest on figures: a goal moved while it is being missed, and targets that the past does not reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.usual_range import Assurance
from living_sla.model.past.change import Change, Direction
from living_sla.model.proposals.impact import DECIDED, GOOD, CommitmentImpact
from living_sla.model.time.zones import zone
from living_sla.proposals.findings.looked_at import LookedAt, Noticed
from living_sla.words.proposals import findings as words

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement

_IN_DANGER = (Status.MISSED, Status.AT_RISK)
_IN_A_ROW = 2
_ENDS_EARLIER = "ends-earlier"


def loosened(of: LookedAt) -> Iterator[Noticed]:
    """A commitment eases for who owes it while it is at risk, or after two misses in a row.

    Where no rule tells whether a change eases it, the figures do: the same periods would be met as proposed. So do an
    earlier last day and an agreement that is gone.
    """
    for impact in of.proposed.impacts:
        before = [pair.before for pair in impact.periods if pair.before is not None]
        why = _danger(before)
        eased = _eased(of, impact, why) if why else None
        if eased is not None:
            place = eased.place if isinstance(eased, Change) else of.place(impact.commitment)
            yield Noticed(words.loosened(of.proposed, impact, why), place, impact.commitment, _bearer(impact))


def _eased(of: LookedAt, impact: CommitmentImpact, danger: tuple[Attainment, ...]) -> Change | str | None:
    """The change that eases a commitment; a text where it is not there any more, None where nothing does."""
    if impact.after is None:
        return "dropped"
    changes = [
        change
        for change in of.proposed.compared.changes
        if change.commitment in (None, impact.commitment) and _may_bear(change, impact)
    ]
    certain = [change for change in changes if change.direction is Direction.EASED or change.rule == _ENDS_EARLIER]
    if certain:
        return certain[0]
    unclear = [change for change in changes if change.direction is Direction.UNCLEAR and change.concerns]
    return unclear[0] if unclear and _would_be_kept(impact, danger) else None


def _may_bear(change: Change, impact: CommitmentImpact) -> bool:
    """Whether a change bears on who owed the commitment: whoever takes it on is not eased by it."""
    bearer = _bearer(impact)
    if change.direction is Direction.UNCLEAR:
        return change.rule == _ENDS_EARLIER or bearer is None or bearer in change.concerns
    return bearer is None or change.party in (None, bearer)


def _would_be_kept(impact: CommitmentImpact, danger: tuple[Attainment, ...]) -> bool:
    """Whether the same periods would be met or on track as proposed; in periods of another length, the latest would."""
    proposed = {pair.period: pair.after for pair in impact.periods if pair.after is not None}
    same = [proposed[each.period] for each in danger if each.period in proposed]
    latest = [of for of in proposed.values() if of.status is not None][-1:]
    return all(of.status in GOOD for of in same or latest) and bool(same or latest)


def _bearer(impact: CommitmentImpact) -> str | None:
    """The party that alone owed what is in danger."""
    owed = impact.before or impact.named
    return None if owed.by_all else owed.by


def _danger(series: list[Attainment]) -> tuple[Attainment, ...]:
    """The periods that make a commitment one in danger; none where it is not."""
    running = series[-1] if series and not series[-1].ended else None
    if running is not None and running.status in _IN_DANGER:
        return (running,)
    decided = [of for of in series if of.ended and of.status in DECIDED][-_IN_A_ROW:]
    return tuple(decided) if len(decided) == _IN_A_ROW and all(of.status is Status.MISSED for of in decided) else ()


def rescues(of: LookedAt) -> Iterator[Noticed]:
    """The running period turns from missed or at risk into met or on track, if the proposal takes force now.

    Or nobody would judge it any more: because the commitment is gone, because the agreement ends before the period
    does, or because its periods have another length and the running one of these stands well.
    """
    for impact in of.proposed.impacts:
        series = [pair.before for pair in impact.periods if pair.before is not None]
        running = series[-1] if series and not series[-1].ended and series[-1].status in _IN_DANGER else None
        if running is None:
            continue
        told = _rescued(of, impact, running)
        if told:
            yield Noticed(told, of.place(impact.commitment), impact.commitment, _bearer(impact))


def _rescued(of: LookedAt, impact: CommitmentImpact, running: Attainment) -> str:
    """How the running period is rescued, in words; empty where it is not."""
    if impact.rescue is not None and impact.rescue.rescues:
        return words.rescues(of.proposed, impact, impact.rescue)
    if impact.after is None:
        return words.not_judged(of.proposed, impact, running)
    proposed, agreed = of.proposed.compared.after, of.proposed.compared.before
    end = _end(proposed)
    was = _end(agreed)
    if end is not None and end < running.period.end and (was is None or was >= running.period.end):
        return words.not_judged(of.proposed, impact, running)
    others = [pair.after for pair in impact.running if pair.after is not None and pair.before is None]
    if impact.rescue is None and others and others[-1].status in GOOD:
        return words.other_periods(of.proposed, impact, running, others[-1])
    return ""


def _end(agreement: Agreement | None) -> datetime | None:
    """When an agreement ends, in UTC; None where it has no last day."""
    if agreement is None or agreement.terms.until is None:
        return None
    return zone(agreement.terms.coverage.timezone).instant(agreement.terms.until + timedelta(days=1))


def will_miss(of: LookedAt) -> Iterator[Noticed]:
    """The proposed target lies outside the usual range, on the wrong side."""
    for impact in of.proposed.impacts:
        if impact.assurance is Assurance.WILL_MISS:
            place = of.place(impact.commitment, "target")
            yield Noticed(words.will_miss(of.proposed, impact), place, impact.commitment)
