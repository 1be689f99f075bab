"""Findings as sentences: each states a fact, reads alone, and is the same whichever team proposes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment
from living_sla.model.harmless import printable
from living_sla.model.proposals.impact import CommitmentImpact, Rescue
from living_sla.model.proposals.proposal import ProposedAgreement
from living_sla.model.time.zones import wall_time
from living_sla.words.numbers import listed
from living_sla.words.people import name_of, owing_words, team_of
from living_sla.words.standing.figures import target
from living_sla.words.terms.plans import load_words
from living_sla.words.terms.term_sentences import moment_words
from living_sla.words.times import day, period_name

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement, Commitment, ExceptionTerms
    from living_sla.model.figures.goal_item import ShortVolume
    from living_sla.model.quantity import Target


def _owed(of: ProposedAgreement, impact: CommitmentImpact) -> str:
    """``First contact (Sales Development)``."""
    sides = (of.compared.after, of.compared.before)
    terms = next(side.terms for side in sides if side is not None and impact.named in side.terms.commitments)
    return f"{impact.named.title} ({owing_words(terms, impact.named)})"


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


def ended_already(after: Agreement) -> str:
    """That a last day has passed."""
    assert after.terms.until is not None
    return f"The last day, {day(after.terms.until)}, has passed: nothing would hold from the day on which it lands."


def agreement_dropped(before: Agreement) -> str:
    """That nothing of an agreement is left."""
    return f"The agreement {before.terms.title} is not there any more; a last day (until) would end it in the open."


def commitment_dropped(before: Agreement, commitment: Commitment, instead: Commitment | None) -> str:
    """That nobody owes a commitment any more, and which new one looks as if it took its place."""
    told = f"{owing_words(before.terms, commitment)} no longer owes {commitment.title}"
    if instead is None:
        return f"{told}."
    return f"{told}; {instead.title} is new, its figures begin anew, and it asks for {target(instead.target)}."


def agreement_removed(before: Agreement, commitment: Commitment) -> str:
    """That an agreement in force is gone with a commitment, which nobody signs."""
    return (
        f"The agreement {before.terms.title} is in force, and would be gone without a signature: "
        f"{owing_words(before.terms, commitment)} would no longer owe {commitment.title}. "
        "A last day (until) ends it, which everybody signs."
    )


def signatories_replaced(before: Agreement, after: Agreement, party: str) -> str:
    """That nobody who signs for a party today signs for it afterwards."""
    names = listed(name_of(before.terms, signer) for signer in before.terms.parties[party].signs)
    now = after.terms.parties[party].signs if party in after.terms.parties else ()
    instead = listed(name_of(after.terms, signer) for signer in now) if now else "nobody"
    return f"For {team_of(before.terms, party)} {names} signs today; as proposed, {instead} would."


def cannot_sign(after: Agreement, party: str) -> str:
    """That a party has nobody who signs beside one that has."""
    return f"Nobody signs for {team_of(after.terms, party)}, and the other side does: name its signatories (signs)."


def exception_begun(after: Agreement, exception: ExceptionTerms, at: datetime) -> str:
    """That time is excused which has begun."""
    started = wall_time(at, after.terms.coverage.timezone) >= exception.end
    when = "is over" if started else "has begun"
    return f'The exception "{exception.id}" excuses time that {when}: from {moment_words(exception.start)} on.'


def starts_without_notice(before: Agreement, starts: date, earliest: date) -> str:
    """How early other terms would hold, and what the agreed terms give notice of."""
    return (
        f"The terms ask for a notice of {before.terms.notice}, until {day(earliest)}; "
        f"these would hold from {day(starts)} at the earliest."
    )


def ends_without_notice(before: Agreement, after: Agreement, earliest: date) -> str:
    """How early an agreement would end, and what it gives notice of."""
    assert after.terms.until is not None
    return (
        f"The terms ask for a notice of {before.terms.notice}, until {day(earliest)}; "
        f"the agreement would end with {day(after.terms.until)}."
    )


def owes_nothing(after: Agreement, party: str) -> str:
    """That one party has no commitment."""
    return f"{team_of(after.terms, party)} would owe nothing."


def harder_for_one(after: Agreement, party: str, others: Sequence[str]) -> str:
    """That one party owes more and no other does."""
    who = listed((team_of(after.terms, other) for other in others), "or")
    return f"What {team_of(after.terms, party)} owes gets harder, and nothing that {who} owes does."


def narrowed(of: ProposedAgreement, impact: CommitmentImpact, periods: int, was: int, fewer: int, more: int) -> str:
    """How many records count no longer; only that other records count, where nobody can tell how many."""
    if not periods:
        return f"Other records count for {_owed(of, impact)}, and how many fewer, these figures do not tell."
    others = f", and {more:,} more in other periods" if more else ""
    return (
        f"What counts for {_owed(of, impact)} is narrowed: {fewer:,} of {counted(was, 'record')} in "
        f"{counted(periods, 'closed period')} would not count{others}."
    )


def one_miss(of: ProposedAgreement, impact: CommitmentImpact, asked: Target, usual: Fraction) -> str:
    """That the volume allows for no miss."""
    return (
        f"A single miss breaks {_owed(of, impact)}: about {counted(round(usual), 'record')} a "
        f"{impact.named.per.noun}, of which {target(asked)} allows for none."
    )


def no_capacity(after: Agreement, short: ShortVolume) -> str:
    """What a volume takes of a desk, and what is there."""
    return f"{load_words(after.terms, short)[0].upper()}{load_words(after.terms, short)[1:]}."


def not_judged(of: ProposedAgreement, impact: CommitmentImpact, running: Attainment) -> str:
    """That the running period is in danger and would not be judged."""
    assert running.status is not None
    return (
        f"{period_name(running.period)} of {_owed(of, impact)} is {running.status.value}, "
        "and would not be judged to its end any more."
    )


def other_periods(of: ProposedAgreement, impact: CommitmentImpact, running: Attainment, instead: Attainment) -> str:
    """That periods of another length begin while the running one is in danger."""
    assert running.status is not None
    assert instead.status is not None
    return (
        f"{period_name(running.period)} of {_owed(of, impact)} is {running.status.value}; judged by other periods, "
        f"{period_name(instead.period)} would be {instead.status.value}."
    )


def history_removed(path: str, what: str) -> str:
    """What happened to a file that is never edited."""
    return f"{printable(path)} {what}: what was signed, waived or sealed stays as it is."
