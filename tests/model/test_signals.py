"""The runs of periods that count alike, and the two words of a commitment."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.usual_range import Assurance, Variation
from living_sla.model.quantity import Target
from tests.factories import reports


def series_of(*met: int, of: int = 100):
    """Closed months before November 2026, then November, which runs."""
    periods = reports.months("2026-11", 1) if not met else reports.months(_first(len(met)), len(met) + 1)
    closed = [reports.share(period, found, of - found) for period, found in zip(periods, met, strict=False)]
    return (*closed, reports.share(periods[-1], 1, 99))


def _first(months: int) -> str:
    at = 2026 * 12 + 10 - months
    return f"{at // 12}-{at % 12 + 1:02}"


def standing_of(series, **more):
    return reports.standing("first-contact", series, **more)


STEADY = (95, 93, 96, 94, 95, 93, 96, 94, 95, 94)


def test_the_running_period_is_never_part_of_the_range():
    usual = standing_of(series_of(*STEADY)).usual_range
    assert usual.points == 10
    assert usual.centre == Fraction(sum(STEADY), 1000)


def test_a_period_with_open_records_is_not_part_of_it_yet():
    series = list(series_of(*STEADY))
    series[9] = reports.share(series[9].period, 94, 5, 1)
    assert standing_of(series).usual_range.points == 9


def test_the_range_is_redrawn_where_counting_changed():
    series = list(series_of(*STEADY))
    series[4] = replace(series[4], broken=True)
    standing = standing_of(series)
    assert [len(run.periods) for run in standing.runs] == [4, 7]
    assert standing.usual_range.points == 6


def test_a_period_inside_which_counting_changed_is_in_neither_range():
    series = list(series_of(*STEADY))
    series[3] = replace(series[3], broken=True, parts=(series[3], series[3]))
    runs = standing_of(series).runs
    assert [run.values == () or len(run.values) for run in runs] == [3, 6]


def test_another_unit_or_length_of_periods_does_not_compare():
    series = list(series_of(*STEADY))
    series[:3] = [replace(found, unit="hours") for found in series[:3]]
    series[3] = replace(series[3], period=replace(series[3].period, kind="quarter"))
    assert [len(run.periods) for run in standing_of(series).runs] == [3, 1, 7]


def test_a_time_without_terms_does_not_end_a_range_that_counts_alike():
    series = list(series_of(*STEADY))
    series[4] = replace(series[4], value=None, status=Status.NOT_IN_FORCE, unit="")
    assert len(standing_of(series).runs) == 1


def test_a_part_of_a_month_is_not_a_month_of_a_volume():
    volumes = [reports.volume(period, 400 + at) for at, period in enumerate(reports.months("2026-03", 8))]
    volumes[0] = replace(volumes[0], window=(volumes[0].period.start, volumes[0].period.end))
    assert reports.standing("mql-volume", volumes).usual_range.points == 7


def test_nothing_is_usual_where_nobody_owes_it_any_more_or_too_little_is_known():
    lapsed = replace(series_of(*STEADY)[-1], status=Status.NOT_IN_FORCE, value=None)
    for series in ((), series_of(95, 94, 96, 93, 95), (*series_of(*STEADY)[:-1], lapsed)):
        standing = standing_of(series)
        assert (standing.usual_range, standing.variation, standing.assurance) == (None, None, None)


@pytest.mark.parametrize(
    ("met", "variation", "assurance"),
    [
        (STEADY, Variation.STEADY, Assurance.HIT_OR_MISS),
        ((*STEADY, 80), Variation.WORSE, Assurance.HIT_OR_MISS),
        ((99, 99, 99, 99, 99, 99), Variation.STEADY, Assurance.WILL_MEET),
        ((81, 80, 81, 80, 81, 80), Variation.STEADY, Assurance.WILL_MISS),
    ],
)
def test_two_words_say_whether_a_figure_is_news_and_whether_effort_is_enough(met, variation, assurance):
    standing = standing_of(series_of(*met))
    assert (standing.variation, standing.assurance) == (variation, assurance)


def test_of_an_at_most_less_is_better():
    target = Target("at most", Decimal(90), "minutes")
    series = [
        replace(reports.first_response(found, minutes, 40), target=target)
        for found, minutes in zip(reports.months("2026-04", 7), ["80", "82", "81", "80", "82", "81", "40"], strict=True)
    ]
    standing = reports.standing("first-response", series)
    assert (standing.variation, standing.assurance) == (Variation.BETTER, Assurance.HIT_OR_MISS)
    assert reports.standing("first-response", series[:-1]).assurance == Assurance.WILL_MEET


def test_a_range_is_drawn_no_further_than_a_figure_can_go():
    high, low = (standing_of(series_of(*met)).runs[-1] for met in ((99, 96, 99, 97, 99, 98), (1, 3, 1, 4, 1, 2)))
    assert high.usual.high > 1
    assert high.drawn == (high.usual.low, 1)
    assert low.usual.low < 0
    assert low.drawn == (0, low.usual.high)


def test_amounts_that_fell_below_zero_once_may_do_so_again():
    amounts = ["-10", "90", "20", "80", "-5", "70"]
    series = [
        reports.pipeline(found, amount) for found, amount in zip(reports.months("2026-04", 6), amounts, strict=True)
    ]
    run = reports.standing("pipeline", series).runs[-1]
    assert run.drawn == (run.usual.low, run.usual.high)


def test_every_settled_period_is_asked_whether_it_is_news():
    run = standing_of(series_of(*STEADY, 80, 94)).runs[-1]
    assert run.news == (*(0,) * 10, -1, 0)
    assert standing_of(series_of(95, 80)).runs[-1].news == (0, 0)


def test_a_share_that_was_above_all_is_not_drawn_below_what_it_was():
    """A measure of one's own may come to 110 % of a plan; then 100 % is no end of the drawing."""
    series = [replace(each, value=each.value + Fraction(1, 10)) for each in series_of(*STEADY)]
    _low, high = standing_of(series).runs[-1].drawn
    assert high > max(each.value for each in series[:-1])
