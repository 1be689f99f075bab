"""Findings that rest on figures: a goal moved while it is being missed, and targets that the past does not reach."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.errors import Place
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.usual_range import Assurance
from living_sla.model.past.change import Direction
from living_sla.model.proposals.impact import CommitmentImpact
from living_sla.proposals.findings.looked_at import LookedAt, Noticed
from living_sla.words.proposals import findings as words

_IN_DANGER = (Status.MISSED, Status.AT_RISK)
_IN_A_ROW = 2


def loosened(of: LookedAt) -> Iterator[Noticed]:
    """A commitment eases for who owes it while it is at risk, or after two misses in a row."""
    for impact in of.proposed.impacts:
        eased = [
            change
            for change in of.proposed.compared.changes
            if change.direction is Direction.EASED
            and change.party == impact.party
            and change.commitment in (None, impact.commitment)
        ]
        before = [pair.before for pair in impact.periods if pair.before is not None]
        if eased and (why := _danger(before)):
            yield Noticed(words.loosened(of.proposed, impact, why), eased[0].place, impact.commitment, impact.party)


def _danger(series: list[Attainment]) -> tuple[Attainment, ...]:
    """The periods that make a commitment one in danger; none where it is not."""
    running = series[-1] if series and not series[-1].ended else None
    if running is not None and running.status in _IN_DANGER:
        return (running,)
    decided = [of for of in series if of.ended and of.status in (Status.MET, Status.MISSED)][-_IN_A_ROW:]
    return tuple(decided) if len(decided) == _IN_A_ROW and all(of.status is Status.MISSED for of in decided) else ()


def rescues(of: LookedAt) -> Iterator[Noticed]:
    """The running period turns from missed or at risk into met or on track, if the proposal takes force now."""
    for impact in of.proposed.impacts:
        if impact.rescue is not None and impact.rescue.rescues:
            place = _place(of, impact)
            yield Noticed(words.rescues(of.proposed, impact, impact.rescue), place, impact.commitment, impact.party)


def will_miss(of: LookedAt) -> Iterator[Noticed]:
    """The proposed target lies outside the usual range, on the wrong side."""
    for impact in of.proposed.impacts:
        if impact.assurance is Assurance.WILL_MISS:
            yield Noticed(words.will_miss(of.proposed, impact), _place(of, impact, "target"), impact.commitment)


def _place(of: LookedAt, impact: CommitmentImpact, *field: str) -> Place:
    agreement = of.proposed.compared.agreement
    positions = [each.id for each in agreement.terms.commitments]
    return agreement.place("commitments", positions.index(impact.commitment), *field)
