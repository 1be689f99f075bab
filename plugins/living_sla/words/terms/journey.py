"""The customer's way in plain sentences: who looks after a stage, from when on, and what is owed at the hand-over."""

from __future__ import annotations

from living_sla.model.agreement.journey import Stage
from living_sla.model.agreement.labels import NO_LABELS, Labels
from living_sla.model.agreement.terms import Terms
from living_sla.words.numbers import listed
from living_sla.words.terms.conditions import event, of_one
from living_sla.words.terms.spelling import Vocabulary, named


def stage_sentence(terms: Terms, stage: Stage, labels: Labels = NO_LABELS) -> str:
    """Who looks after the records of a stage, when one reaches it, what it means, and what is owed at its beginning.

    Columns that have a label are called by it.
    """
    names = Vocabulary(tuple(terms.definitions), labels, stage.source)
    reached = of_one(event(stage.at, names).they)
    meant = f", as {named(stage.means)} is defined" if stage.means else ""
    team = terms.parties[stage.owner].team
    return f"{team} looks after a record once it {reached}{meant}.{_owed(terms, stage)}"


def _owed(terms: Terms, stage: Stage) -> str:
    if not stage.commitments:
        return ""
    titles = listed([f'"{terms.commitment(name).title}"' for name in stage.commitments])
    sits = "sits" if len(stage.commitments) == 1 else "sit"
    return f" {titles} {sits} on the way into this stage."
