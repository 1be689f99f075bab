"""Rules of the basis of a count: amounts of one kind, steps that follow one another, shares that are all of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.basis import CountBasis
from living_sla.model.agreement.terms import Agreement
from living_sla.model.figures.goals import MOST_A_YEAR, goal_of
from living_sla.model.notation import bare_name, plain

MOST_STEPS = 12
MOST_REGIONS = 40
_At = tuple[str | int, ...]


def basis_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What is wrong with the basis of each commitment that has one."""
    for position, commitment in enumerate(agreement.terms.commitments):
        basis = commitment.basis
        if basis is None:
            continue
        at: _At = ("commitments", position, "basis")
        if commitment.measure.kind != "count":
            message = f'"{commitment.id}" has a basis and counts no records'
            hint = "remove basis: only a measure of kind count has one"
            yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.CONTRADICTION)
            continue
        if commitment.target.direction == "at most":
            message = f'the basis of "{commitment.id}" says how many it takes, and its target is "{commitment.target}"'
            hint = "write a target of at least a number, or remove basis"
            yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.CONTRADICTION)
        found = [*_amounts(agreement, basis, at), *_steps(agreement, basis, at), *_shares(agreement, basis, at)]
        yield from found or _size(agreement, basis, at)


def _amounts(agreement: Agreement, basis: CountBasis, at: _At) -> Iterator[SlaError]:
    quota, deal = basis.quota, basis.deal
    if deal is None:
        if quota.currency:
            message, hint = "the quota is a sum, and nothing says what a deal is", f"add deal: 30000 {quota.currency}"
            yield SlaError(message, where=agreement.place(*at, "quota"), hint=hint, code=Fault.CONTRADICTION)
    elif quota.currency != deal.currency or not quota.currency:
        said = [amount.currency or "no currency" for amount in (quota, deal)]
        message = f"the quota is in {said[0]}, the deal in {said[1]}"
        hint = "write both with one currency code; a quota that counts deals has no deal beside it"
        yield SlaError(message, where=agreement.place(*at, "deal"), hint=hint, code=Fault.CONTRADICTION)


def _steps(agreement: Agreement, basis: CountBasis, at: _At) -> Iterator[SlaError]:
    steps = basis.conversions
    if len(steps) > MOST_STEPS:
        yield _too_many(agreement, len(steps), MOST_STEPS, (*at, "conversions", MOST_STEPS))
        return
    seen: set[str] = set()
    for position, step in enumerate(steps):
        place: _At = (*at, "conversions", position)
        if position and bare_name(step.start) != bare_name(steps[position - 1].end):
            message = f'"{steps[position - 1].end}" comes before, and this step begins with "{step.start}"'
            hint = f"begin with what the step before ends with: from: {steps[position - 1].end}"
            yield SlaError(message, where=agreement.place(*place, "from"), hint=hint, code=Fault.CONTRADICTION)
        seen.add(bare_name(step.start))
        if bare_name(step.end) in seen:
            message = f'"{step.end}" stands twice on the way'
            hint = "write the steps in order, each stage once"
            yield SlaError(message, where=agreement.place(*place, "to"), hint=hint, code=Fault.CONTRADICTION)


def _shares(agreement: Agreement, basis: CountBasis, at: _At) -> Iterator[SlaError]:
    if not any(basis.weights):
        message, hint = "no month has any weight", "leave out the months that are like an average one"
        yield SlaError(message, where=agreement.place(*at, "seasons"), hint=hint, code=Fault.NUMBER_OUT_OF_RANGE)
    if not basis.regions:
        return
    where = agreement.place(*at, "regions")
    if len(basis.regions) > MOST_REGIONS:
        yield _too_many(agreement, len(basis.regions), MOST_REGIONS, (*at, "regions"))
        return
    first: dict[str, str] = {}
    for name in basis.regions:
        if (earlier := first.setdefault(bare_name(name), name)) != name:
            message = f'"{name}" and "{earlier}" are one name'
            yield SlaError(message, where=where, hint="keep one of the two", code=Fault.DUPLICATE_FIELD)
    total = sum(basis.regions.values(), Decimal(0))
    if total != 1:
        message, hint = f"the regions are {plain(100 * total)}% together", "write shares that add up to 100%"
        yield SlaError(message, where=where, hint=hint, code=Fault.CONTRADICTION)


def _size(agreement: Agreement, basis: CountBasis, at: _At) -> Iterator[SlaError]:
    if goal_of(basis).a_year > MOST_A_YEAR:
        message = f"it takes more than {MOST_A_YEAR:,} records a year"
        hint = "look at quota, deal and the shares: one of them is too large or too small"
        yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.NUMBER_OUT_OF_RANGE)


def _too_many(agreement: Agreement, number: int, most: int, at: _At) -> SlaError:
    hint = f"write at most {most}"
    return SlaError(f"{number} are too many", where=agreement.place(*at), hint=hint, code=Fault.NUMBER_OUT_OF_RANGE)
