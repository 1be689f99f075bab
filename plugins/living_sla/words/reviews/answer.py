"""What a review came to, in one or two sentences: the first thing that its page says."""

from __future__ import annotations

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.model.time.period import Period
from living_sla.words import numbers, times
from living_sla.words.layout import capital
from living_sla.words.numbers import NBSP
from living_sla.words.reviews.naming import title_in

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


def may_turn(record: ReviewRecord) -> bool:
    """Whether a verdict of the period, given or still to come, may be another one once what was open has ended.

    Those of shares and percentiles are given once nothing that is open can turn them; that of an average is given all
    the same, and nothing bounds it.
    """
    figures = [figure for _, owed in all_owed(record) for figure in owed.reviewed if figure.counts.pending]
    return any(figure.status not in (Status.MET, Status.MISSED) or figure.lower is None for figure in figures)


def answer(record: ReviewRecord) -> str:
    """``3 of 4 commitments were kept in Q3 2026. Missed: First contact in July and August.``"""
    owed = all_owed(record)
    kept, missed = [each for _, each in owed if is_kept(each)], [of for of in owed if missed_in(of[1])]
    judged, when = len(kept) + len(missed), times.period_name(record.period)
    if not judged:
        return f"No commitment was judged in {when}."
    noun = "commitment" if judged == 1 else "commitments"
    verb = "was" if 1 in (judged, len(kept)) else "were"
    count = f"All {judged}" if judged == len(kept) > 1 else f"{len(kept)} of {judged}"
    first = f"{count} {noun} {verb} kept in {when}."
    return " ".join([first, *([_missed(record, missed)] if missed else [])])


def kept_of(record: ReviewRecord) -> str:
    """``3 of 4``: the commitments that were kept, of those with a verdict."""
    owed = [each for _, each in all_owed(record)]
    kept = sum(map(is_kept, owed))
    judged = kept + sum(bool(missed_in(each)) for each in owed)
    return f"{kept} of {judged}" if judged else "none judged"


def _missed(record: ReviewRecord, missed: list[tuple[FrozenAgreement, FrozenCommitment]]) -> str:
    if len(missed) > _NAMED:
        return f"{capital(numbers.how_many(len(missed)))} were missed."
    whole = record.period
    if all(figure.period.label == whole.label for _, each in missed for figure in missed_in(each)):
        return f"Missed:{NBSP}{numbers.listed(title_in(record, *of) for of in missed)}."
    told = [f"{title_in(record, *of)} in {periods_words(missed_in(of[1]), whole)}" for of in missed]
    return f"Missed:{NBSP}{'; '.join(told)}."


def periods_words(figures: list[Attainment], whole: Period) -> str:
    """The periods of these figures, the year only where it is not that of the review; of many only how many.

    ``July and August``, ``December 2025 and January 2026``, ``five periods``.
    """
    if len(figures) > _NAMED:
        return f"{numbers.how_many(len(figures))} periods"
    year = whole.label[:4]
    is_same = all(figure.period.label.startswith(year) for figure in figures)
    name = times.period_short if is_same else times.period_name
    return numbers.listed(name(figure.period) for figure in figures)
