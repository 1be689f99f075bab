"""Moments as people write them, in a source and behind `--as-of`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.errors import Unreadable
from living_sla.model.time.moment import on_clock, parse_moment, spelled
from living_sla.model.time.zones import wall_time, zone


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-03-01", datetime(2015, 3, 1)),
        ("2015-03-01T17:30", datetime(2015, 3, 1, 17, 30)),
        ("2015-03-01 17:30", datetime(2015, 3, 1, 17, 30)),
        ("2015-03-01T17:30:05", datetime(2015, 3, 1, 17, 30, 5)),
        ("2015-03-01T17:30:05.25", datetime(2015, 3, 1, 17, 30, 5, 250_000)),
        ("2015-03-01T17:30Z", datetime(2015, 3, 1, 17, 30, tzinfo=UTC)),
        ("2015-03-01T17:30:05Z", datetime(2015, 3, 1, 17, 30, 5, tzinfo=UTC)),
        ("2015-03-01T17:30+05:30", datetime(2015, 3, 1, 12, 0, tzinfo=UTC)),
        ("2015-03-01T17:30:00-0800", datetime(2015, 3, 2, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_date_or_a_time_with_or_without_an_offset(text, moment):
    found = parse_moment(text)
    assert found == moment
    assert (found.tzinfo is None) == (moment.tzinfo is None)
    assert parse_moment(spelled(found)) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("yesterday", "SLA-F008"),
        ("", "SLA-F008"),
        ("2015-02-29", "SLA-F008"),
        ("2015-3-1", "SLA-F008"),
        ("20150301", "SLA-F008"),
        ("2015-W09-7", "SLA-F008"),
        ("1989-12-31", "SLA-F008"),
        ("2100-01-01T00:00Z", "SLA-F008"),
        ("2015-03-01T24:00", "SLA-F061"),
        ("2015-03-01T17:60", "SLA-F061"),
        ("2015-03-01T17:30:60", "SLA-F061"),
        ("2015-03-01T17", "SLA-F008"),
        ("2015-03-01Z", "SLA-F008"),
        ("2015-03-01T17:30+16:00", "SLA-F008"),
        ("2015-03-01T17:30 Europe/London", "SLA-F008"),
        ("2015-03-01T17:30:05.1234567", "SLA-F008"),
        ("٢٠١٥-03-01", "SLA-F008"),
    ],
)
def test_anything_else_is_refused_with_a_hint(text, code):
    with pytest.raises(Unreadable) as found:
        parse_moment(text)
    assert found.value.code == code
    assert found.value.hint


def test_a_time_that_the_clock_skips_is_refused_with_the_first_one_after_it():
    with pytest.raises(Unreadable) as found:
        on_clock(datetime(2026, 3, 29, 1, 30), "Europe/London")
    assert (found.value.code, found.value.message, found.value.hint) == (
        "SLA-F057",
        "the clocks of Europe/London skip 2026-03-29T01:30",
        "the first time after the change is 2026-03-29T02:00+01:00",
    )


def test_a_time_that_the_clock_shows_twice_is_refused_with_both():
    with pytest.raises(Unreadable) as found:
        on_clock(datetime(2026, 10, 25, 1, 30), "Europe/London")
    assert (found.value.message, found.value.hint) == (
        "the clocks of Europe/London show 2026-10-25T01:30 twice",
        "write 2026-10-25T01:30+01:00 or 2026-10-25T01:30Z",
    )


def test_without_a_zone_only_an_offset_says_when():
    with pytest.raises(Unreadable, match="has no zone"):
        on_clock(datetime(2026, 3, 29), None)
    assert on_clock(datetime(2026, 3, 29, tzinfo=UTC), None) == datetime(2026, 3, 29, tzinfo=UTC)


CHANGES = [datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2026, 4, 4, 15, 30), datetime(2026, 11, 1, 6)]
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


@settings(max_examples=150)
@given(
    at=st.sampled_from(CHANGES),
    minutes=st.integers(-900, 900),
    seconds=st.sampled_from([0, 0, 1, 59.5]),
    zone=st.sampled_from(ZONES),
)
def test_a_naive_moment_is_the_one_instant_at_which_the_clock_shows_it(at, minutes, seconds, zone):
    """The reference counts the offsets of the zone with which the moment comes back to itself."""
    wall = at + timedelta(minutes=minutes, seconds=seconds)
    offsets = {timedelta(minutes=quarter * 15) for quarter in range(-60, 61)}
    instants = {(wall - offset).replace(tzinfo=UTC) for offset in offsets}
    shown = {one for one in instants if one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall}
    try:
        found = on_clock(wall, zone)
    except Unreadable as refused:
        assert len(shown) != 1
        said = {parse_moment(word) for word in refused.hint.split() if word[:4] == "2026"}
        assert said == shown or (not shown and len(said) == 1)
    else:
        assert shown == {found}
        assert on_clock(wall.replace(tzinfo=timezone(timedelta(hours=1))), zone) == wall.replace(
            tzinfo=timezone(timedelta(hours=1))
        )


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)),
    st.sampled_from(("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")),
)
@example(datetime(2026, 10, 25, 1, 30), "Europe/London")
def test_an_instant_is_the_first_one_at_which_the_clock_shows_the_time(at, key):
    at = at.replace(tzinfo=UTC)
    shown = wall_time(at, key)
    found = zone(key).instant(shown)
    assert found <= at
    assert wall_time(found, key) == shown


def test_an_instant_of_a_day_is_its_beginning():
    assert zone("Europe/London").instant(date(2026, 7, 1)) == datetime(2026, 6, 30, 23, tzinfo=UTC)
