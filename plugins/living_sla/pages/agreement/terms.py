"""The terms in force as a reader's list: what was promised in sentences, exceptions, needs, term and cancellation."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.past.in_force import shown_version
from living_sla.words.standing.consequences import after, commitment_titles, set_off
from living_sla.words.terms.conditions import condition_words
from living_sla.words.terms.hours import day_lines
from living_sla.words.terms.journey import stage_sentence
from living_sla.words.terms.plans import basis_sentence, capacity_sentence, experiment_sentence
from living_sla.words.terms.spelling import named
from living_sla.words.terms.term_sentences import need_sentence


class _PromisedSentence(Struct, frozen=True):
    id: str
    title: str
    href: str
    sentence: str


class _Consequence(Struct, frozen=True):
    after: str
    do: str
    about: str
    set_off: str
    """Which misses set it off now; empty where none do."""


def terms(standing: AgreementStanding, report: Report, links: Links) -> Markup:
    """What was promised, in sentences; exceptions, needs and scope."""
    agreed = standing.terms
    return render(
        "agreement-terms.html",
        terms=agreed,
        version=shown_version(standing, report),
        promises=[
            _PromisedSentence(part.id, part.title, links.commitment(standing.id, part.id), part.sentence)
            for part in standing.commitments
            if part.id in {commitment.id for commitment in agreed.commitments}
        ],
        exempt={
            found.id: (times.window(found.start, found.end), commitment_titles(agreed, found.commitments))
            for found in agreed.exceptions
        },
        needs=[need_sentence(agreed, need) for need in agreed.needs],
        journey=[
            (stage.stage, stage_sentence(agreed, stage, {stage.source: standing.labels})) for stage in agreed.journey
        ],
        plans=_plans(agreed),
    )


def ending(standing: AgreementStanding, report: Report) -> Markup:
    """From when until when the terms hold, when they are reviewed, and how they end."""
    return render("agreement-ending.html", terms=standing.terms)


def folds(standing: AgreementStanding, report: Report) -> Markup:
    """What words mean and when is working time, folded away."""
    return render(
        "agreement-folds.html",
        words=len(standing.terms.definitions),
        definitions=definitions(standing, report),
        coverage=coverage(standing, report),
    )


def summary(agreement: Agreement) -> Markup:
    """What the agreement is about, in its own words."""
    return render("agreement-summary.html", summary=agreement.terms.summary)


def definitions(standing: AgreementStanding, report: Report) -> Markup:
    """What words mean here and which records they stand for; nothing where the terms define none."""
    agreed = standing.terms
    conditions = {
        name: condition_words(found.where, standing.labels) if found.where is not None else ""
        for name, found in agreed.definitions.items()
    }
    spelled = {name: named(name) for name in agreed.definitions}
    return render("agreement-definitions.html", definitions=agreed.definitions, conditions=conditions, spelled=spelled)


def coverage(standing: AgreementStanding, report: Report) -> Markup:
    """Working hours, holidays, and the days that differ."""
    agreed = standing.terms
    return render(
        "agreement-coverage.html",
        coverage=agreed.coverage,
        hours=day_lines(agreed.coverage.hours),
        calendar=standing.calendar,
        release=standing.calendar_release,
    )


def contingency(standing: AgreementStanding, report: Report, *, now: bool = True) -> Markup:
    """What happens after a miss; nothing where the terms foresee nothing.

    With `now` also which misses have set it off, which the overview has said above.
    """
    agreed = standing.terms
    consequences = [
        _Consequence(
            after(found.when),
            found.do,
            commitment_titles(agreed, (found.commitment,) if found.commitment else ()),
            set_off(standing, found) if now else "",
        )
        for found in agreed.contingency
    ]
    return render("agreement-contingency.html", consequences=consequences)


def contingency_now(standing: AgreementStanding) -> Markup:
    """What misses have set off, loudly; nothing where they have set off nothing."""
    now = list(dict.fromkeys(consequence.trigger for consequence in standing.triggered))
    found = [(set_off(standing, trigger), after(trigger.when), trigger.do) for trigger in now]
    return render("agreement-set-off.html", found=found)


def _plans(agreed: Terms) -> list[tuple[str, str]]:
    """What is planned and what it rests on: the basis of each count, the capacity, the experiment."""
    found = [
        (f"Basis of {commitment.title}", basis_sentence(commitment.basis))
        for commitment in agreed.commitments
        if commitment.basis is not None
    ]
    if agreed.capacity is not None:
        found.append(("Capacity", capacity_sentence(agreed, agreed.capacity)))
    if agreed.experiment is not None:
        found.append(("Experiment", experiment_sentence(agreed, agreed.experiment)))
    return found
