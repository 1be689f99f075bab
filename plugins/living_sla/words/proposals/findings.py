"""Findings as sentences: each states a fact, reads alone, and is the same whichever team proposes."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.figures.attainment import Attainment
from living_sla.model.harmless import printable
from living_sla.model.proposals.impact import CommitmentImpact, Rescue
from living_sla.model.proposals.proposal import ProposedAgreement
from living_sla.words.numbers import listed
from living_sla.words.people import owing_words
from living_sla.words.times import day, period_name


def _owed(of: ProposedAgreement, impact: CommitmentImpact) -> str:
    """``First contact (Sales Development)``."""
    return f"{impact.named.title} ({owing_words(of.compared.agreement.terms, impact.named)})"


def loosened(of: ProposedAgreement, impact: CommitmentImpact, danger: Sequence[Attainment]) -> str:
    """What is at risk, or was missed, while the terms ease."""
    told = listed(f"{period_name(each.period)} is {each.status.value}" for each in danger if each.status is not None)
    return f"The terms of {_owed(of, impact)} ease while it is in danger: {told}."


def rescues(of: ProposedAgreement, impact: CommitmentImpact, rescue: Rescue) -> str:
    """From what to what the running period would turn."""
    assert rescue.before.status is not None
    assert rescue.after.status is not None
    period = period_name(rescue.before.period)
    return (
        f"If these terms took force now, {period} of {_owed(of, impact)} would turn from "
        f"{rescue.before.status.value} into {rescue.after.status.value}."
    )


def will_miss(of: ProposedAgreement, impact: CommitmentImpact) -> str:
    """That going on as before misses the target."""
    kept, periods = impact.kept
    return (
        f"Going on as before, {_owed(of, impact)} will usually miss the proposed target: "
        f"{kept} of the last {periods} closed periods would have met it."
    )


def retroactive(after: Agreement) -> str:
    """That a first day has passed."""
    return f"The first day, {day(after.terms.effective)}, has passed: terms never reach back."


def agreement_dropped(before: Agreement) -> str:
    """That nothing of an agreement is left."""
    return f"The agreement {before.terms.title} is not there any more; a last day (until) would end it in the open."


def commitment_dropped(before: Agreement, commitment: Commitment) -> str:
    """That nobody owes a commitment any more."""
    return f"{owing_words(before.terms, commitment)} no longer owes {commitment.title}."


def history_removed(path: str, what: str) -> str:
    """What happened to a file that is never edited."""
    return f"{printable(path)} {what}: what was signed, waived or sealed stays as it is."
