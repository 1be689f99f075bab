"""Blocks about how long records took: what they show, and what they do not."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from importlib.resources import files as resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.figures.durations import (
    Bar,
    Conversions,
    ConvertedBand,
    Durations,
    OpenAges,
    PeriodDurations,
    Scale,
)
from living_sla.model.figures.pooled import pooled, promises
from living_sla.model.time.period import PeriodRule
from living_sla.model.time.zones import instant
from living_sla.pages.durations.ages import ages
from living_sla.pages.durations.curve import _rows, _why_not, curve
from living_sla.pages.durations.dial import dial
from living_sla.pages.durations.histogram import histogram
from living_sla.pages.durations.took import bands
from living_sla.pages.durations.took import histogram as block
from living_sla.pages.links import Links
from living_sla.site.content.assets import joined
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import durations as words
from tests.factories import histories, reports

SCALE = Scale("minutes", business=True, limit=240)
LINKS = Links("", {"lead-handoff": "agreements/lead-handoff.md"})
RULE = PeriodRule("month", "UTC")
EDGES = (5, 15, 60, 240, 1_440)


def month(number, *counts, edges=EDGES, limit=240, ended=True):
    year, of = 2025 + (number - 1) // 12, (number - 1) % 12 + 1
    period = RULE.at(instant(int((date(year, of, 2) - date(1970, 1, 1)).total_seconds()) * 1_000_000))
    return PeriodDurations(period, edges, counts, limit, ended)


def standing(durations):
    return replace(histories.first_contact(), durations=durations)


def test_a_histogram_has_a_bar_for_everything_that_is_told_and_marks_the_limit():
    drawn = histogram(month(1, 10, 0, 20, 6, 5, 7), SCALE, "limit 4 h")
    assert [(bar.label, bar.late) for bar in drawn.bars] == [
        ("10", False), ("20", False), ("6", False), ("5", True), ("7", True),
    ]  # fmt: skip
    assert drawn.limit is not None
    assert drawn.limit[0] < min(bar.x for bar in drawn.bars if bar.late)
    assert all(bar.x + bar.width <= drawn.width for bar in drawn.bars)


def test_area_is_what_counts_so_a_bar_of_several_steps_is_lower():
    drawn = histogram(month(1, 30, 30, edges=(1,), limit=None), Scale("minutes", business=False), "")
    one, several = drawn.bars
    assert several.width > one.width
    assert several.height < one.height


def test_the_text_alternative_says_every_bar():
    html = block(standing(Durations(SCALE, (month(1, 10, 0, 20, 6, 5, 7),))), LINKS)
    assert "up to 5\N{NO-BREAK SPACE}min: 10; 15\N{NO-BREAK SPACE}min to 1\N{NO-BREAK SPACE}h: 20" in unescaped(html)


@pytest.mark.parametrize(
    ("share", "told"),
    [("0.10", "up to 5 min"), ("0.11", "5 to 15 min"), ("0.40", "1 to 4 h"), ("0.46", "later than 24 h")],
)
def test_a_percentile_is_told_as_the_bar_in_which_it_lies(share, told):
    """A figure inside the bar would claim to know what the bar keeps: of 2 to 4 h it said 3 h 31 min for 2 h 35 min."""
    bar = month(1, 10, 10, 10, 10, 5, 55).percentile(Fraction(share))
    assert plain_spaces(words.bar_name(bar.low, bar.high, SCALE)) == told


def test_nobody_s_durations_have_no_percentile():
    assert month(1, 0, 0, 0, 0, 0, 0).percentile(Fraction(1, 2)) is None


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(any), st.fractions("0.01", 1))
def test_so_many_records_took_no_longer_than_the_bar_of_a_percentile(counts, share):
    of = month(1, *counts)
    bar = of.percentile(share)
    before = 0 if not bar.low else of.within(bar.low)[0]
    upto = of.total if bar.high is None else of.within(bar.high)[0]
    assert before < share * of.total <= upto


def test_durations_shown_at_another_commitment_are_a_link_to_it():
    html = block(standing(Durations(SCALE, shown_by="lead-handoff/first-contact")), LINKS)
    assert "agreements/lead-handoff/first-contact" in unescaped(html)
    assert "<svg" not in html


def test_a_period_whose_bar_goes_over_the_end_of_a_band_is_left_out_of_the_bands():
    whole = [month(number, 10, 10, 10, 10, 10, 10) for number in (1, 2, 3)]
    merged = month(4, 12, 10, 10, 10, 10, edges=(15, 60, 240, 1_440))
    found = pooled(Durations(SCALE, (*whole, merged)))
    assert found is not None
    assert (found.bands, found.left_out, found.of.total) == ((5, 15, 60, 240, 1_440), 1, 180)
    assert "1 of them is left out" in unescaped(bands(standing(Durations(SCALE, (*whole, merged))), LINKS))


def test_bands_that_most_periods_cannot_tell_apart_are_one():
    merged = [month(number, 12, 10, 10, 10, 10, edges=(15, 60, 240, 1_440)) for number in (1, 2, 3)]
    found = pooled(Durations(SCALE, tuple(merged)))
    assert found is not None
    assert (found.bands, found.left_out) == ((15, 60, 240, 1_440), 0)


def test_nine_of_the_last_ten_closed_periods_kept_what_could_be_promised():
    """One bad month of ten is let pass; the running one says nothing."""
    good = [month(number, 90, 0, 0, 0, 10, 0) for number in range(1, 10)]
    bad = month(10, 0, 0, 0, 0, 0, 100)
    running = month(11, 0, 0, 0, 0, 0, 10, ended=False)
    kept = dict(promises(Durations(SCALE, (*good, bad, running))))
    assert kept[240] == Fraction(9, 10)
    assert kept[5] == Fraction(9, 10)
    assert kept[1_440] == 1
    assert promises(Durations(SCALE, tuple(good))) == ()


def test_a_limit_inside_a_bar_promises_no_more_than_the_edge_below_it():
    kept = dict(promises(Durations(SCALE, tuple(month(n, 50, 50, edges=(240,)) for n in range(1, 11)))))
    assert kept[180] == 0
    assert kept[480] == Fraction(1, 2)


def test_the_curve_is_short_and_has_the_limit_of_today():
    rows = _rows(Durations(SCALE, tuple(month(n, 20, 20, 20, 20, 10, 10) for n in range(1, 11))))
    assert [row.kept.replace("\N{NO-BREAK SPACE}", " ") for row in rows if row.agreed] == ["at least 80 %"]
    assert len(rows) <= 10


def test_what_could_be_promised_stands_below_its_agreement_against_the_agreed_target():
    part = standing(Durations(SCALE, tuple(month(n, 20, 20, 20, 20, 10, 10) for n in range(1, 11))))
    report = reports.report(replace(histories.agreement_standing(), commitments=(part,)))
    html = str(curve(report, LINKS))
    assert html.count("<h2>") == 1
    assert html.count("<h3>") == 1
    agreed = f"{float(part.commitment.target.plain.amount * 100):g}"
    assert f"Against at least {agreed}" in html
    assert re.findall(r'sla-limits-kept" y="4" width="(\d+)"', html) == [
        str(row.percents) for row in _rows(part.durations)
    ]
    assert set(re.findall(r'sla-limits-target" x="([\d.]+)"', html)) == {agreed}
    assert "<h2>" not in curve(report, LINKS, part)


def dialled(html):
    """What the browser gets: for each period its number of records, then how many took no longer than each limit."""
    [data] = re.findall(r'data-sla-dial="([^"]*)"', str(html))
    return [[tuple(map(int, cell.split("/"))) for cell in period.split(",")] for period in data.split(" ")]


def test_the_dial_tells_the_browser_what_the_bars_tell_and_no_more():
    merged = month(2, 12, 10, 10, 10, 10, edges=(15, 60, 240, 1_440))
    data = dialled(dial(standing(Durations(SCALE, (month(1, 10, 0, 20, 6, 5, 7), merged)))))
    assert data[0] == [(48,), (10,), (10,), (10, 30), (30,), (30, 36), (36,), *[(36, 41)] * 2, (41,), *[(41, 48)] * 2]
    assert data[1][:3] == [(52,), (0, 12), (12,)]


def test_the_dial_of_today_says_what_is_kept_without_a_script():
    html = unescaped(dial(standing(Durations(SCALE, (month(1, 90, 0, 0, 5, 0, 5),)))))
    assert ">95.0\N{NO-BREAK SPACE}%<" in html
    assert ">kept<" in html
    assert "People would have behaved differently" in html


def test_a_series_is_at_most_two_kilobytes_and_loses_its_oldest_periods():
    months = tuple(month(number, *[123_456] * 6) for number in range(1, 37))
    found = dial(standing(Durations(SCALE, months)))
    [data] = re.findall(r'data-sla-dial="([^"]*)"', str(found))
    assert 0 < len(data) <= 2_000
    assert "December 2027" in unescaped(found)
    assert "January 2025" not in unescaped(found)
    assert len(data.split(" ")) == unescaped(found).count("<tr") - 1


def test_the_script_of_the_dial_is_at_most_three_kilobytes():
    assert len((resources("living_sla.site") / "assets" / "js" / "dial.js").read_bytes()) <= 3_000


def test_scripts_that_are_joined_do_not_call_each_other():
    assert re.search(r"\)\(\);?\s*;", joined("js"))


def test_ages_say_fewer_than_five_and_no_number():
    found = OpenAges((), (Bar(240, 480, 6), Bar(480, None, 0)), few_pending=True)
    html = unescaped(ages(standing(Durations(SCALE, ages=found)), LINKS))
    assert "fewer than five" in html
    assert re.findall(r'class="sla-number" data-label="Records">([^<]+)<', html) == ["fewer than five", "6"]


def test_no_open_record_is_said():
    assert "No record is open" in ages(standing(Durations(SCALE, ages=OpenAges((), ()))), LINKS)


def test_a_commitment_without_a_clock_shows_nothing():
    for shown in (block, bands, ages):
        assert shown(standing(None), LINKS) == ""


def unescaped(html):
    import html as escapes

    return escapes.unescape(str(html))


@pytest.mark.parametrize(
    ("periods", "closed", "said"),
    [
        (4, 4, "It takes 10 closed periods to say this; there are 4."),
        (4, 12, "It takes 10 closed periods of which durations are told; there are 4."),
        (12, 10, "Nine of the last 10 closed periods kept less than 10 % with every limit."),
    ],
)
def test_a_curve_that_is_not_drawn_says_what_is_missing(periods, closed, said):
    never = tuple(month(number, 0, 0, 0, 0, 0, 20) for number in range(1, periods + 1))
    assert plain_spaces(_why_not(Durations(SCALE, never), closed)) == said


def test_the_last_bar_may_be_open_still_and_begins_where_the_one_before_ends():
    """A record that is open for two days has not taken longer than 720 h because nothing ended between."""
    of = month(1, 10, 10, 10, 10, 0, 6)
    assert plain_spaces(words.described(of, SCALE)).endswith("1 to 4 h: 10; later than 4 h, or still open: 6.")
    early = month(1, 10, 0, 0, 0, 0, 6)
    assert plain_spaces(words.described(early, SCALE)).endswith("up to 5 min: 10; later than 4 h, or still open: 6.")
    html = plain_spaces(unescaped(block(standing(Durations(SCALE, (of,))), LINKS)))
    assert "p95: later than 4 h, or still open" in html


def test_what_became_of_records_names_how_many_periods_it_is_about():
    """Periods without a bar that ends where a band does are left out, also in the middle."""
    months = tuple(month(at, 50, 10, 10, 10, 10, 20).period for at in (1, 4, 9))
    found = Conversions("reached", months, (ConvertedBand(0, 240, 240, 60), ConvertedBand(240, None, 90, 9)))
    told = Durations(SCALE, tuple(month(at, 50, 10, 10, 10, 10, 20) for at in (1, 4, 9)), conversions=found)
    html = plain_spaces(unescaped(bands(standing(told), LINKS)))
    assert "3 closed periods from January 2025 to September 2025, old enough to tell" in html
