"""Conditions on columns of every type, each against the plain meaning of its words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.measures.conditions import passes
from living_sla.model.agreement.condition import parse_condition
from living_sla.model.agreement.meaning import resolved
from tests.factories.cohorts import at, batch

RECORDS = [
    {"lifecycle": "mql", "score": 59, "amount": Decimal("99.9999"), "ratio": 0.5, "bounced": True},
    {"lifecycle": "sql", "score": 60, "amount": Decimal("100"), "ratio": 0.75, "bounced": False},
    {"lifecycle": None, "score": None, "amount": None, "ratio": None, "bounced": None, "signed_on": date(2026, 10, 1)},
]


@pytest.mark.parametrize(
    ("spelled", "passing"),
    [
        ({"lifecycle": "mql"}, [0]),
        ({"lifecycle": ["mql", "sql"]}, [0, 1]),
        ({"lifecycle": "not mql"}, [1, 2]),  # an empty cell is not "mql"
        ({"lifecycle": "filled"}, [0, 1]),
        ({"lifecycle": "empty"}, [2]),
        ({"lifecycle": "unheard-of"}, []),
        ({"score": "at least 60"}, [1]),
        ({"score": "above 59"}, [1]),
        ({"score": "above 58.5"}, [0, 1]),
        ({"score": "at most 59.5"}, [0]),
        ({"score": "below 60"}, [0]),
        ({"score": "below 59.5"}, [0]),
        ({"score": "between 59 and 60"}, [0, 1]),
        ({"score": ["59", "61"]}, [0]),
        ({"score": "not at least 60"}, [0, 2]),
        ({"amount": "at least 100"}, [1]),
        ({"amount": "below 100"}, [0]),
        ({"amount": "between 99.9999 and 99.99999"}, [0]),
        ({"ratio": "above 0.5"}, [1]),
        ({"bounced": "true"}, [0]),
        ({"bounced": "not true"}, [1, 2]),
        ({"signed_on": "2026-10-01"}, [2]),
        ({"lifecycle": "mql", "score": "at least 60"}, []),
        ({"any": [{"lifecycle": "mql"}, {"score": "at least 60"}]}, [0, 1]),
        ({"all": [{"lifecycle": "filled"}, {"score": "at least 60"}]}, [1]),
    ],
)
def test_which_records_pass(spelled, passing):
    found = passes(resolved(parse_condition(spelled), {}, "Europe/London"), batch(RECORDS))
    assert [position for position, passed in enumerate(found) if passed] == passing


HOLDING_SEVERAL = [
    "Trucks",
    "Trucks;Vans",
    " Vans ; Light trucks;",
    "MiniTrucks",
    "trucks",
    ";",
    "",
    "Trucks,Vans",
    None,
]


@pytest.mark.parametrize(
    ("spelled", "passing"),
    [
        ("includes Trucks", [0, 1]),
        ("includes  Vans", [1, 2]),
        ("includes Light trucks", [2]),
        ("not includes Trucks", [2, 3, 4, 5, 6, 7, 8]),  # an empty cell includes nothing
        ("includes Trucks,Vans", [7]),
        ("Trucks", [0]),  # the whole cell
        (["includes Trucks"], []),  # in a list stands what a cell holds
    ],
)
def test_one_of_the_values_of_a_cell_is_looked_for(spelled, passing):
    condition = resolved(parse_condition({"products": spelled}), {}, "Europe/London")
    found = passes(condition, batch([{"products": cell} for cell in HOLDING_SEVERAL]))
    assert [position for position, passed in enumerate(found) if passed] == passing


# London is at +01:00 until 25 October 2026, 01:00 UTC; its days begin at 23:00 UTC the evening before.
DATED = [
    {"mql_at": at("2026-09-30T22:59:59"), "signed_on": date(2026, 9, 30), "score": 5, "amount": Decimal(1)},
    {"mql_at": at("2026-09-30T23:00:00"), "signed_on": date(2026, 10, 1), "contacted_at": at("2026-09-30T23:00:00")},
    {"mql_at": at("2026-10-01T22:59:59"), "contacted_at": at("2026-10-01T22:59:58")},
    {"mql_at": at("2026-10-01T23:00:00"), "signed_on": date(2026, 10, 2), "contacted_at": at("2026-10-01T23:00:01")},
    {"mql_at": None, "contacted_at": at("2026-10-01T23:00:01")},
]


@pytest.mark.parametrize(
    ("spelled", "passing"),
    [
        ({"mql_at": "after 2026-10-01"}, [3]),
        ({"mql_at": "on or after 2026-10-01"}, [1, 2, 3]),
        ({"mql_at": "before 2026-10-01"}, [0]),
        ({"mql_at": "on or before 2026-10-01"}, [0, 1, 2]),
        ({"mql_at": "between 2026-10-01 and 2026-10-01"}, [1, 2]),
        ({"mql_at": "after 2026-10-01T00:00"}, [2, 3]),
        ({"mql_at": "on or after 2026-10-01T00:00"}, [1, 2, 3]),
        ({"mql_at": "on or before 2026-10-01T00:00"}, [0, 1]),
        ({"mql_at": "not after 2026-10-01"}, [0, 1, 2, 4]),  # a blank instant is not after anything
        ({"signed_on": "after 2026-10-01"}, [3]),
        ({"signed_on": "on or before 2026-10-01"}, [0, 1]),
        ({"signed_on": "between 2026-09-30 and 2026-10-01"}, [0, 1]),
        ({"contacted_at": "after mql_at"}, [3]),
        ({"contacted_at": "on or after mql_at"}, [1, 3]),
        ({"contacted_at": "before mql_at"}, [2]),
        ({"contacted_at": "not before mql_at"}, [0, 1, 3, 4]),
    ],
)
def test_dates_and_instants_are_compared_on_the_days_of_the_agreement(spelled, passing):
    found = passes(resolved(parse_condition(spelled), {}, "Europe/London"), batch(DATED))
    assert [position for position, passed in enumerate(found) if passed] == passing


ZONES = ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"]
WORDS = ["after", "on or after", "before", "on or before"]


@settings(max_examples=200)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(WORDS),
    st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 9, 27), date(2026, 11, 1)]),
    st.lists(st.integers(-30 * 60, 54 * 60), min_size=1, max_size=6),
)
def test_a_day_is_a_whole_one_in_every_zone(name, word, day, minutes):
    """Against the local date of each instant, which is what a person would look at."""
    instants = [datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC")) + timedelta(minutes=m) for m in minutes]
    found = passes(
        resolved(parse_condition({"mql_at": f"{word} {day}"}), {}, name), batch([{"mql_at": one} for one in instants])
    )
    local = [one.astimezone(ZoneInfo(name)).date() for one in instants]
    said = {
        "after": lambda on: on > day,
        "on or after": lambda on: on >= day,
        "before": lambda on: on < day,
        "on or before": lambda on: on <= day,
    }[word]
    assert list(found) == [said(on) for on in local]
