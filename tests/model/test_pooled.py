"""Periods are put together where they count alike, and a promise rests on ten of them."""

from __future__ import annotations

from fractions import Fraction

from living_sla.model.figures.durations import Durations, PeriodDurations, Scale
from living_sla.model.figures.pooled import closed, pooled, promises
from tests.factories.reports import months

SCALE = Scale("minutes", business=False, limit=60)


def durations(quick: list[int], *, alike_from: int = 0) -> Durations:
    """Months with a hundred records each, of which so many took an hour at most."""
    periods = [
        PeriodDurations(period, (60,), (of, 100 - of), 60, ended=True)
        for period, of in zip(months("2025-01", len(quick)), quick, strict=True)
    ]
    return Durations(SCALE, tuple(periods), alike_from)


def test_nine_of_ten_months_kept_what_is_promised():
    found = dict(promises(durations([90, 91, 92, 93, 94, 95, 96, 97, 98, 40])))
    assert found[60] == Fraction(90, 100)


def test_months_before_what_is_counted_changed_promise_nothing():
    assert promises(durations([90] * 12, alike_from=3)) == ()
    assert dict(promises(durations([10, 10, *[90] * 10], alike_from=2)))[60] == Fraction(90, 100)


def test_bands_are_of_months_that_count_alike():
    found = pooled(durations([10, 10, 90, 90], alike_from=2))
    assert found is not None
    assert (len(found.periods), found.of.within(60)) == (2, (180, 180))


def test_where_the_latest_month_counts_otherwise_and_is_not_told_nothing_is_put_together():
    assert closed(durations([90, 90], alike_from=2)) == ()
    assert pooled(durations([90, 90], alike_from=2)) is None
