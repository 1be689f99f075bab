from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from living_sla.model.time.cadence import parse_cadence
from living_sla.model.time.period import PeriodRule
from living_sla.words import numbers, times
from tests.factories import reports


def plain(text: str) -> str:
    return text.replace(numbers.NBSP, " ")


def test_an_instant_is_said_with_its_zone():
    at = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)
    assert plain(times.instant(at, "Europe/London")) == "31 October 2026, 18:00 London time"
    assert plain(times.instant(at, "America/Argentina/Buenos_Aires")) == "31 October 2026, 15:00 Buenos Aires time"
    assert plain(times.instant(at, "UTC")) == "31 October 2026, 18:00 UTC"


@pytest.mark.parametrize(
    ("kind", "fiscal", "label", "name", "short", "tick"),
    [
        ("week", 1, "2026-W41", "week 41 of 2026", "week 41", ("W41", "2026")),
        ("month", 1, "2026-10", "October 2026", "October", ("Oct", "2026")),
        ("quarter", 1, "2026-Q4", "Q4 2026", "Q4", ("Q4", "2026")),
        ("quarter", 7, "FY2027-Q1", "Q1 FY2027", "Q1", ("Q1", "FY2027")),
        ("year", 1, "2026", "2026", "2026", ("2026", "")),
    ],
)
def test_a_period_has_a_name_a_short_name_and_a_tick(kind, fiscal, label, name, short, tick):
    period = PeriodRule(kind, reports.LONDON, fiscal).parse(label)
    assert (times.period_name(period), times.period_short(period), times.period_tick(period)) == (name, short, tick)


@pytest.mark.parametrize(
    ("per", "day", "name", "short", "tick"),
    [
        ("day", "2026-10-05", "5 Oct 2026", "5 Oct", ("5 Oct", "2026")),
        ("week from sunday", "2026-10-05", "4 to 10 Oct 2026", "4 to 10 Oct", ("4 Oct", "2026")),
        ("2 weeks from 2026-01-05", "2026-10-05", "28 Sep to 11 Oct 2026", "28 Sep to 11 Oct", ("28 Sep", "2026")),
        (
            "2 weeks from 2026-01-05",
            "2027-01-01",
            "21 Dec 2026 to 3 Jan 2027",
            "21 Dec 2026 to 3 Jan",
            ("21 Dec", "2026"),
        ),
    ],
)  # fmt: skip
def test_a_period_of_days_is_named_by_them(per, day, name, short, tick):
    cadence = parse_cadence(per)
    period = PeriodRule(cadence.kind, reports.LONDON, 1, cadence.since, cadence.weeks).containing(
        date.fromisoformat(day)
    )
    assert (times.period_name(period), times.period_short(period), times.period_tick(period)) == (name, short, tick)


@pytest.mark.parametrize(("position", "said"), [("90", "90th"), ("1", "1st"), ("22", "22nd"), ("13", "13th"),
                                                ("111", "111th"), ("99.9", "99.9th")])  # fmt: skip
def test_a_percentile_has_its_ending(position, said):
    assert numbers.nth(Decimal(position)) == said
