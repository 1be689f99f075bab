"""Each agreement in the period of a review: the versions that judged, who may sign, what was changed and proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.contingency import triggered
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Change
from living_sla.model.past.timeline import Span, State, VersionStanding
from living_sla.model.reviews.record import (
    FrozenAgreement,
    FrozenChange,
    FrozenCommitment,
    FrozenConsequence,
    FrozenException,
    FrozenProposal,
    FrozenSignOff,
    FrozenVersion,
)
from living_sla.model.time.period import Period
from living_sla.model.time.zones import zone
from living_sla.reviews.folder import layout
from living_sla.reviews.record.commitments import without_records

if TYPE_CHECKING:
    from living_sla.reviews.record.ground import ReviewGround


def frozen_agreements(
    ground: ReviewGround, commitments: Mapping[str, tuple[FrozenCommitment, ...]]
) -> Iterator[FrozenAgreement]:
    """The agreements that judged anything in the period, in the order of their ids; `commitments` are those of each."""
    for agreement in ground.agreements:
        spans = judging_spans(ground, agreement.terms.id)
        if spans:
            yield _frozen(ground, agreement, spans, commitments[agreement.terms.id])


def judging_spans(ground: ReviewGround, agreement: str) -> tuple[Span, ...]:
    """The spans of the versions under which a record of the review's figures may have been judged, in order.

    Its own periods that end in the period may begin before it, as a week does.
    """
    period = ground.periods[agreement]
    start = period.start
    for plan in ground.plans:
        if plan.terms.id == agreement:
            own = (of.period for of in ground.figures[plan].series)
            start = min([start, *(of.start for of in own if period.start < of.end <= period.end)])
    return tuple(
        span
        for span in ground.timelines[agreement].spans
        if span.start < period.end and (span.end is None or span.end > start)
    )


def terms_told(ground: ReviewGround, agreements: Iterable[FrozenAgreement]) -> Iterator[Terms]:
    """The terms that changes in a record are between, sealed or not: from the version before the first that judged on.

    Sentences of changes name whoever was a contact or signatory before, or will be.
    """
    for agreement in agreements:
        first = min(version.number for version in agreement.versions)
        for standing in ground.today[agreement.id].versions:
            if standing.version.number >= first - 1 and not standing.version.is_draft:
                yield standing.version.agreement.terms


def terms_file(agreement: str, version: int) -> str:
    """Where the terms of a version lie in the folder of a review."""
    return f"{layout.TERMS}/{agreement}.v{version}.md"


def _frozen(
    ground: ReviewGround, agreement: Agreement, spans: Sequence[Span], commitments: tuple[FrozenCommitment, ...]
) -> FrozenAgreement:
    name = agreement.terms.id
    timeline, period = ground.timelines[name], ground.periods[name]
    standings = [timeline.standing(span.version) for span in spans]
    last = standings[-1].version.agreement
    terms = last.terms
    return FrozenAgreement(
        name,
        terms.title,
        last.path,
        terms.coverage.timezone,
        {key: party.team for key, party in terms.parties.items()},
        names_of(terms),
        {key: party.signs for key, party in terms.parties.items()},
        spans[-1].basis,
        tuple(_version(of, span, period) for of, span in zip(standings, spans, strict=True)),
        commitments,
        tuple(_exceptions([of.version.agreement.terms for of in standings], period)),
        tuple(_proposals(ground, name)),
        tuple(_consequences(terms, commitments)) if spans[-1].basis is Basis.IN_FORCE else (),
    )


def names_of(terms: Terms) -> dict[str, str]:
    """What the people are called whom terms name, by their e-mail addresses in lower case."""
    people = (person for party in terms.parties.values() for person in (party.contact, party.deputy) if person)
    return {person.email.lower(): person.name for person in people}


def _version(standing: VersionStanding, span: Span, period: Period) -> FrozenVersion:
    version = standing.version
    signoffs = tuple(
        FrozenSignOff(of.file.signer, of.file.party, of.level, standing.counts(of), of.file.on)
        for of in standing.signoffs
    )
    return FrozenVersion(
        version.number,
        version.digest,
        terms_file(standing.version.agreement.terms.id, version.number),
        span.basis,
        span.start,
        span.end,
        version.landed.landed_at if version.landed else None,
        signoffs,
        tuple(_changes(version.changes)) if span.start >= period.start else (),
    )


def _changes(changes: Iterable[Change]) -> Iterator[FrozenChange]:
    for of in changes:
        yield FrozenChange(of.sentence, of.direction, of.party, of.commitment)


def _exceptions(judged: Sequence[Terms], period: Period) -> Iterator[FrozenException]:
    """Those that touch the period, as the newest of the terms that state them has them, in order of their start."""
    found: dict[str, FrozenException] = {}
    for terms in judged:
        clock = zone(terms.coverage.timezone)
        for of in terms.exceptions:
            start, end = clock.instant(of.start), clock.instant(of.end)
            if start < period.end and period.start < end:
                found[of.id] = FrozenException(of.id, of.reason, start, end, of.effect, of.commitments)
    yield from sorted(found.values(), key=lambda of: (of.start, of.id))


def _consequences(terms: Terms, commitments: Sequence[FrozenCommitment]) -> Iterator[FrozenConsequence]:
    for of in triggered(terms, {commitment.id: commitment.series for commitment in commitments}):
        labels = tuple(period.label for period in of.periods)
        yield FrozenConsequence(of.commitment, str(of.trigger.when), of.trigger.do, labels)


# ---------------------------------------------------------------- proposals


def _proposals(ground: ReviewGround, agreement: str) -> Iterator[FrozenProposal]:
    """What was proposed when the exports last spoke, the newest first."""
    for standing in ground.today[agreement].ahead:
        if standing.state is State.PROPOSED and not standing.version.is_draft:
            version = standing.version
            yield FrozenProposal(
                version.number,
                version.digest,
                version.essentials.effective,
                tuple(_changes(version.changes)),
                tuple(dict.fromkeys(of.signer for of in standing.waiting)),
                {
                    commitment.id: _backtest(ground, agreement, version.number, commitment.id)
                    for commitment in version.agreement.terms.commitments
                },
            )


def _backtest(ground: ReviewGround, agreement: str, version: int, commitment: str) -> tuple[Attainment, ...]:
    """The periods of the review that the proposed terms judge otherwise than nobody; none where nobody can know."""
    figures = ground.backtests.get((agreement, version, commitment))
    period = ground.periods[agreement]
    if figures is None:
        return ()
    return tuple(without_records(of) for of in figures.series if period.start < of.period.end <= period.end)
