"""Findings that rest on how many records there are: fewer that count, one miss that decides, a desk that is short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.goal_item import short_volume
from living_sla.model.past.change import Change
from living_sla.model.proposals.impact import LAST_PERIODS, CommitmentImpact, PeriodPair
from living_sla.proposals.findings.looked_at import LookedAt, Noticed, gains_by
from living_sla.words.proposals import findings as words

_WHAT_COUNTS = ("filter-", "counting-", "measure-changed")
"""How the rules begin that find that other records count."""


def narrowed(of: LookedAt) -> Iterator[Noticed]:
    """Fewer records count in closed periods, because what counts is another; who gains is told by the rules."""
    for impact in of.proposed.impacts:
        changes = [change for change in of.proposed.compared.changes if _is_definition(change, impact)]
        if not changes or impact.before is None or impact.after is None:
            continue
        pairs = [(_known(pair.before), _known(pair.after)) for pair in _counted_as_agreed(impact)]
        known = [(was, proposed) for was, proposed in pairs if was is not None and proposed is not None]
        fewer = sum(max(was - proposed, 0) for was, proposed in known)
        more = sum(max(proposed - was, 0) for was, proposed in known)
        if fewer or not known:
            told = words.narrowed(of.proposed, impact, len(known), sum(was for was, _ in known), fewer, more)
            yield Noticed(told, changes[0].place, impact.commitment, gains_by(of, changes))


def _counted_as_agreed(impact: CommitmentImpact) -> Sequence[PeriodPair]:
    """The closed periods in which what counts was what the agreed terms say: none before it last changed."""
    closed = impact.closed
    changed = [at for at, pair in enumerate(closed) if pair.before is not None and pair.before.broken]
    if not changed:
        return closed
    last = closed[changed[-1]].before
    return closed[changed[-1] + bool(last is not None and last.parts) :]


def _is_definition(change: Change, impact: CommitmentImpact) -> bool:
    return change.rule.startswith(_WHAT_COUNTS) and change.commitment in (None, impact.commitment)


def _known(of: Attainment | None) -> int | None:
    """How many records count, excepted ones too; None where that may not be told."""
    return None if of is None or of.withheld else of.counts.records


def one_miss(of: LookedAt) -> Iterator[Noticed]:
    """So few records come in a period that a single miss breaks the proposed target: (1 - target) x volume < 1."""
    for impact in of.proposed.impacts:
        usual = _usual(impact)
        if impact.after is None or usual is None or not impact.after.target.is_share:
            continue
        last = impact.closed[-1].period.label
        target = impact.after.target.at(last)
        share = Fraction(target.amount)
        allowed = (1 - share if target.direction == "at least" else share) * usual
        if allowed < 1 <= usual:
            place = of.place(impact.commitment, "target")
            yield Noticed(words.one_miss(of.proposed, impact, target, usual), place, impact.commitment)


def _usual(impact: CommitmentImpact) -> Fraction | None:
    """How many records with a verdict come in a period, on average of the last closed ones; None where nobody knows."""
    sides = [pair.after for pair in impact.closed]
    counts = [of.counts.matured for of in sides if of is not None and not of.withheld and of.value is not None]
    last = counts[-LAST_PERIODS:]
    return Fraction(sum(last), len(last)) if last else None


def no_capacity(of: LookedAt) -> Iterator[Noticed]:
    """Volumes and attempts take more hours than the desk has; told where the agreed terms did not ask for the same."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if after is None or after.terms.capacity is None or not of.proposed.changes_terms:
        return
    usual = {impact.commitment: _volume(impact) for impact in of.proposed.impacts}
    known = {name: volume for name, volume in usual.items() if volume is not None}
    short = short_volume(after.terms, known)
    if short is None or (before is not None and short_volume(before.terms, known) == short):
        return
    yield Noticed(words.no_capacity(after, short), after.place("capacity"), short.commitment)


def _volume(impact: CommitmentImpact) -> Fraction | None:
    """How many records a volume usually brings."""
    sides = [pair.after for pair in impact.closed]
    values = [of.value for of in sides if of is not None and of.value is not None][-LAST_PERIODS:]
    return sum(values, Fraction(0)) / len(values) if values and impact.named.measure.kind == "count" else None
