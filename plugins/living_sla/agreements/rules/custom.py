"""A user's own measure in an agreement: that it is installed, and that the terms say what it takes."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from living_sla.agreements.schema.faults import faults_of
from living_sla.agreements.yaml.nodes import Places
from living_sla.errors import Fault, SlaError, Unreadable
from living_sla.model.agreement.custom import custom_class, custom_measure
from living_sla.model.agreement.kinds import Custom
from living_sla.model.agreement.terms import Agreement

At = tuple[str | int, ...]


def custom_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What keeps custom measures from being computed; the packages that offer them are imported."""
    for position, commitment in enumerate(agreement.terms.commitments):
        if isinstance(commitment.measure, Custom):
            yield from _faults_of(agreement, commitment.measure, ("commitments", position, "measure"))


def _faults_of(agreement: Agreement, measure: Custom, at: At) -> Iterator[SlaError]:
    try:
        custom_measure(measure.name, measure.settings)
    except Unreadable as found:
        where = agreement.place(*at, "name")
        yield SlaError(found.message, where=where, hint=found.hint, code=found.code or Fault.INVALID_VALUE)
    except ValidationError as found:
        inside = (*at, "with")
        values = {
            step[len(inside) :]: place for step, place in agreement.places.items() if step[: len(inside)] == inside
        }
        places = Places({(): agreement.place(*inside), **values}, {})
        yield from faults_of(found, dict(measure.settings), custom_class(measure.name), places)
