"""Rules of the customer's way: its stages have names and owners of their own, and what they name is there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from living_sla.agreements.rules.early import unknown_party
from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.journey import Stage
from living_sla.model.agreement.terms import Agreement
from living_sla.model.suggestion import did_you_mean


def journey_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What is wrong with the stages, by themselves and with parties and definitions; columns are held to sources."""
    journey = agreement.terms.journey
    if len(journey) == 1:
        hint = "add the stage before it or behind it, or remove journey"
        message = "a journey of one stage leads nowhere"
        yield SlaError(message, where=agreement.place("journey"), hint=hint, code=Fault.INVALID_VALUE)
    first: dict[str, int] = {}
    for position, stage in enumerate(journey):
        earlier = first.setdefault(_folded(stage.stage), position)
        if earlier != position:
            line = agreement.place("journey", earlier, "stage").line
            message = f'"{stage.stage}" is also the stage on line {line}'
            where = agreement.place("journey", position, "stage")
            hint = "give each stage a name of its own"
            yield SlaError(message, where=where, hint=hint, code=Fault.DUPLICATE_FIELD)
        yield from _stage(agreement, stage, position)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _stage(agreement: Agreement, stage: Stage, position: int) -> Iterator[SlaError]:
    terms, at = agreement.terms, ("journey", position)
    if stage.owner not in terms.parties:
        yield unknown_party(stage.owner, list(terms.parties), agreement.place(*at, "owner"))
    if stage.means is not None and stage.means not in terms.definitions:
        hint = did_you_mean(stage.means, terms.definitions) or f"add it under definitions, with means: {stage.means}"
        message = f'unknown definition "{stage.means}"'
        yield SlaError(message, where=agreement.place(*at, "means"), hint=hint, code=Fault.UNKNOWN_NAME)
    for index, name in enumerate(stage.commitments):
        if name in stage.commitments[:index]:
            message = f'"{name}" stands twice at the stage "{stage.stage}"'
            where = agreement.place(*at, "commitments", index)
            yield SlaError(message, where=where, hint="name it once", code=Fault.DUPLICATE_FIELD)
