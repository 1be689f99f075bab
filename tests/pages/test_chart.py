from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from living_sla.model.figures.standing import Standing
from living_sla.model.quantity import Target
from living_sla.pages import blocks as pages
from living_sla.pages import chart
from living_sla.pages.spark import spark
from tests.factories import reports

SVG = "{http://www.w3.org/2000/svg}"


def drawn(part) -> ElementTree.Element:
    html = pages.trend(part)
    svg = html[html.index("<svg") : html.index("</svg>") + 6]
    return ElementTree.fromstring(svg)


def classes(svg: ElementTree.Element, tag: str = "path") -> list[str]:
    return [" ".join(found.get("class", "").split()) for found in svg.iter(SVG + tag)]


def test_a_miss_has_its_own_shape_and_a_running_period_is_hollow():
    svg = drawn(reports.first_contact())
    points = [found for found in svg.iter(SVG + "path") if "sla-point" in found.get("class", "")]
    shapes = {" ".join(found.get("class", "").split()): found.get("d") for found in points}
    assert list(shapes) == ["sla-point sla-met", "sla-point sla-missed", "sla-point sla-at-risk sla-hollow"]
    assert len(set(shapes.values())) == 3


def test_a_period_without_data_is_a_gap_in_the_line():
    svg = drawn(reports.first_contact())
    assert classes(svg).count("sla-line") == 2
    assert [found.text for found in svg.iter(SVG + "text") if found.get("class") == "sla-gap"] == ["no data"]


def test_open_records_are_drawn_as_a_range():
    assert classes(drawn(reports.first_contact())).count("sla-range") == 1


def test_every_figure_is_written_beside_its_mark():
    svg = drawn(reports.first_contact())
    values_drawn = next(found for found in svg.iter(SVG + "g") if found.get("class") == "sla-values")
    labels = [found.text for found in values_drawn]
    assert labels == ["97.1", "96.0", "91.2", "96.9", "91.4", "96.2"]


def test_the_picture_has_a_title_and_a_description():
    svg = drawn(reports.first_contact())
    title, description = svg.find(SVG + "title"), svg.find(SVG + "desc")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "First contact, the last 7 periods"
    assert description.text.replace("\u00a0", " ").startswith("Target: at least 95 %. May 2026: 97.1 %, met; June")


def test_width_height_and_box_agree():
    svg = drawn(reports.mql_volume())
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"


def test_bars_stand_on_zero():
    found = chart.trend(reports.mql_volume().series, bars=True)
    assert found.bars
    assert found.grid[0][1] == "0"
    assert found.grid[0][0] == found.base


def test_a_missed_bar_carries_the_shape_of_a_miss():
    assert classes(drawn(reports.mql_volume())).count("sla-point sla-on-bar sla-missed") == 2


def test_a_running_volume_shows_its_pace():
    assert classes(drawn(reports.mql_volume())).count("sla-pace") == 1


def test_the_line_of_the_target_moves_with_the_terms():
    series = list(reports.first_contact().series)
    raised = Target("at least", Decimal("0.97"), "%")
    series[5:] = [replace(found, target=raised) for found in series[5:]]
    assert chart.trend(reports.first_contact().series, bars=False).target.count("V") == 0
    assert chart.trend(series, bars=False).target.count("V") == 1


def test_nothing_is_drawn_without_a_figure():
    assert pages.trend(reports.standing("first-contact", [reports.share(reports.month("2026-10"))])) == ""
    assert pages.trend(reports.standing("first-contact", [])) == ""


def test_a_chart_shows_the_latest_twelve_periods():
    series = [reports.share(period, 90, 5) for period in reports.months("2025-01", 20)]
    assert len(chart.trend(series, bars=False).marks) == 12


@pytest.mark.parametrize("seed", range(40))
def test_every_mark_and_label_lies_inside_the_picture(seed):
    periods = reports.months("2026-01", 1 + seed % 12)
    counts = [((seed * 37 + at * 53) % 120, (seed * 11 + at * 7) % 40, seed * at % 9) for at in range(len(periods))]
    shares = [reports.share(period, *each) for period, each in zip(periods, counts, strict=True)]
    found = chart.trend(shares, bars=False)
    if found is None:
        assert not any(met + missed for met, missed, _ in counts)
        return
    heights = [at for mark in found.marks for at in (mark.y, mark.low, mark.high) if at is not None]
    assert all(0 <= at <= found.base for at in heights)
    assert all(8 <= mark.label_y <= found.base for mark in found.marks)


@pytest.mark.parametrize("amount", [0, 1, 3, 7, 12, 99, 100, 458, 1001, 123_456])
def test_the_scale_of_a_volume_has_whole_steps_and_few_of_them(amount):
    agreed = reports.terms(commitments=[{**reports.TERMS["commitments"][0], "target": f"at least {amount or 1}"}])
    found = chart.trend([reports.volume(reports.month("2026-10"), amount, agreed=agreed)], bars=True)
    assert 2 <= len(found.grid) <= 7
    assert all("." not in label for _, label in found.grid)


def test_a_chart_weighs_about_five_kilobytes():
    year = [reports.share(period, 90 + at % 9, 5) for at, period in enumerate(reports.months("2025-01", 12))]
    assert len(pages.trend(reports.standing("first-contact", year))) < 6_000
    assert len(spark(reports.first_contact().series)) < 2_500


def test_shares_of_an_at_most_target_start_at_nothing():
    series = [
        replace(reports.share(period, 8, 92), target=Target("at most", Decimal("0.10"), "%"))
        for period in reports.months("2026-06", 3)
    ]
    assert chart.trend(series, bars=False).grid[0][1].replace("\u00a0", " ") == "0 %"
    assert Fraction(8, 100) == series[0].value


# ---------------------------------------------------------------- units


def pipeline() -> Standing:
    amounts = ["512000", "599990", "612400", "655000", "480250.5"]
    periods = reports.months("2026-06", 5)
    series = [reports.pipeline(period, amount) for period, amount in zip(periods, amounts, strict=True)]
    return reports.standing("pipeline", series)


def first_response() -> Standing:
    counts = [("84", 200, 0), ("88", 190, 0), ("90.2", 210, 0), ("95", 205, 0), ("71", 212, 0), ("85", 101, 3)]
    periods = reports.months("2026-06", 6)
    series = [reports.first_response(period, *found) for period, found in zip(periods, counts, strict=True)]
    return reports.standing("first-response", series)


def texts(svg: ElementTree.Element, part: str) -> list[str]:
    group = next(found for found in svg.iter(SVG + "g") if found.get("class") == part)
    return [found.text for found in group]


def test_money_is_drawn_as_bars_in_short_numbers_with_the_currency_once():
    svg = drawn(pipeline())
    assert len(list(svg.iter(SVG + "rect"))) == 5
    assert [text for text in texts(svg, "sla-grid") if text] == ["0", "200k", "400k", "600k", "800k", "EUR"]
    assert texts(svg, "sla-values") == ["512k", "599.99k", "612.4k", "655k", "480.3k"]
    assert texts(svg, "sla-target-label") == ["600k", "target"]


def test_a_median_is_a_line_on_a_scale_from_nothing():
    svg = drawn(first_response())
    assert list(svg.iter(SVG + "rect")) == []
    assert [text for text in texts(svg, "sla-grid") if text] == ["0", "20", "40", "60", "80", "100", "business minutes"]
    assert texts(svg, "sla-values") == ["84", "88", "90.2", "95", "71", "85"]
    assert texts(svg, "sla-target-label") == ["90", "target"]


def test_a_range_without_limit_ends_at_the_top_of_the_picture():
    last = chart.trend(first_response().series, bars=False).marks[-1]
    assert last.high < min(mark.y for mark in chart.trend(first_response().series, bars=False).marks)
    assert last.low > last.y


def test_an_average_that_should_be_high_need_not_start_at_nothing():
    """12,000 to 12,400 on a scale from 0 would be a flat line."""
    high = [
        replace(found, unit="EUR", value=Fraction(12_000 + 100 * at), target=Target("at least", Decimal(12_000), "EUR"))
        for at, found in enumerate(first_response().series[:5])
    ]
    assert [label for _, label in chart.trend(high, bars=False).grid] == ["12k", "12.1k", "12.2k", "12.3k", "12.4k"]
