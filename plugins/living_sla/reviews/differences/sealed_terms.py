"""The terms that judged a review, from its own folder: later versions, exceptions and signatures are not among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.past import parse_past
from living_sla.errors import Faults, SlaError, raise_any
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.basis import Basis
from living_sla.model.past.revision import Version
from living_sla.model.past.timeline import Span, State, Timeline, VersionStanding
from living_sla.model.reviews.record import FrozenAgreement, ReviewRecord

Calendar = Callable[[CoverageTerms, str, int], CoverageTerms]
"""What the coverage of a version of an agreement is taken for."""


class SealedTerms(Struct, frozen=True):
    """Every version that judged a record of the review, by agreement and number."""

    record: ReviewRecord
    versions: Mapping[tuple[str, int], Agreement]

    def timelines(self, calendar: Calendar) -> dict[str, tuple[Agreement, Timeline]]:
        """By agreement, its newest version and the spans in which each judged, with these calendars."""
        return {of.id: self._timeline(of, calendar) for of in self.record.agreements if of.versions}

    def _timeline(self, frozen: FrozenAgreement, calendar: Calendar) -> tuple[Agreement, Timeline]:
        standings, spans = [], []
        agreement = self.versions[frozen.id, frozen.versions[-1].number]
        for of in frozen.versions:
            agreement = _on(self.versions[frozen.id, of.number], calendar, of.number)
            span = Span(of.number, of.start, of.end, of.basis)
            spans.append(span)
            version = Version.known(of.number, agreement)
            state = State.IN_FORCE if of.basis is Basis.IN_FORCE else State.PROPOSED
            standings.append(VersionStanding(version, state, span if of.basis is Basis.IN_FORCE else None))
        return agreement, Timeline(frozen.id, tuple(standings), tuple(spans))


def sealed_terms(record: ReviewRecord, files: Mapping[str, bytes], folder: str) -> SealedTerms:
    """The terms of a review whose folder holds these files; raises `Faults` where they are not those of the record."""
    versions: dict[tuple[str, int], Agreement] = {}
    faults: list[SlaError] = []
    for frozen in record.agreements:
        for of in frozen.versions:
            path = f"{folder}/{of.file}"
            try:
                if of.file not in files:
                    raise Faults([SlaError(f"{path} is not there", hint=_HINT)])
                agreement = parse_past(files[of.file], path=frozen.path)
            except Faults as several:
                faults += several.faults
                continue
            terms = agreement.terms.model_copy(update={"id": frozen.id})
            versions[frozen.id, of.number] = replace(agreement, terms=terms)
    raise_any(faults)
    return SealedTerms(record, versions)


_HINT = "sla verify says which files of the review were changed"


def _on(agreement: Agreement, calendar: Calendar, version: int) -> Agreement:
    terms = agreement.terms
    coverage = calendar(terms.coverage, terms.id, version)
    if coverage is terms.coverage:
        return agreement
    return replace(agreement, terms=terms.model_copy(update={"coverage": coverage}))
