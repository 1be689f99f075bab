"""Business time: the worked examples of the documentation, and a law against a minute-by-minute reference."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import SlaError
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.quantity import Duration, parse_duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.zones import DAY, HOUR, SECOND, instant, micros
from tests.model.reference_clock import ReferenceClock

OFFICE = {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}}


def coverage(**fields):
    return CoverageTerms.model_validate({**OFFICE, **fields})


def at(text, zone="Europe/London"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def due(terms, start, limit, pauses=()):
    length = parse_duration(limit)
    clock = Clock(terms, business=length.business, pauses=pauses)
    return instant(clock.due(np.array([micros(start)]), length)[0])


def elapsed(terms, start, end):
    return timedelta(
        microseconds=int(Clock(terms, business=True).elapsed(np.array([micros(start)]), np.array([micros(end)]))[0])
    )


# 2026-11-20 is a Friday.
@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [
        ("2026-11-20T16:30", "2026-11-23T09:30", timedelta(hours=1)),
        ("2026-11-21T11:00", "2026-11-23T10:00", timedelta(hours=1)),
        ("2026-11-24T10:00", "2026-11-24T12:30", timedelta(hours=2, minutes=30)),
    ],
)
def test_covered_time_of_the_worked_examples(start, end, covered):
    assert elapsed(coverage(), at(start), at(end)) == covered


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-11-20T16:00", "4 business hours", "2026-11-23T12:00"),
        ("2026-11-23T13:00", "4 business hours", "2026-11-24T09:00"),  # ends at closing: due at the next opening
        ("2026-11-21T11:00", "1 business day", "2026-11-24T09:00"),
        ("2026-11-20T16:00", "4 hours", "2026-11-20T20:00"),
        ("2026-11-20T16:00", "2 weeks", "2026-12-04T16:00"),
    ],
)
def test_due_instants_of_the_worked_examples(start, limit, expected):
    assert due(coverage(), at(start), limit) == at(expected)


def test_a_business_day_that_lands_outside_the_hours_of_its_date_is_due_at_the_next_opening():
    half_friday = coverage(hours={"mon-thu": "09:00-17:00", "fri": "09:00-12:00"})
    assert due(half_friday, at("2026-11-19T15:00"), "1 business day") == at("2026-11-23T09:00")


def test_lunch_is_not_covered():
    split = coverage(hours={"mon-fri": ["09:00-12:00", "13:00-17:00"]})
    assert due(split, at("2026-11-23T11:30"), "1 business hour") == at("2026-11-23T13:30")


def test_a_night_shift_runs_over_midnight_and_belongs_to_the_day_it_opens():
    nights = coverage(hours={"fri": "22:00-06:00"})
    assert elapsed(nights, at("2026-11-20T22:00"), at("2026-11-21T07:00")) == timedelta(hours=8)
    closed_friday = coverage(hours={"fri": "22:00-06:00"}, closed=["2026-11-20"])
    assert elapsed(closed_friday, at("2026-11-20T22:00"), at("2026-11-21T07:00")) == timedelta(0)


def test_a_covered_sunday_has_23_hours_in_spring_and_25_in_autumn():
    always = coverage(hours="24x7")
    assert elapsed(always, at("2026-03-29T00:00"), at("2026-03-30T00:00")) == timedelta(hours=23)
    assert elapsed(always, at("2026-10-25T00:00"), at("2026-10-26T00:00")) == timedelta(hours=25)


def test_a_window_that_spring_skips_opens_after_the_gap():
    early = coverage(hours={"sun": "01:30-02:30"})
    assert due(early, at("2026-03-28T12:00"), "15 business minutes") == at("2026-03-29T02:15")


def test_holidays_and_closures_are_not_covered_and_an_open_day_overrides_both():
    christmas = coverage(holidays="GB-ENG", closed=["2026-12-24"])
    assert due(christmas, at("2026-12-23T16:30"), "1 business hour") == at("2026-12-29T09:30")
    worked = coverage(holidays="GB-ENG", closed=["2026-12-24"], open=["2026-12-25 10:00-12:00"])
    assert due(worked, at("2026-12-23T16:30"), "1 business hour") == at("2026-12-25T10:30")


# 2026-11-20 is a Friday; nights are those of Monday to Friday.
@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-11-21T02:00", "1 business day", "2026-11-24T02:00"),  # the night of Friday, then that of Monday
        ("2026-11-21T02:00", "8 business hours", "2026-11-24T02:00"),
        ("2026-11-20T23:00", "1 business day", "2026-11-23T23:00"),
        ("2026-11-24T05:59", "3 business days", "2026-11-27T05:59"),
        ("2026-11-21T06:00", "1 business day", "2026-11-24T22:00"),  # begins with the night of Monday
        ("2026-11-21T12:00", "5 business days", "2026-11-30T22:00"),
    ],
)
def test_a_night_belongs_to_the_covered_date_on_which_it_opens(start, limit, expected):
    assert due(coverage(hours={"mon-fri": "22:00-06:00"}), at(start), limit) == at(expected)


def test_the_covered_dates_that_are_left_count_the_running_night_for_the_date_on_which_it_opened():
    nights = Clock(coverage(hours={"mon-fri": "22:00-06:00"}), business=True).coverage
    weekend_and_monday = (micros(at("2026-11-21T02:00")), micros(at("2026-11-24T00:00")))
    assert nights.covered_dates(*weekend_and_monday) == 2
    assert not nights.is_covered(date(2026, 11, 21))
    assert nights.is_covered(date(2026, 11, 20))


def test_a_pause_stops_both_kinds_of_clock():
    outage = ((micros(at("2026-11-23T10:00")), micros(at("2026-11-23T15:00"))),)
    assert due(coverage(), at("2026-11-23T09:30"), "1 business hour", outage) == at("2026-11-23T15:30")
    assert due(coverage(), at("2026-11-23T09:30"), "2 hours", outage) == at("2026-11-23T16:30")


@pytest.mark.parametrize(
    ("limit", "pauses", "expected"),
    [
        # Tuesday noon to Wednesday noon, out of a clock that started on Monday at 10:00.
        ("72 hours", [("2026-11-24T12:00", "2026-11-25T12:00")], "2026-11-27T10:00"),
        ("3 days", [("2026-11-24T12:00", "2026-11-25T12:00")], "2026-11-27T10:00"),
        ("24 business hours", [("2026-11-24T12:00", "2026-11-25T12:00")], "2026-11-27T10:00"),
        ("3 business days", [("2026-11-24T12:00", "2026-11-25T12:00")], "2026-11-27T10:00"),
        ("1 week", [("2026-11-24T12:00", "2026-11-25T12:00")], "2026-12-01T10:00"),
        # Overlapping ones count once; those before the start and after the end do not.
        ("3 days", [("2026-11-24T12:00", "2026-11-25T06:00"), ("2026-11-25T00:00", "2026-11-25T12:00")],
         "2026-11-27T10:00"),
        ("3 days", [("2026-11-20T12:00", "2026-11-23T10:00"), ("2026-11-26T10:01", "2026-11-30T12:00")],
         "2026-11-26T10:00"),
        # A pause over the start, over the end, and one in which the limit would run out.
        ("3 days", [("2026-11-20T12:00", "2026-11-24T10:00")], "2026-11-27T10:00"),
        ("3 business days", [("2026-11-20T12:00", "2026-11-24T10:00")], "2026-11-27T10:00"),
        ("3 days", [("2026-11-26T00:00", "2026-11-26T12:00")], "2026-11-26T22:00"),
        ("3 business days", [("2026-11-26T00:00", "2026-11-27T00:00")], "2026-11-27T10:00"),
        # What runs out exactly as a pause begins is due at its end, as at a closing time.
        ("3 days", [("2026-11-26T10:00", "2026-11-26T12:00")], "2026-11-26T12:00"),
        ("72 hours", [("2026-11-26T10:00", "2026-11-26T12:00")], "2026-11-26T12:00"),
        # A night without coverage costs a business day nothing.
        ("3 business days", [("2026-11-24T17:00", "2026-11-25T09:00")], "2026-11-26T10:00"),
    ],
)  # fmt: skip
def test_a_pause_is_taken_out_of_every_clock(limit, pauses, expected):
    windows = tuple((micros(at(low)), micros(at(high))) for low, high in pauses)
    assert due(coverage(), at("2026-11-23T10:00"), limit, windows) == at(expected)


def test_a_pause_before_a_clock_change_moves_days_by_wall_time():
    """The clocks go forward on Sunday 29 March 2026: 2 days and a day of pause from Thursday noon end that noon."""
    pause = ((micros(at("2026-03-27T12:00")), micros(at("2026-03-28T12:00"))),)
    assert due(coverage(), at("2026-03-26T12:00"), "2 days", pause) == at("2026-03-29T12:00")
    assert due(coverage(), at("2026-03-26T12:00"), "48 hours", pause) == at("2026-03-29T13:00")


def days(terms, start, end, *, business=True, pauses=()):
    clock = Clock(terms, business=business, pauses=pauses)
    return Fraction(int(clock.elapsed(np.array([micros(start)]), np.array([micros(end)]), "days")[0]), DAY)


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("hours", "start", "end", "expected"),
    [
        ("09:00-17:00", "2026-11-23T09:00", "2026-11-26T17:00", 4),  # as good as Friday 09:00
        ("09:00-17:00", "2026-11-23T09:00", "2026-11-25T09:00", 2),
        ("09:00-17:00", "2026-11-23T09:00", "2026-11-25T13:00", Fraction(5, 2)),
        ("09:00-17:00", "2026-11-20T17:30", "2026-11-23T08:00", 0),  # before the clock begins
        ("09:00-17:00", "2026-11-20T16:00", "2026-11-23T16:00", 1),
        ("09:00-17:00", "2026-11-20T16:00", "2026-11-22T16:00", Fraction(1, 8)),
        (["09:00-12:00", "13:00-17:00"], "2026-11-23T09:00", "2026-11-24T12:30", Fraction(10, 7)),
        ("22:00-06:00", "2026-11-24T02:00", "2026-11-25T02:00", 1),
        ("22:00-06:00", "2026-11-24T02:00", "2026-11-24T23:00", Fraction(5, 8)),
    ],
)
def test_business_days_that_have_passed(hours, start, end, expected):
    found = days(coverage(hours={"mon-fri": hours}), at(start), at(end))
    assert found == Fraction(math.ceil(expected * 86400), 86400)


def test_days_over_a_clock_change_are_days_on_the_wall():
    """From Saturday to Monday noon the spring of London has 47 hours, and two days; so has autumn with 49."""
    for start, end in (("2026-03-28T12:00", "2026-03-30T12:00"), ("2026-10-24T12:00", "2026-10-26T12:00")):
        assert days(coverage(), at(start), at(end), business=False) == 2
        assert days(coverage(), at(start), at(end) + timedelta(seconds=1), business=False) > 2
        assert due(coverage(), at(start), "2 days") == at(end)


ENDS = coverage(closed=["2027-01-01..2099-12-31"])
PAUSED = ((micros(at("2026-12-31T17:00")), micros(at("2099-12-31T00:00"))),)


@pytest.mark.parametrize(
    ("terms", "limit", "pauses", "said"),
    [
        (ENDS, "4 business hours", (), "4 business hours does not run out within twenty years\n"
         "  hint: shorten the limit, or closed under coverage"),
        (coverage(), "2 business days", PAUSED, "2 business days does not run out within twenty years\n"
         "  hint: shorten the limit, or closed under coverage and the exceptions that pause"),
        (coverage(), "3 days", PAUSED, "3 days does not run out within twenty years\n"
         "  hint: shorten the limit, or the exceptions that pause"),
    ],
)  # fmt: skip
def test_a_limit_that_never_runs_out_is_an_error_and_not_an_endless_search(terms, limit, pauses, said):
    with pytest.raises(SlaError) as found:
        due(terms, at("2026-12-31T16:00"), limit, pauses)
    assert str(found.value) == f"SLA-F007 a limit of {said}"


@pytest.mark.parametrize("length", ["4 business hours", "1 business day"])
def test_years_without_any_hours_are_waited_for(length):
    years = coverage(closed=["2024-01-01..2031-12-31"])
    assert due(years, at("2026-06-01T10:00"), length) >= at("2032-01-01T13:00")
    assert elapsed(years, at("2026-06-01T10:00"), at("2026-07-01T10:00")) == timedelta(0)
    pause = ((micros(at("2024-01-01T00:00")), micros(at("2032-01-01T00:00"))),)
    assert due(coverage(), at("2026-06-01T10:00"), length, pause) >= at("2032-01-01T13:00")


WEEKS = [
    {"mon-fri": "09:00-17:30"},
    {"mon-thu": ["08:30-12:15", "13:00-17:45"], "fri": "08:30-12:00"},
    {"mon-sun": "22:00-06:00"},
    {"sat": "20:00-00:30", "sun": ["00:45-01:15", "01:30-02:40", "22:00-03:00"]} | {"wed": "09:00-10:00"},
    "24x7",
    {"mon-sat": "08:00-21:00"},
]
# Clock changes of each zone, a holiday, a year's end; starts are drawn around these.
EDGES = {
    "Europe/London": ["2024-03-31T01:00", "2024-10-27T01:00", "2024-12-25T09:00", "2024-05-06T17:30"],
    "America/New_York": ["2025-03-09T02:00", "2025-11-02T01:30", "2025-07-04T09:00", "2024-12-31T22:00"],
    "Australia/Lord_Howe": ["2025-04-06T01:45", "2025-10-05T02:00", "2025-01-01T00:00"],
    "Asia/Kolkata": ["2025-06-01T00:00", "2025-06-06T17:30"],
}


@st.composite
def situations(draw):
    zone = draw(st.sampled_from(sorted(EDGES)))
    edge = at(draw(st.sampled_from(EDGES[zone])), zone)
    near = draw(st.sampled_from([0, 60, 540, 1020, 1440, 2880])) * draw(st.sampled_from([-1, 1]))
    start = edge + timedelta(minutes=near + draw(st.integers(-3, 3)) * draw(st.sampled_from([1, 15, 60])))
    local_day = start.astimezone(ZoneInfo(zone)).date()
    closed = draw(st.lists(st.integers(-2, 3), max_size=2, unique=True))
    terms = CoverageTerms.model_validate(
        {
            "timezone": zone,
            "hours": draw(st.sampled_from(WEEKS)),
            "closed": [str(local_day + timedelta(days=step)) for step in closed],
            "open": draw(st.sampled_from([[], [f"{local_day + timedelta(days=9)} 07:00-08:00"]])),
        }
    )
    return terms, start


@settings(max_examples=150)
@given(situations(), st.integers(0, 4000))
def test_elapsed_equals_a_count_of_minutes(situation, minutes):
    terms, start = situation
    end = start + timedelta(minutes=minutes)
    assert elapsed(terms, start, end) == ReferenceClock(terms).elapsed(start, end)


@settings(max_examples=150)
@given(situations(), st.sampled_from([1, 15, 60, 240, 480, 510, 720]))
def test_due_equals_a_walk_through_minutes(situation, minutes):
    terms, start = situation
    assert due(terms, start, f"{minutes} business minutes") == ReferenceClock(terms).due(start, minutes)


@settings(max_examples=150)
@given(situations(), st.integers(1, 4))
def test_business_days_equal_a_walk_through_dates(situation, days):
    terms, start = situation
    assert due(terms, start, f"{days} business days") == ReferenceClock(terms).due_days(start, days)


@st.composite
def paused(draw, start, minutes):
    """Pauses about a clock that starts at `start` and runs for some minutes: they may overlap, and hold either end."""
    edges = st.sampled_from([0, minutes, 720, 1440]).flatmap(lambda edge: st.integers(edge - 700, edge + 700))
    lows = draw(st.lists(edges, max_size=3))
    return [
        (start + timedelta(minutes=low), start + timedelta(minutes=low + draw(st.integers(1, 2000)))) for low in lows
    ]


@settings(max_examples=60)
@given(situations(), st.integers(1, 4), st.integers(0, 6000), st.booleans(), st.data())
def test_days_equal_a_walk_through_minutes(situation, count, minutes, business, data):
    terms, start = situation
    pauses = data.draw(paused(start, minutes))
    clock = ReferenceClock(terms, pauses=pauses, business=business)
    windows = tuple((micros(low), micros(high)) for low, high in pauses)
    limit = f"{count} {'business ' * business}days"
    assert due(terms, start, limit, windows) == clock.due_days(start, count)
    end = start + timedelta(minutes=minutes)
    expected = Fraction(math.ceil(clock.days(start, end) * 86400), 86400)
    assert days(terms, start, end, business=business, pauses=windows) == expected


@settings(max_examples=150)
@given(situations(), st.integers(1, 5), st.integers(-3, 3), st.booleans(), st.data())
def test_a_time_is_at_most_a_limit_exactly_where_it_ends_by_its_due_instant(situation, count, off, business, data):
    """So a target of 2 business days and a limit of 2 business days call the same records late."""
    terms, start = situation
    windows = tuple((micros(low), micros(high)) for low, high in data.draw(paused(start, count * 1440)))
    clock = Clock(terms, business=business, pauses=windows)
    for unit in ("days", "hours"):
        limit = Duration(Decimal(count), unit, business)
        [ends_by] = clock.due(np.array([micros(start)]), limit).tolist()
        for end in (ends_by + off, ends_by + off * 3600 * 1_000_000, micros(start)):
            if end >= micros(start):
                [took] = clock.elapsed(np.array([micros(start)]), np.array([end]), unit).tolist()
                assert (took <= count * (DAY if unit == "days" else HOUR)) == (end <= ends_by)


@pytest.mark.parametrize("sooner", [0, 1], ids=["ends later", "begins sooner"])
@settings(max_examples=50)
@given(situations(), st.integers(1, 4), st.booleans(), st.data())
def test_a_longer_pause_never_makes_anything_due_earlier(sooner, situation, count, business, data):
    terms, start = situation
    pauses = data.draw(paused(start, count * 1440))
    limit = f"{count} {'business ' * business}days"
    before = None
    for minutes in (0, 1, 60, 600, 1440):
        more = timedelta(minutes=minutes)
        windows = tuple((micros(low - more * sooner), micros(high + more * (1 - sooner))) for low, high in pauses)
        found = due(terms, start, limit, windows)
        assert before is None or found >= before
        before = found


@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_longer_pause_over_an_hour_that_comes_twice_makes_nothing_due_earlier(at_the_end):
    """New York sets its clock back on 2 November 2025 at 06:00 UTC: 01:00 to 02:00 is shown twice."""
    start = datetime(2025, 11, 1, 5, 30, tzinfo=UTC)
    fixed = datetime(2025, 11, 1, 17, 50, tzinfo=UTC) if at_the_end else datetime(2025, 11, 2, 7, 30, tzinfo=UTC)
    moving = datetime(2025, 11, 2, 4, 30, tzinfo=UTC) if at_the_end else datetime(2025, 11, 2, 7, 29, tzinfo=UTC)
    found = []
    for minutes in range(0, 180, 7):
        edge = moving + timedelta(minutes=minutes if at_the_end else -minutes)
        window = (micros(min(fixed, edge)), micros(max(fixed, edge)))
        found.append(due(CoverageTerms(timezone="America/New_York"), start, "1 days", (window,)))
    assert found == sorted(found)
    assert found[0] < found[-1]


@settings(max_examples=150)
@given(situations(), st.integers(1, 40))
def test_calendar_days_end_when_the_wall_first_shows_the_time_of_the_start(situation, days):
    terms, start = situation
    found = due(terms, start, f"{days} days")
    zone = ZoneInfo(terms.timezone)
    wanted = start.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    shown = (found + timedelta(minutes=minutes) for minutes in range(-180, 1))
    assert [wall.astimezone(zone).replace(tzinfo=None) >= wanted for wall in shown] == [False] * 180 + [True]


@settings(max_examples=100)
@given(situations(), st.integers(1, 5000))
def test_the_time_up_to_the_due_instant_is_the_limit(situation, minutes):
    terms, start = situation
    assert elapsed(terms, start, due(terms, start, f"{minutes} business minutes")) == timedelta(minutes=minutes)


def test_the_holiday_library_is_asked_for_the_agreements_region():
    terms = coverage(holidays="GB-ENG")
    found = {day.day for day in Clock(terms, business=True).coverage.calendar(date(2026, 12, 1), date(2027, 1, 2))}
    assert found == {date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1)}


@pytest.mark.parametrize(
    "timezone", ["Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Kolkata"]
)
@given(st.data())
@settings(max_examples=60)
def test_calendar_days_by_subtraction_are_those_of_the_table(timezone, data):
    """Drawn close to clock changes, where a day is shorter or longer, or an hour comes twice."""
    clock = Clock(CoverageTerms(timezone=timezone), business=False)
    changes = clock.coverage.zone.changes[1:].tolist() or [micros(datetime(2026, 3, 1, tzinfo=UTC))]
    start = data.draw(st.sampled_from(changes)) + data.draw(st.integers(-90_000, 90_000)) * SECOND
    end = start + max(
        data.draw(st.integers(0, 5)) * DAY
        + data.draw(st.integers(-7_200, 7_200)) * SECOND
        + data.draw(st.integers(0, 2)),
        0,
    )
    starts, ends = np.array([start]), np.array([end])
    assert clock.elapsed(starts, ends, "days").tolist() == clock._days_passed(starts, ends).tolist()
