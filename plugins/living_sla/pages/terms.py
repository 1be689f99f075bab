"""The terms of an agreement on its page: every one of them that is not a commitment."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.standing import AgreementStanding
from living_sla.pages.html import render
from living_sla.words.past.in_force import not_shown_in_force
from living_sla.words.standing.consequences import after, commitment_titles, set_off
from living_sla.words.terms.conditions import condition_words
from living_sla.words.terms.hours import day_lines
from living_sla.words.terms.journey import stage_sentence
from living_sla.words.terms.plans import basis_sentence, capacity_sentence, experiment_sentence


def terms(standing: AgreementStanding) -> Markup:
    """Parties, channels, definitions, scope, working time, exceptions, needs, consequences, term and cancellation."""
    agreed = standing.agreement.terms
    return render(
        "terms.html",
        terms=agreed,
        not_in_force=not_shown_in_force(standing),
        channels=[(name.capitalize(), text) for name, text in agreed.channels if text],
        conditions={
            name: condition_words(found.where, standing.labels) if found.where is not None else ""
            for name, found in agreed.definitions.items()
        },
        journey=[
            (stage.stage, stage_sentence(agreed, stage, {stage.source: standing.labels})) for stage in agreed.journey
        ],
        plans=_plans(agreed),
        hours=day_lines(agreed.coverage.hours),
        calendar=standing.calendar,
        release=standing.calendar_release,
        exempt={found.id: commitment_titles(agreed, found.commitments) for found in agreed.exceptions},
        consequences=[
            (
                after(found.when),
                found.do,
                commitment_titles(agreed, (found.commitment,) if found.commitment else ()),
                set_off(standing, found),
            )
            for found in agreed.contingency
        ],
    )


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
