import itertools
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from living_sla.model.figures.standing import Standing
from living_sla.model.quantity import Target
from living_sla.pages import blocks as pages
from living_sla.pages.charts import labels
from living_sla.pages.charts import trend as chart
from living_sla.pages.spark import spark
from tests.factories import reports

SVG = "{http://www.w3.org/2000/svg}"


def drawn(part) -> ElementTree.Element:
    html = pages.trend(part)
    return ElementTree.fromstring(html[html.index("<svg") : html.index("</svg></div>") + 6])


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
    assert classes(svg, "line").count("sla-line") == 4  # of seven months, the fourth without a figure
    assert [found.text for found in svg.iter(SVG + "text") if "sla-gap" in (found.get("class") or "")] == ["no data"]


def test_open_records_are_drawn_as_a_range():
    assert classes(drawn(reports.first_contact())).count("sla-range") == 1


def test_every_figure_is_written_beside_its_mark():
    svg = drawn(reports.first_contact())
    assert texts(svg, "sla-value") == ["97.1", "96.0", "91.2", "96.9", "91.4", "96.2"]


def test_the_picture_has_a_title_and_a_description():
    svg = drawn(reports.first_contact())
    title, description = svg.find(SVG + "title"), svg.find(SVG + "desc")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "First contact, the last 7 periods"
    assert description.text.replace("\u00a0", " ").startswith("Target: at least 95 %. May 2026: 97.1 %, met; June")


def test_bars_stand_on_zero():
    found = chart.trend(reports.mql_volume().series, bars=True)
    assert found.bars
    assert found.grid[0][1] == "0"
    assert found.grid[0][0] == found.base


def test_a_missed_bar_carries_the_shape_of_a_miss():
    assert classes(drawn(reports.mql_volume())).count("sla-point sla-on-bar sla-missed") == 2


def test_a_running_volume_shows_its_pace():
    assert classes(drawn(reports.mql_volume()), "line").count("sla-pace") == 1


def test_the_line_of_the_target_moves_with_the_terms():
    series = list(reports.first_contact().series)
    raised = Target("at least", Decimal("0.97"), "%")
    series[5:] = [replace(found, target=raised) for found in series[5:]]
    for of, heights in ((reports.first_contact().series, 1), (series, 2)):
        line = chart.trend(of, bars=False).target
        assert len({y for part in line for y in (part[1], part[3])}) == heights
        assert (line[0][0], line[-1][2]) == (0, 100)


def test_nothing_is_drawn_without_a_figure():
    assert pages.trend(reports.standing("first-contact", [reports.share(reports.month("2026-10"))])) == ""
    assert pages.trend(reports.standing("first-contact", [])) == ""


def test_a_chart_shows_the_latest_two_years_of_months():
    series = [reports.share(period, 90, 5) for period in reports.months("2023-01", 60)]
    assert len(chart.trend(series, bars=False).marks) == 24


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
    assert all(found.top <= at <= found.base for at in heights)
    assert all(0 <= mark.x <= 100 for mark in found.marks)


@pytest.mark.parametrize("amount", [0, 1, 3, 7, 12, 99, 100, 458, 1001, 123_456])
def test_the_scale_of_a_volume_has_whole_steps_and_few_of_them(amount):
    agreed = reports.terms(commitments=[{**reports.TERMS["commitments"][0], "target": f"at least {amount or 1}"}])
    found = chart.trend([reports.volume(reports.month("2026-10"), amount, agreed=agreed)], bars=True)
    assert 2 <= len(found.grid) <= 7
    assert all("." not in label for _, label in found.grid)


def test_a_chart_weighs_less_than_ten_kilobytes():
    year = [reports.share(period, 90 + at % 9, 5) for at, period in enumerate(reports.months("2025-01", 12))]
    assert len(pages.trend(reports.standing("first-contact", year))) < 10_000
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


def texts(svg: ElementTree.Element, kind: str) -> list[str]:
    """The texts of a kind, or those in a group of that kind."""
    found = (each for each in svg.iter() if kind in (each.get("class") or "").split())
    return [text.text for each in found for text in each.iter(SVG + "text")]


def test_money_is_drawn_as_bars_in_short_numbers_with_the_currency_once():
    svg = drawn(pipeline())
    assert len(list(svg.iter(SVG + "rect"))) == 5
    assert texts(svg, "sla-grid") == ["0", "200k", "400k", "600k", "800k"]
    assert "<span>In EUR</span>" in pages.trend(pipeline())
    assert texts(svg, "sla-value") == ["512k", "599.99k", "612.4k", "655k", "480.3k"]
    assert texts(svg, "sla-target-label") == ["600k", "target"]


def test_a_median_is_a_line_on_a_scale_from_nothing():
    svg = drawn(first_response())
    assert list(svg.iter(SVG + "rect")) == []
    assert texts(svg, "sla-grid") == ["0", "20", "40", "60", "80", "100"]
    assert "<span>In business minutes</span>" in pages.trend(first_response())
    assert texts(svg, "sla-value") == ["84", "88", "90.2", "95", "71", "85"]
    assert texts(svg, "sla-target-label") == ["90", "target"]


def test_what_open_records_can_do_beyond_the_axis_is_an_arrow_to_its_edge():
    picture = chart.trend(first_response().series, bars=False)
    last = picture.marks[-1]
    assert (last.high, last.leads_up, last.leads_down) == (picture.top, True, False)
    assert last.low > last.y
    many = [*reports.first_contact().series[:-1], reports.share(reports.month("2026-11"), 200, 4, 400)]
    last = chart.trend(many, bars=False).marks[-1]
    assert (last.leads_up, last.leads_down) == (False, True)


def test_amounts_below_zero_hang_from_it():
    amounts = ["300", "-200", "400"]
    series = [reports.pipeline(found, of) for found, of in zip(reports.months("2026-04", 3), amounts, strict=True)]
    picture = chart.trend(series, bars=True)
    assert picture.top < picture.zero < picture.base
    assert [mark.y < picture.zero for mark in picture.marks] == [True, False, True]


def test_amounts_that_are_all_below_zero_hang_from_it_as_well():
    """Without a target, as the segments of a total are."""
    series = [replace(reports.pipeline(found, "-200"), status=None) for found in reports.months("2026-04", 3)]
    picture = chart.trend(series, bars=True)
    assert picture.zero == picture.top
    assert all(mark.y > picture.zero for mark in picture.marks)


def test_hours_and_minutes_have_no_scale_in_common():
    """A target of 2 hours became one of 90 minutes: what was told in hours is left out."""
    series = list(first_response().series)
    series[:2] = [replace(each, unit="hours", value=Fraction(2)) for each in series[:2]]
    assert len(chart.trend(series, bars=False).marks) == 4
    assert "the last 4 periods" in pages.trend(reports.standing("first-response", series))


# ---------------------------------------------------------------- the usual range


def long(*met: int, first: str = "2025-01") -> Standing:
    periods = reports.months(first, len(met))
    series = [reports.share(period, found, 100 - found) for period, found in zip(periods, met, strict=True)]
    return reports.standing("first-contact", series)


def bands(standing: Standing) -> list[chart.Band]:
    return list(chart.trend(standing.series, standing.runs, bars=False).bands)


def test_the_usual_range_is_dashed_from_six_periods_and_solid_from_ten():
    assert bands(long(95, 94, 96, 93, 95)) == []
    assert [band.is_rough for band in bands(long(95, 94, 96, 93, 95, 94))] == [True]
    assert [band.is_rough for band in bands(long(*[95, 94, 96, 93, 95] * 2))] == [False]


def test_the_usual_range_lies_inside_the_picture_whatever_the_figures():
    for met in ((95, 20, 99, 0, 100, 50), (100,) * 8, (0,) * 8):
        standing = long(*met)
        picture = chart.trend(standing.series, standing.runs, bars=False)
        assert all(picture.top <= band.high <= band.low <= picture.base for band in picture.bands)


def test_each_run_that_counts_alike_has_a_range_of_its_own():
    met = (80, 82, 81, 80, 83, 82, 81, 95, 93, 96, 94, 95, 93)
    series = list(long(*met).series)
    series[7] = replace(series[7], broken=True)
    first, second = bands(reports.standing("first-contact", series))
    assert first.right == second.left
    assert first.high > second.low


def test_a_range_of_periods_before_the_picture_begins_at_its_edge():
    [band] = bands(long(*[95, 93, 96, 94] * 10, first="2022-01"))
    assert (band.left, round(band.right)) == (0, 100)


def test_a_signal_has_a_ring_and_a_word():
    met = (95, 93, 96, 94, 95, 93, 96, 94, 95, 80)
    svg = drawn(long(*met))
    assert classes(svg).count("sla-ring") == 1
    assert "a signal, not noise" in pages.trend(long(*met))
    assert "a signal, not noise" not in pages.trend(long(*met[:9]))


def test_the_text_alternative_tells_range_and_signals():
    said = drawn(long(95, 93, 96, 94, 95, 93, 96, 94, 95, 80)).findtext(f"{SVG}desc").replace("\u00a0", " ")
    assert "Usual range: 83.9 % to 100.0 % (10 closed months). Signals: below what is usual in October 2025." in said


# ---------------------------------------------------------------- room for labels


@pytest.mark.parametrize("periods", [1, 2, 6, 7, 12, 13, 24])
@pytest.mark.parametrize("met", [3, 95, 100])
def test_no_two_labels_of_a_row_touch_at_any_width(periods, met):
    marks = chart.trend(long(*[met] * periods).series, bars=False).marks
    for name, width in labels.WIDTHS.items():
        shown = [mark for mark in marks if mark.label and name not in mark.hidden]
        places = [(mark.x / 100 * width, labels.wide(mark.label) / 2) for mark in shown]
        assert places
        assert all(left + half <= right - other for (left, half), (right, other) in itertools.pairwise(places))


def test_the_newest_figure_is_always_written():
    for periods in (1, 5, 12, 24):
        last = chart.trend(long(*[95] * periods).series, bars=False).marks[-1]
        assert (last.label, last.hidden) == ("95.0", "")


def test_all_periods_are_drawn_on_a_phone():
    """What a phone leaves out are labels: no mark has a class that style sheets hide."""
    svg = drawn(long(*[95] * 24))
    assert len([each for each in classes(svg) if each.startswith("sla-point")]) == 24
    hidden = {each.tag for each in svg.iter() if "sla-not-" in (each.get("class") or "")}
    assert hidden == {SVG + "text"}


def test_every_width_that_hides_a_label_has_its_rule():
    css = (files("living_sla") / "site/assets/css/charts.css").read_text(encoding="utf-8")
    assert all(f".{name} {{ display: none; }}" in css for name in labels.WIDTHS)


def test_an_average_that_should_be_high_need_not_start_at_nothing():
    """12,000 to 12,400 on a scale from 0 would be a flat line."""
    high = [
        replace(found, unit="EUR", value=Fraction(12_000 + 100 * at), target=Target("at least", Decimal(12_000), "EUR"))
        for at, found in enumerate(first_response().series[:5])
    ]
    assert [label for _, label in chart.trend(high, bars=False).grid] == ["12k", "12.1k", "12.2k", "12.3k", "12.4k"]
