"""What an impact withholds: figures of the proposed terms that would tell of a few records beside the agreed ones.

The two figures of a period are about almost the same records. Where one to four records tell the two sets apart, the
difference of the figures is about these few, so that the proposed side says its verdict and nothing else. Rule and
reasons: `docs/security.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.small_groups import NOT_SHOWN, is_enough
from living_sla.model.proposals.impact import PeriodPair
from living_sla.model.time.period import Period

TOO_FEW = "the two are apart by fewer than five records"
OTHER_LENGTHS = "other records in periods of another length"


def without_few(
    pairs: Sequence[PeriodPair], common: Mapping[Period, Attainment] | None, *, apart: bool
) -> tuple[PeriodPair, ...]:
    """The pairs as they may be told.

    `common` are the records that both terms count, by period; None where the two count the same ones, or where nobody
    can tell. `apart` is whether other records count in periods of other lengths: sums of them may not be compared.
    """
    return tuple(_told(pair, common, apart=apart) for pair in pairs)


def _told(pair: PeriodPair, common: Mapping[Period, Attainment] | None, *, apart: bool) -> PeriodPair:
    before, after = pair.before, pair.after
    if after is None:
        return pair
    if apart and before is None:
        return replace(pair, after=withheld(after), why_not=OTHER_LENGTHS)
    if before is None or not may_tell(before, after, common.get(pair.period) if common is not None else None):
        return pair if before is None else replace(pair, after=withheld(after), why_not=TOO_FEW)
    return pair


def may_tell(before: Attainment, after: Attainment, common: Attainment | None = None) -> bool:
    """Whether nothing, or five records and more, tell apart what the two figures of a period are about."""
    was, proposed = before.counts, after.counts
    differences = [_judged(was) - _judged(proposed), was.excluded - proposed.excluded, was.records - proposed.records]
    if common is not None:
        differences += [was.records - common.counts.records, proposed.records - common.counts.records]
    return all(is_enough(abs(difference)) for difference in differences)


def _judged(counts: Counts) -> int:
    return counts.matured + counts.pending


def withheld(of: Attainment) -> Attainment:
    """The figure without anything but its verdict."""
    return of.but(
        value=None,
        counts=Counts(),
        lower=None,
        upper=None,
        room=None,
        pace=None,
        without_exceptions=None,
        misses=(),
        skewed=0,
        parts=(),
        withheld=NOT_SHOWN,
    )
