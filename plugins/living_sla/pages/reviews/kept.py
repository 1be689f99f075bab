"""Part 1: what both sides promised and what they kept, in one table, beside the period before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.pages.html import render
from living_sla.pages.spark import spark
from living_sla.words import numbers, times
from living_sla.words.reviews.comparison import change_words, is_better
from living_sla.words.reviews.naming import team
from living_sla.words.standing import figures

_FEW = 4
"""So many periods are shown one by one; of more only those that were not met."""


@dataclass(frozen=True)
class _KeptRow:
    commitment: FrozenCommitment
    periods: tuple[Attainment, ...]
    """Those that are shown one by one."""
    others: str
    """What the rest came to."""
    targets: tuple[str, ...]
    before: str
    """How far the pooled figure is from that of the period before."""
    tone: str
    """``better`` or ``worse``; empty where neither can be told."""
    spark: Markup


@dataclass(frozen=True)
class _OwingSide:
    """What one party owes under one agreement."""

    agreement: str
    who: str
    rows: tuple[_KeptRow, ...]


def kept(record: ReviewRecord) -> Markup:
    """One row a commitment, by agreement and by the side that owes it."""
    sides = [side for agreement in record.agreements for side in _sides(agreement)]
    pooled = [owed for agreement in record.agreements for owed in agreement.commitments if owed.before is not None]
    return render(
        "reviews-kept.html",
        sides=sides,
        several=len(record.agreements) > 1,
        whole=times.period_name(record.period),
        before=times.period_name(pooled[0].before.period) if pooled and pooled[0].before else "The period before",
    )


def _sides(agreement: FrozenAgreement) -> Iterator[_OwingSide]:
    for party in dict.fromkeys(owed.by for owed in agreement.commitments):
        mine = [owed for owed in agreement.commitments if owed.by == party]
        verb = "owe together" if party == "both" else "owes"
        yield _OwingSide(agreement.title, f"{team(agreement, party)} {verb}", tuple(map(_row, mine)))


def _row(owed: FrozenCommitment) -> _KeptRow:
    reviewed = owed.reviewed
    one_by_one = reviewed
    others = ""
    if len(reviewed) > _FEW:
        one_by_one = tuple(figure for figure in reviewed if figure.status is not Status.MET)
        met = len(reviewed) - len(one_by_one)
        others = f"{numbers.number(met)} of {len(reviewed)} {reviewed[0].period.kind}s met"
    moved = change_words(owed.pooled, owed.before) if owed.pooled and owed.before else ""
    better = is_better(owed.pooled, owed.before) if owed.pooled and owed.before else None
    tone = "" if better is None else "better" if better else "worse"
    targets = tuple(dict.fromkeys(figures.target(figure.target) for figure in reviewed))
    return _KeptRow(owed, one_by_one, others, targets, moved, tone, spark(owed.series))
