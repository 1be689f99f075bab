"""What a review came to, in one or two sentences: the first thing that its page says."""

from __future__ import annotations

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.words import numbers, times
from living_sla.words.layout import capital

_NAMED = 3


def missed_in(owed: FrozenCommitment) -> list[Attainment]:
    """The periods of the review in which it was missed, oldest first."""
    return [figure for figure in owed.reviewed if figure.status is Status.MISSED]


def is_kept(owed: FrozenCommitment) -> bool:
    """Whether every period of the review that has a verdict met its target, and at least one has."""
    verdicts = {figure.status for figure in owed.reviewed} & {Status.MET, Status.MISSED}
    return verdicts == {Status.MET}


def all_owed(record: ReviewRecord) -> list[tuple[FrozenAgreement, FrozenCommitment]]:
    """Every commitment of the record, with its agreement."""
    return [(agreement, owed) for agreement in record.agreements for owed in agreement.commitments]


def answer(record: ReviewRecord) -> str:
    """``3 of 4 commitments were kept in Q3 2026. First contact was missed in August 2026.``"""
    owed = [each for _, each in all_owed(record)]
    kept, missed = [each for each in owed if is_kept(each)], [each for each in owed if missed_in(each)]
    judged, when = len(kept) + len(missed), times.period_name(record.period)
    if not judged:
        return f"No commitment was judged in {when}."
    noun = "commitment was" if judged == 1 else "commitments were"
    first = f"{len(kept)} of {judged} {noun} kept in {when}."
    return " ".join([first, *([_missed(missed)] if missed else [])])


def kept_of(record: ReviewRecord) -> str:
    """``3 of 4``: the commitments that were kept, of those with a verdict."""
    owed = [each for _, each in all_owed(record)]
    kept = sum(map(is_kept, owed))
    judged = kept + sum(bool(missed_in(each)) for each in owed)
    return f"{kept} of {judged}" if judged else "none judged"


def _missed(missed: list[FrozenCommitment]) -> str:
    if len(missed) > _NAMED:
        return f"{capital(numbers.how_many(len(missed)))} were missed."
    return " ".join(f"{each.title} was missed in {periods_words(missed_in(each))}." for each in missed)


def periods_words(figures: list[Attainment]) -> str:
    """The periods of these figures: ``July 2026 and August 2026``; of many only how many."""
    names = [times.period_name(figure.period) for figure in figures]
    return numbers.listed(names) if len(names) <= _NAMED else f"{numbers.how_many(len(names))} periods"
