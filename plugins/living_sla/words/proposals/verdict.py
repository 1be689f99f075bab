"""A proposal in one sentence that reads alone, as in the preview of a mail.

Who owes more or less, from what to what, what the past would have been, who has yet to sign.
"""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.agreement.terms import Commitment
from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.past.change import Change, Direction
from living_sla.model.proposals.gate import Signatory
from living_sla.model.proposals.impact import LAST_PERIODS, CommitmentImpact
from living_sla.model.proposals.proposal import Proposal, ProposedAgreement
from living_sla.words.numbers import listed
from living_sla.words.people import name_of
from living_sla.words.proposals.grades import NO_CHANGE, grade_sentence
from living_sla.words.times import plain_day

_FIRST_DAYS = ("starts-earlier", "starts-later")
"""Rules of another first day, which the sentence tells as a day and not as one change more."""
_WHOLE = {"added": "is new", "removed": "is gone"}
"""What becomes of an agreement as a whole, by the kind of its changes."""
_FEW = 2
"""Other agreements that are named."""
_LONG = 160
"""Letters of a change beyond which the sentence says that something changes, and the comment below it into what."""


def verdict(proposal: Proposal) -> str:
    """The sentence; where no terms change, it says that and nothing else."""
    material = [of for of in proposal.agreements if of.changes_terms]
    if not material:
        closing = _closing(proposal)
        return " ".join(said for said in (NO_CHANGE, _by_sources(proposal), f"{closing}." if closing else "") if said)
    first, *others = sorted(material, key=lambda of: -len(of.compared.changes))
    named = first.compared.kind in _WHOLE
    title = f"{first.compared.agreement.terms.title}: " if others and not named else ""
    said = [f"{title}{_who_and_what(first)}"]
    if past := _past(first):
        said.append(past)
    if others:
        said.append(f"{_others(others)} as well")
    said.append(signing(proposal))
    if closing := _closing(proposal):
        said.append(closing)
    return f"{'; '.join(said)}."


def _others(others: Sequence[ProposedAgreement]) -> str:
    """The other agreements by their titles, while they are few enough to read: ``Weekend pilot changes``."""
    if len(others) > _FEW:
        return f"{len(others)} other agreements change"
    return listed([f"{of.compared.agreement.terms.title} {_WHOLE.get(of.compared.kind, 'changes')}" for of in others])


def _by_sources(proposal: Proposal) -> str:
    """What another declaration of sources makes of the past; empty where none is declared otherwise."""
    if not proposal.sources:
        return ""
    flips = sum(len(impact.flips) for impact in proposal.impacts)
    flip = counted(flips, "verdict of the past flips", "verdicts of the past flip")
    return f"data/sources.yml declares {listed(proposal.sources)} otherwise, by which {flip}."


def _closing(proposal: Proposal) -> str:
    """What closes the gate besides signatures: ``1 finding closes the gate``; empty where nothing does."""
    closing = len(proposal.gate.findings)
    return f"{counted(closing, 'finding')} {'closes' if closing == 1 else 'close'} the gate" if closing else ""


def _who_and_what(of: ProposedAgreement) -> str:
    """``Sales Development owes more: the time limit is shortened from 4 business hours to 3 business hours``."""
    graded = grade_sentence(of.compared).removesuffix(".")
    if of.compared.kind == "added":
        return f"The agreement {of.compared.agreement.terms.title} is new: {graded}"
    if of.compared.kind == "removed":
        return f"The agreement {of.compared.agreement.terms.title} is gone: {graded}"
    weightiest = sorted(of.compared.changes, key=_weight)
    if not weightiest:
        return graded
    first = weightiest[0]
    rest = sum(each.rule not in _FIRST_DAYS for each in weightiest[1:])
    more = f", and {counted(rest, 'change')} more" if rest else ""
    return f"{graded}: {_change(of, first)}{more}{_since(of, weightiest[1:])}"


def _since(of: ProposedAgreement, others: Sequence[Change]) -> str:
    """The first day, where that is another one: ``, from 1 January 2027 on``."""
    if of.compared.after is None or not any(each.rule in _FIRST_DAYS for each in others):
        return ""
    return f", from {plain_day(of.compared.after.terms.effective)} on"


def _weight(change: Change) -> tuple[bool, bool]:
    """Sorts what bears on somebody first, then what stands in a commitment."""
    return change.direction is Direction.UNCLEAR, change.commitment is None


def _change(of: ProposedAgreement, change: Change) -> str:
    """``First contact, the target rises from at least 90 % to at least 95 %``."""
    text = change.sentence.removesuffix(".").partition(". It was")[0]
    if len(text) > _LONG:
        text = text.partition(" from ")[0]
    titles = {each.id: each.title for side in _sides(of) for each in side}
    if change.commitment is None:
        return text
    title = titles.get(change.commitment, change.commitment)
    return text if title in text else f"{title}, {text[0].lower()}{text[1:]}"


def _sides(of: ProposedAgreement) -> list[tuple[Commitment, ...]]:
    return [side.terms.commitments for side in (of.compared.before, of.compared.after) if side is not None]


def _past(of: ProposedAgreement) -> str:
    """What the past would have been, of the commitment of which most verdicts flip; empty where nobody can tell."""
    told = [impact for impact in of.impacts if impact.kept[1]]
    if not told:
        return ""
    impact = max(told, key=lambda each: len(each.flips))
    subject = impact.named.title if len(told) > 1 else "it"
    kept, periods = impact.kept
    reviewed = " that frozen reviews tell of" if impact.from_reviews else ""
    met = f"{kept} of the last {periods} closed {_kinds(impact)}{reviewed}" if periods > 1 else _the_only(impact)
    if _met_before(impact) == kept and not impact.flips:
        return f"no verdict of the past flips: {subject} would have met {met}, as it did"
    unchanged = impact.kept_unchanged
    if unchanged is None:
        return f"{subject} would have met {met}"
    if unchanged == kept:
        return f"with or without the change {subject} would have met {met}"
    if periods > 1:
        return f"with the change {subject} would have met {met}, without it {unchanged}"
    only = f"{subject} would have met the only closed {impact.named.per.kind}"
    return f"{only} with the change, and not without it" if kept else f"{only} without the change, and not with it"


def _kinds(impact: CommitmentImpact) -> str:
    """``months``."""
    kind = impact.named.per.kind
    return kind if kind.endswith("s") else f"{kind}s"


def _the_only(impact: CommitmentImpact) -> str:
    kept, _ = impact.kept
    return f"the only closed {impact.named.per.kind}" if kept else f"not even the only closed {impact.named.per.kind}"


def _met_before(impact: CommitmentImpact) -> int | None:
    """How many of the same periods the terms in force kept; None where not all of them have a verdict."""
    decided = [pair.before for pair in impact.periods if _is_decided(pair.after)][-LAST_PERIODS:]
    if not all(map(_is_decided, decided)):
        return None
    return sum(each is not None and each.status is Status.MET for each in decided)


def _is_decided(of: Attainment | None) -> bool:
    return of is not None and of.ended and of.status in (Status.MET, Status.MISSED)


def signing(proposal: Proposal) -> str:
    """Who has yet to sign: ``Ana Ruiz and Ben Okafor have yet to sign``."""
    missing = [(of, each) for of in proposal.agreements for each in of.signatories if not each.has_signed]
    names = list(dict.fromkeys(_name(of, each) for of, each in missing))
    if names:
        return f"{listed(names)} {'has' if len(names) == 1 else 'have'} yet to sign"
    asked: Sequence[Signatory] = [each for of in proposal.agreements for each in of.signatories]
    return "everybody has signed" if asked else "nobody has to sign"


def _name(of: ProposedAgreement, signatory: Signatory) -> str:
    return name_of(of.compared.agreement.terms, signatory.signer)
