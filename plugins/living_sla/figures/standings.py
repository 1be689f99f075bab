"""How commitments and agreements stand: their figures, with the terms, the calendar and the versions beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from living_sla.figures.plan import Plan
from living_sla.figures.source_read import SourceRead
from living_sla.model.agreement.labels import NO_LABELS, Labels, labels_of
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.figures import unjudged
from living_sla.model.figures.contingency import Triggered, triggered
from living_sla.model.figures.kept import KeptFigures
from living_sla.model.figures.standing import AgreementStanding, Standing
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Timeline
from living_sla.model.time.calendar import LOOK_AHEAD, calendar_release, unknown_years
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.zones import instant, zones_release
from living_sla.words.terms.sentences import commitment_sentence


def standing_of(
    plan: Plan, figures: KeptFigures, read: Mapping[str, SourceRead], labels: Labels = NO_LABELS
) -> Standing:
    """The standing of a commitment with these figures; columns are called by their labels."""
    sentence, zone = commitment_sentence(plan.terms, plan.commitment, labels), plan.terms.coverage.timezone
    return Standing(
        agreement=plan.terms.id,
        commitment=plan.commitment,
        sentence=sentence,
        series=figures.series,
        segments=figures.segments,
        unusable=figures.unusable,
        unjoined=figures.unjoined,
        baseline=figures.baseline,
        durations=figures.durations,
        stood=figures.stood,
        course=figures.course,
        why_not=plan.why_not or _why_not(plan, figures, read),
        waits_for=plan.chapters[-1].waits_for if plan.chapters else (),
        timezone=zone,
        labels=labels.get(plan.commitment.measure.source, {}),
    )


def _why_not(plan: Plan, figures: KeptFigures, read: Mapping[str, SourceRead]) -> str:
    """Why there is no period, where there is none."""
    if figures.series:
        return ""
    cohorts = list(plan.cohorts)
    if not cohorts:
        return plan.chapters[-1].unreadable if plan.chapters else unjudged.NO_VERSION
    first = min(cohorts, key=lambda cohort: cohort.in_force)
    as_of = min((read[name].facts.as_of for name in first.sources if name in read), default=None)
    return unjudged.not_yet(instant(first.in_force[0]), as_of, first.timezone) if as_of else unjudged.NO_VERSION


def agreement_standing(
    agreement: Agreement,
    timeline: Timeline,
    figures: Mapping[Plan, KeptFigures],
    read: Mapping[str, SourceRead],
    sources: Mapping[str, Source],
) -> AgreementStanding:
    """The standing of an agreement whose commitments have these figures, among others; its past is not told yet."""
    labels = labels_of(sources)
    plans = [plan for plan in figures if plan.terms.id == agreement.terms.id]
    terms = timeline.shown(agreement).terms
    commitments = tuple(standing_of(plan, figures[plan], read, labels) for plan in plans)
    names = [commitment.measure.source for commitment in terms.commitments]
    latest = max((read[name].facts.as_of for name in names if name in read), default=None)
    latest_on = latest.date() if latest else terms.effective
    return AgreementStanding(
        agreement=agreement,
        basis=timeline.spans[-1].basis if timeline.spans else Basis.PROPOSED,
        commitments=commitments,
        triggered=_triggered(plans, commitments),
        calendar=Coverage(terms.coverage).calendar(terms.effective, latest_on + timedelta(days=366)),
        calendar_release=calendar_release() if terms.coverage.holidays else "",
        calendar_gaps=_calendar_gaps(terms, latest_on),
        zones_release=zones_release(),
        timeline=timeline,
        labels=labels.get("", {}),
    )


def _triggered(plans: Sequence[Plan], commitments: Sequence[Standing]) -> tuple[Triggered, ...]:
    """The consequences of the terms that are shown; what a commitment came to that has ended sets off none."""
    if not plans:
        return ()
    shown = plans[0].terms
    pairs = zip(plans, commitments, strict=True)
    return triggered(shown, {plan.commitment.id: of.series for plan, of in pairs if plan.terms is shown})


def _calendar_gaps(terms: Terms, as_of: date) -> tuple[int, ...]:
    region, effective = terms.coverage.holidays, terms.effective
    return unknown_years(region, effective.year, (as_of + LOOK_AHEAD).year) if region else ()
