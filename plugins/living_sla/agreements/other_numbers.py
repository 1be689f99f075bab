"""Terms with other numbers in the basis of counts and in the capacity: what would follow, before it is agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from living_sla.agreements.rules.basis import basis_faults
from living_sla.errors import Fault, SlaError, raise_any
from living_sla.model.agreement.basis import CountBasis, parse_amount
from living_sla.model.agreement.capacity import Capacity
from living_sla.model.agreement.terms import Agreement, Commitment, Terms
from living_sla.model.suggestion import did_you_mean

OF_BASIS = ("quota", "share", "deal")
OF_CAPACITY = ("people", "hours", "minutes")


def with_numbers(
    agreement: Agreement, commitment_id: str, numbers: Mapping[str, str], rates: Mapping[str, str]
) -> Terms:
    """The terms with other numbers, each spelled as in an agreement file, for one commitment or for all of them.

    `rates` are shares by the stage that they are of. Raises `SlaError` where the terms have no such number, and
    `Faults` where they would break a rule.
    """
    of_basis = {name: text for name, text in numbers.items() if name in OF_BASIS}
    of_capacity = {name: text for name, text in numbers.items() if name in OF_CAPACITY}
    terms = agreement.terms
    if of_capacity:
        if terms.capacity is None:
            raise _nothing(terms, "capacity", of_capacity)
        terms = terms.model_copy(update={"capacity": _read(Capacity, terms.capacity, of_capacity)})
    if of_basis or rates:
        chosen = [one.id for one in terms.commitments if one.basis is not None and commitment_id in ("", one.id)]
        if not chosen:
            raise _nothing(terms, "basis", {**of_basis, **rates})
        changed = [_changed(one, of_basis, rates) if one.id in chosen else one for one in terms.commitments]
        terms = terms.model_copy(update={"commitments": tuple(changed)})
        raise_any(list(basis_faults(replace(agreement, terms=terms))))
    return terms


def _nothing(terms: Terms, what: str, asked: Mapping[str, str]) -> SlaError:
    message = f"{terms.id} states no {what}, so there is no other {' or '.join(asked)}"
    return SlaError(message, hint=f"add {what} to the agreement", code=Fault.UNKNOWN_NAME)


def _read(part: Any, before: Any, fields: Mapping[str, Any]) -> Any:
    return part.model_validate({**before.model_dump(by_alias=True), **fields}, by_alias=True, by_name=False)


def _changed(commitment: Commitment, of_basis: Mapping[str, str], rates: Mapping[str, str]) -> Commitment:
    basis = commitment.basis
    assert basis is not None
    fields: dict[str, Any] = dict(of_basis)
    for name in ("quota", "deal"):
        if name in fields and not parse_amount(fields[name]).currency:
            fields[name] = f"{fields[name]} {basis.quota.currency}".rstrip()
    stages = [rise.start for rise in basis.conversions]
    for stage in rates:
        if stage not in stages:
            message = f'"{commitment.id}" has no conversion from "{stage}"'
            raise SlaError(message, hint=did_you_mean(stage, stages), code=Fault.UNKNOWN_NAME)
    fields["conversions"] = [
        {**rise.model_dump(by_alias=True), **({"share": rates[rise.start]} if rise.start in rates else {})}
        for rise in basis.conversions
    ]
    return commitment.model_copy(update={"basis": _read(CountBasis, basis, fields)})
