"""The past under both terms, in lines for a terminal: of each commitment the verdicts that flip first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from living_sla.errors import as_a_line
from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.usual_range import Assurance
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair
from living_sla.model.proposals.proposal import Proposal, ProposedAgreement
from living_sla.words.layout import aligned, capital, sentence
from living_sla.words.numbers import listed, plain_spaces
from living_sla.words.proposals import comment
from living_sla.words.standing.figures import target

_ASSURED = {
    Assurance.WILL_MEET: "by going on as before it will usually be met, for all of the usual range meets it",
    Assurance.HIT_OR_MISS: "by going on as before it is hit or miss, for it lies inside the usual range",
    Assurance.WILL_MISS: "by going on as before it will usually be missed, for all of the usual range misses it",
}


def impact_lines(proposal: Proposal) -> Iterator[str]:
    """What differs, a block a commitment, and once what no past can tell; one line where no terms change."""
    return map(as_a_line, _lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    if not proposal.changes_terms:
        yield f"no change in the terms against {proposal.base.name}: {_flips_in_all(proposal)}"
    else:
        yield f"against {proposal.base.name}: {_flips_in_all(proposal)}"
    if proposal.sources:
        yield comment.redeclared(proposal.sources)
    if proposal.no_exports:
        yield sentence(proposal.no_exports)
    for of in proposal.agreements:
        for impact in sorted(of.impacts, key=lambda each: not each.flips):
            yield ""
            yield from map(plain_spaces, _block(of, impact))
    if any(impact.periods for impact in proposal.impacts):
        yield ""
        yield comment.NO_FORECAST


def _flips_in_all(proposal: Proposal) -> str:
    flips = sum(len(impact.flips) for impact in proposal.impacts)
    return f"{counted(flips, 'verdict flips', 'verdicts flip')}"


def _block(of: ProposedAgreement, impact: CommitmentImpact) -> Iterator[str]:
    yield f"{impact.agreement}/{impact.commitment}  {comment.bearer(of, impact)}"
    yield f"  {comment.before_and_after(of, impact)}" if of.changes_terms else "  the same terms"
    if impact.redeclared:
        yield f"  read by another declaration of {listed(impact.redeclared)}"
    if impact.why_not:
        yield f"  cannot be judged by the proposed terms: {impact.why_not}"
    flipping = impact.flips
    if flipping:
        yield f"  {capital(_how_many(impact))}:"
        yield from _pairs(flipping)
    elif impact.compared:
        yield f"  {capital(_how_many(impact))}"
    if same := [pair for pair in impact.compared if not pair.flips]:
        yield "  The same verdict:" if flipping else "  Closed periods:"
        yield from _pairs(same)
    if impact.running:
        yield "  Running:"
        yield from _pairs(impact.running)
    if impact.rescue is not None:
        before, after = impact.rescue.before, impact.rescue.after
        yield f"  If it took force now: {before.period.label} {_side(before)} -> {_side(after)}"
    yield from _apart(impact)
    yield from (f"  {line}" for line in conclusions(impact))


def conclusions(impact: CommitmentImpact) -> Iterator[str]:
    """How often the proposed target would have been kept, and whether it will be, in sentences."""
    kept, periods = impact.kept
    if periods:
        of = f"{kept} of the last {counted(periods, 'closed period')}" if periods > 1 else f"{kept} of 1 closed period"
        reviews = " that frozen reviews tell of" if impact.from_reviews else ""
        yield f"The proposed target would have been met in {of}{reviews}{without_the_change(impact)}."
    if impact.assurance is not None:
        yield sentence(_ASSURED[impact.assurance])


def without_the_change(impact: CommitmentImpact) -> str:
    """How often it would have been met without the change, all along: ``, without the change in 2``; may be empty."""
    without = impact.kept_unchanged
    return f", without the change in {without}" if without is not None else ""


def _how_many(impact: CommitmentImpact) -> str:
    flips, periods = len(impact.flips), counted(len(impact.compared), "closed period")
    return f"{flips or 'no'} {'verdict' if flips == 1 else 'verdicts'} of {periods} would flip"


def _pairs(pairs: Sequence[PeriodPair]) -> Iterator[str]:
    rows = [[pair.period.label, *_sides(pair), pair.why_not] for pair in pairs]
    for line in aligned(rows):
        yield f"    {line.rstrip()}"


def _apart(impact: CommitmentImpact) -> Iterator[str]:
    """The periods that only one of the two terms has, with the reason; each series of neighbours in one line."""
    kinds = impact.lengths
    if len(kinds) > 1:
        yield f"  Periods of other lengths do not compare: by {kinds[0]} as agreed, by {kinds[1]} as proposed."
    for why, found in itertools.groupby(impact.apart, lambda pair: _why_apart(pair, several=len(kinds) > 1)):
        pairs = list(found)
        if len(kinds) > 1:
            yield f"  {capital(why)}:"
            for line in aligned([[pair.period.label, _side(pair.before or pair.after)] for pair in pairs]):
                yield f"    {line.rstrip()}"
            continue
        first, last = pairs[0].period.label, pairs[-1].period.label
        yield f"  Not compared: {first if len(pairs) == 1 else f'{first} to {last}'}, {why}"


def _why_apart(pair: PeriodPair, *, several: bool) -> str:
    if several:
        return "as agreed" if pair.after is None else "as proposed"
    if pair.why_not:
        return pair.why_not
    return "no terms were in force" if pair.before is None else "the proposed terms do not judge it"


def _sides(pair: PeriodPair) -> tuple[str, str]:
    """What it was and would have been, with both targets where these are others: a better figure may be missed then."""
    before, after = pair.before, pair.after
    if before is None or after is None or before.target == after.target:
        return _side(before), f"-> {_side(after)}"
    return _side(before, target(before.target)), f"-> {_side(after, target(after.target))}"


def _side(of: Attainment | None, against: str = "") -> str:
    if of is None:
        return "–"
    status = of.status.value if of.status is not None else ""
    return f"{comment.figure(of)} {f'({against}) ' if against else ''}{status}".strip()
