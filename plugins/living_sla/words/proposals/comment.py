"""What the parts of a comment say, each in words that read alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from living_sla import __version__
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.past.change import Change
from living_sla.model.proposals.gate import Signatory, SigningState
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair
from living_sla.model.proposals.proposal import Proposal, ProposalEnd, ProposedAgreement
from living_sla.words.layout import sentence
from living_sla.words.numbers import listed
from living_sla.words.past.changes import about, burden_of
from living_sla.words.people import name_of, owing_words, team_of
from living_sla.words.proposals.grades import grade_sentence
from living_sla.words.standing.figures import target, value

_SHAPES = {
    Status.MET: "●",
    Status.MISSED: "◆",
    Status.AT_RISK: "▲",
    Status.ON_TRACK: "○",
    Status.NO_DATA: "–",
    Status.NOT_IN_FORCE: "□",
}
"""As the site draws them (`status_icons.py`), in letters that every forge has."""
_NOTHING = "nothing"
PAGE = "the page of this proposal"
"""What its link is called."""
_NO_LIMIT = "without a time limit"
BEFORE_AND_AFTER = (
    "Before: as each period was judged, by the terms of its time. After: by the proposed terms, as if they had held "
    "all along."
)
_FEW_RECORDS = "Not shown: what sets the two figures apart would be about a few records."
NO_FORECAST = "People would have behaved differently under other terms: this is the past, not a forecast."


def bearer(of: ProposedAgreement, impact: CommitmentImpact) -> str:
    """Who owes it, and what it is called: ``Sales Development: First contact``."""
    sides = (of.compared.after, of.compared.before)
    terms = next(side.terms for side in sides if side is not None and impact.named in side.terms.commitments)
    return f"{owing_words(terms, impact.named)}: {impact.named.title}"


def before_and_after(of: ProposedAgreement, impact: CommitmentImpact) -> str:
    """``at least 95 % → at least 97 %, within 4 business hours, each month``: which number changes, and which stay.

    Where all of them stay, that other records count.
    """
    if impact.before is None or impact.after is None:
        return " → ".join(_NOTHING if of is None else _together(_owed(of)) for of in (impact.before, impact.after))
    was, proposed = _owed(impact.before), _owed(impact.after)
    before = _together(was)
    if was != proposed:
        return _together([_one(*pair) for pair in zip(was, proposed, strict=True)])
    redefined = any(each.breaks_series for each in of.compared.changes if each.commitment == impact.commitment)
    return f"{before}, as before, but {'other records count' if redefined else 'counted otherwise'}"


def _owed(commitment: Commitment) -> list[str]:
    """The numbers that decide: target, time limit (empty where there is none), period."""
    limit = commitment.measure.time_limit
    return [target(commitment.target), f"within {limit}" if limit is not None else "", f"each {commitment.per}"]


def _one(was: str, proposed: str) -> str:
    return was if was == proposed else f"{was or _NO_LIMIT} → {proposed or _NO_LIMIT}"


def _together(numbers: Iterable[str]) -> str:
    return ", ".join(number for number in numbers if number)


def flips(impact: CommitmentImpact) -> str:
    """How many verdicts on closed periods that both terms have would be others: ``3 of 12``; a dash without any."""
    return f"{len(impact.flips)} of {len(impact.compared)}" if impact.compared else "–"


def pair(of: PeriodPair) -> str:
    """A period under both terms: ``2026-09 ● 95.8 % → ◆ 93.1 %``."""
    return f"{of.period.label} {_short(of.before)} → {_short(of.after)}"


def _short(of: Attainment | None) -> str:
    if of is None:
        return "–"
    shape = _SHAPES[of.status] if of.status is not None else ""
    said = of.status.value if of.status in (Status.NOT_IN_FORCE, Status.NO_DATA) else figure(of)
    return f"{shape} {said}".strip()


def legend(impacts: Iterable[CommitmentImpact], last: int) -> str:
    """What the shapes of the last closed periods stand for, those that are there, and what is before and after."""
    pairs = [pair for impact in impacts for pair in last_closed(impact, last)]
    sides = [of for pair in pairs for of in (pair.before, pair.after) if of is not None]
    seen = {of.status for of in sides}
    shapes = [f"{shape} {status.value}" for status, shape in _SHAPES.items() if status in seen]
    few = [_FEW_RECORDS] if any(of.withheld for of in sides) else []
    return " ".join([*([f"{', '.join(shapes)}."] if shapes else []), BEFORE_AND_AFTER, *few])


def last_closed(impact: CommitmentImpact, last: int) -> Sequence[PeriodPair]:
    """The last closed periods; those as proposed alone where both terms have periods, and none in common."""
    apart = impact.before is not None and impact.after is not None and not impact.compared
    proposed = [pair for pair in impact.closed if pair.after is not None] if apart else []
    return (proposed or impact.closed)[-last:]


def figure(of: Attainment) -> str:
    """The figure, or what stands in its place where it would tell of a few records."""
    return of.withheld or value(of, of.value)


def side(of: Attainment | None) -> str:
    """A period under one of the two terms, with its verdict in words and what it rests on."""
    if of is None:
        return "no terms"
    status = f"{_SHAPES[of.status]} {of.status.value}, " if of.status is not None else ""
    return f"{status}{figure(of)} against {target(of.target)}"


def headline(of: ProposedAgreement) -> str:
    """What is called what, and who owes more or less."""
    return f"{of.compared.agreement.terms.title}: {grade_sentence(of.compared)}"


def change(of: ProposedAgreement, found: Change) -> str:
    """One change: where, what, for whom."""
    broken = " Figures before and after do not compare." if found.breaks_series else ""
    return f"{about(found)}{burden_of(of.compared, found)}: {found.sentence}{broken}"


def signature(of: ProposedAgreement, signatory: Signatory) -> str:
    """Who has signed these terms, or what is missing."""
    terms = of.compared.agreement.terms
    who = f"{name_of(terms, signatory.signer)} for {team_of(terms, signatory.party)}"
    if signatory.has_signed and signatory.signoff is not None:
        return f"{who}: signed ({signatory.signoff.level.label})"
    told = {
        SigningState.MISSING: "has yet to sign",
        SigningState.STALE: "signed other terms, and has yet to sign these",
        SigningState.TOO_WEAK: f"signed, and this site asks for {signatory.required.label}",
        SigningState.REFUSED: "signed, and it does not count",
    }[signatory.state]
    return f"{who}: {told}{f': {signatory.why}' if signatory.why else ''}"


def told_at(proposal: Proposal) -> str:
    """The state that is told of, and when: ``4fb2781330f0, 21 October 2026, 09:00 UTC``."""
    edited = " with edits that are not committed" if proposal.head.is_edited else ""
    head = proposal.head.commit[:12] if proposal.head.commit else "a folder without a commit"
    return f"{head}{edited}, told on {proposal.at:%Y-%m-%d at %H:%M} UTC"


def computed(proposal: Proposal) -> Iterator[str]:
    """What it was computed from, so that anybody gets the same."""
    yield f"Base: {_end(proposal.base)}"
    yield f"Proposal: {_end(proposal.head)}"
    for source, as_of in sorted(proposal.as_of.items()):
        yield f"Export {source}: up to {as_of:%Y-%m-%d %H:%M} UTC"
    if proposal.sources:
        yield redeclared(proposal.sources)
    if proposal.no_exports:
        yield sentence(proposal.no_exports)
    yield f"Living SLA {__version__}"
    if proposal.impacts:
        yield NO_FORECAST


def redeclared(sources: Sequence[str]) -> str:
    """That exports are read otherwise, which moves figures without any change of terms."""
    return f"data/sources.yml declares {listed(sources)} otherwise, so figures of the past may be others by that alone."


def _end(end: ProposalEnd) -> str:
    commit = end.commit[:12] if end.commit else "nothing committed"
    return f"{end.name} ({commit})" if end.name else commit


def no_exports(sources: Sequence[str], used: Sequence[str], broken: Sequence[str]) -> str:
    """Which exports are missing, and which reviews tell instead; `broken` ones do not."""
    missing = f"no export of {listed(sources)} is here"
    told = f"what follows is of the periods that reviews hold ({listed(used)})" if used else "no review tells instead"
    if not broken:
        return f"{missing}; {told}"
    are = "is" if len(broken) == 1 else "are"
    return f"{missing}; {told}; {listed(broken)} {are} broken, or not on the main line, and not used"
