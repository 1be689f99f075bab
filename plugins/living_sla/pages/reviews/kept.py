"""Part 1: what both sides promised and what they kept, in one table, beside the period before."""

from __future__ import annotations

from collections.abc import Iterator, Set

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.reviews.apart import Apart, why_apart
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.pages.html import render
from living_sla.pages.spark import spark
from living_sla.words import numbers, times
from living_sla.words.reviews.answer import all_owed, is_kept
from living_sla.words.reviews.comparison import ROUNDED, change_words, is_better, is_rounded_apart
from living_sla.words.reviews.naming import team
from living_sla.words.standing import figures, signals

_FEW = 4
"""So many periods are shown one by one; of more only those that were not met."""
_ALL_IN_FULL = 24
"""Commitments that have a row each; of more only those that were not kept, the first of them in full."""
_IN_FULL = 4


class _KeptRow(Struct, frozen=True):
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
    apart: str
    """Why it is not told, where the two do not compare."""
    spark: Markup


class _OwingSide(Struct, frozen=True):
    """What one party owes under one agreement."""

    agreement: str
    who: str
    rows: tuple[_KeptRow, ...]
    lines: tuple[str, ...]
    """What was kept of many commitments, a line each."""


def kept(record: ReviewRecord) -> Markup:
    """One row a commitment, by agreement and by the side that owes it."""
    owed = [each for _, each in all_owed(record)]
    rows = owed if len(owed) <= _ALL_IN_FULL else [each for each in owed if not is_kept(each)]
    full = rows if rows is owed else rows[:_IN_FULL]
    shown = [{id(each) for each in some} for some in (rows, full)]
    sides = [side for agreement in record.agreements for side in _sides(agreement, *shown)]
    pooled = [owed for agreement in record.agreements for owed in agreement.commitments if owed.before is not None]
    return render(
        "reviews-kept.html",
        sides=sides,
        several=len(record.agreements) > 1,
        whole=times.period_name(record.period),
        before=times.period_name(pooled[0].before.period) if pooled and pooled[0].before else "The period before",
        rounded=ROUNDED if any(is_rounded_apart(*pair) for each in rows if (pair := _pair(each))) else "",
    )


def _sides(agreement: FrozenAgreement, rows: Set[int], full: Set[int]) -> Iterator[_OwingSide]:
    for party in dict.fromkeys(owed.by for owed in agreement.commitments):
        mine = [owed for owed in agreement.commitments if owed.by == party]
        verb = "owe together" if party == "both" else "owes"
        yield _OwingSide(
            agreement.title,
            f"{team(agreement, party)} {verb}",
            tuple(_row(owed, in_full=id(owed) in full) for owed in mine if id(owed) in rows),
            tuple(_line(owed) for owed in mine if id(owed) not in rows),
        )


def _line(owed: FrozenCommitment) -> str:
    whole = f", {figures.figure(owed, owed.pooled)}" if owed.pooled else ""
    pair = _pair(owed)
    moved = change_words(*pair) if pair else ""
    return f"{owed.title}: {_met(owed)}{whole}{f', {moved}' if moved else ''}"


def _met(owed: FrozenCommitment) -> str:
    """``2 of 3 months met``."""
    met = sum(figure.status is Status.MET for figure in owed.reviewed)
    return f"{numbers.number(met)} of {counted(len(owed.reviewed), signals.period_noun(owed.reviewed[0]))} met"


def _row(owed: FrozenCommitment, *, in_full: bool) -> _KeptRow:
    reviewed = owed.reviewed
    one_by_one, others = reviewed, ""
    if len(reviewed) > _FEW or (reviewed and not in_full):
        one_by_one = tuple(figure for figure in reviewed if figure.status is not Status.MET)
        others = _met(owed)
    if not in_full and one_by_one:
        names = numbers.listed(times.period_short(figure.period) for figure in one_by_one[:_FEW])
        others, one_by_one = f"{others}; not met: {names}", ()
    pair = _pair(owed)
    moved = change_words(*pair) if pair else ""
    better = is_better(*pair) if pair else None
    tone = "" if better is None else "better" if better else "worse"
    apart = f"does not compare: {why.value}" if (why := _apart(owed)) else ""
    targets = tuple(dict.fromkeys(figures.target(figure.target) for figure in reviewed))
    trend = spark(owed.series) if in_full else Markup("")
    return _KeptRow(owed, one_by_one, others, targets, moved, tone, apart, trend)


def _apart(owed: FrozenCommitment) -> Apart | None:
    """Why the period of the review does not compare with the one before; None where it does, or one has no figure."""
    if owed.pooled is None or owed.before is None or owed.pooled.value is None or owed.before.value is None:
        return None
    return why_apart(owed.before, owed.pooled, volume=owed.measure.is_volume)


def _pair(owed: FrozenCommitment) -> tuple[Attainment, Attainment] | None:
    """The pooled figure and that of the period before, where they compare."""
    if owed.pooled is None or owed.before is None or _apart(owed):
        return None
    return owed.pooled, owed.before
