"""Small multiples of segments: on one scale, and nothing that may not be shown."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from living_sla.model.quantity import Target
from living_sla.pages.charts.multiples import multiples
from tests.factories import reports
from tests.pages.reading import Reading


def standing(**segments):
    """Six months by region; each region has its met records of fifty a month, or None where it has none."""
    periods = reports.months("2026-05", 6)
    rows = tuple(
        reports.by_segment(period, {name: (met[at], 50 - met[at], 0) for name, met in segments.items()})
        for at, period in enumerate(periods)
    )
    whole = [reports.share(period, 90, 10) for period in periods]
    return reports.standing("first-contact", whole, segments=rows)


BOTH = {"EMEA": (48, 49, 47, 48, 49, 48), "AMER": (40, 41, 39, 48, 41, 40)}


def test_each_segment_has_a_picture_with_its_name_and_latest_figure():
    page = Reading(multiples(standing(**BOTH)))
    assert page.text.startswith("By region AMER 80.0 % (40 of 50) EMEA 96.0 % (48 of 50)")
    assert len([found for found in page.all("svg") if found.get("class") == "sla-multiple"]) == 2


def test_every_figure_is_in_the_text_alternative():
    [amer, _] = [found for found in Reading(multiples(standing(**BOTH))).all("svg") if found.get("role") == "img"]
    said = amer["aria-label"].replace("\u00a0", " ")
    assert said.startswith("AMER: May 2026: 80.0 %, missed; June 2026: 82.0 %, missed;")


def test_all_have_one_scale():
    low, high = (standing(**{**BOTH, "EMEA": (met,) * 6}) for met in (48, 10))
    heights = [
        {found["y1"] for found in Reading(multiples(of)).all("line") if found.get("class") == "sla-target"}
        for of in (low, high)
    ]
    assert [len(of) for of in heights] == [1, 1]
    assert heights[0] != heights[1]


def test_the_target_steps_where_the_terms_moved_it():
    part = standing(**BOTH)
    easier = Target("at least", Decimal("0.75"), "%")
    series = tuple(replace(each, target=easier) if at < 3 else each for at, each in enumerate(part.series))
    lines = [
        found
        for found in Reading(multiples(replace(part, series=series))).all("line")
        if found.get("class") == "sla-target"
    ]
    assert len({found["y1"] for found in lines}) == 2


def test_a_segment_without_a_figure_in_the_running_period_keeps_those_before():
    part = standing(**BOTH)
    for gone in ({"AMER"}, {"EMEA"}, {"AMER", "EMEA"}):
        last = tuple(replace(each, value=None, withheld="x") for each in part.segments[-1] if each.segment in gone)
        others = tuple(each for each in part.segments[-1] if each.segment not in gone)
        for latest in ((*others, *last), others):
            shown = Reading(multiples(replace(part, segments=(*part.segments[:-1], latest))))
            assert len([found for found in shown.all("svg") if found.get("class") == "sla-multiple"]) == 2


def test_one_segment_alone_is_no_comparison():
    assert multiples(standing(EMEA=BOTH["EMEA"])) == ""
    assert multiples(reports.standing("first-contact", ())) == ""


def test_what_is_withheld_or_shown_together_is_not_drawn():
    part = standing(**BOTH, APAC=(48,) * 6)
    hidden = tuple(
        tuple(replace(each, value=None, withheld="x") if each.segment == "APAC" else each for each in of)
        for of in part.segments
    )
    merged = tuple(
        tuple(replace(each, merged=("APAC", "LATAM")) if each.segment == "APAC" else each for each in of)
        for of in part.segments
    )
    for segments in (hidden, merged):
        assert "APAC" not in multiples(replace(part, segments=segments))
