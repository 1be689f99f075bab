"""How a running volume came where it stands: right to the record, and no step of its line tells of one to four."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.figures.courses import courses
from living_sla.figures.period_days import PeriodDays
from living_sla.figures.plan import Chapter, Plan
from living_sla.measures.cohort import cohort
from living_sla.model.figures.small_bars import clear_of
from living_sla.model.past.basis import Basis
from living_sla.model.time.zones import micros
from tests.factories import reports
from tests.factories.cohorts import COUNT, at, terms
from tests.factories.desks import desk_agreement, write_desk

NOW = datetime(2026, 10, 2, tzinfo=UTC)
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: {zone}
  key: id
  as_of: {as_of}
  columns:
    id: {{from: Id, type: text}}
    arrived: {{from: Arrived, type: instant}}
    amount: {{from: Amount, type: money, currency: EUR}}
    tier: {{from: Tier, type: text}}
"""
AS_OF = "2026-09-15T12:00"
NEWEST = "{newest_of: [arrived]}"


def commitment(id_, kind="count", *, per="month", target="at least 100", where="", of=""):
    return f"""\
  - id: {id_}
    title: {id_}
    by: marketing
    category: goals
    measure: {{kind: {kind}, source: leads, at: arrived{of}{where}}}
    target: {target}
    per: {per}
"""


def stood(root, *commitments, leads, as_of=AS_OF, zone="UTC", cache=False, **terms):
    """The standing of each commitment, by its id."""
    rows = "".join(
        f"{number},{at.isoformat(timespec='seconds')},{amount},{tier}\n"
        for number, (at, amount, tier) in enumerate(leads)
    )
    coverage = f"{{timezone: {zone}, hours: {{mon-fri: 09:00-17:00}}}}"
    text = desk_agreement("".join(commitments), effective="2026-01-01", coverage=coverage, **terms)
    root.mkdir(exist_ok=True)
    write_desk(root, text, SOURCES.format(zone=zone, as_of=as_of), leads=f"Id,Arrived,Amount,Tier\n{rows}")
    [found] = report.build(root, now=NOW, cache=cache).agreements
    return {standing.id: standing for standing in found.commitments}


def lead(day, hour=10, amount=100, tier="hot"):
    return datetime(2026, 9, day, hour), amount, tier


def values(standing):
    return [int(amount) for _, amount in standing.course.points] if standing.course else None


SIX_A_DAY = [lead(day, 9 + n) for day in (1, 2, 3, 4, 7, 8, 9) for n in range(6)]


def test_a_point_stands_at_the_end_of_each_day_with_enough_records(tmp_path):
    found = stood(tmp_path, commitment("volume"), leads=SIX_A_DAY)["volume"]
    assert values(found) == [6, 12, 18, 24, 30, 36, 42, 42]
    # Of 22 working days that September has, one, two, three, four, and after the weekend five have passed.
    assert [passed for passed, _ in found.course.points[:5]] == [Fraction(days, 22) for days in (1, 2, 3, 4, 5)]
    assert found.course.points[-1] == (found.current.pace.elapsed, found.current.value)


def test_days_of_few_records_are_joined_and_the_last_ones_wait(tmp_path):
    leads = [lead(day, 9 + n) for day, number in ((1, 3), (2, 4), (3, 0), (4, 5), (7, 4)) for n in range(number)]
    assert values(stood(tmp_path, commitment("volume"), leads=leads)["volume"]) == [7, 16]
    assert values(stood(tmp_path, commitment("volume"), leads=leads[:4])["volume"]) == [4]


def test_a_total_is_what_had_come_in_by_then_and_may_fall(tmp_path):
    leads = [lead(1, 9 + n, 100) for n in range(6)] + [lead(2, 9 + n, -50) for n in range(5)]
    asked = commitment("pipeline", "total", of=", column: amount", target="at least 2000 EUR")
    assert values(stood(tmp_path, asked, leads=leads)["pipeline"]) == [600, 350, 350]


@pytest.mark.parametrize("cache", [False, True])
def test_kept_figures_have_the_same_course(tmp_path, monkeypatch, cache):
    monkeypatch.setenv("SLA_CACHE_DIR", str(tmp_path / "cache"))
    for _ in range(1 + cache):
        found = stood(tmp_path / "project", commitment("volume"), leads=SIX_A_DAY, cache=cache)["volume"]
        assert values(found) == [6, 12, 18, 24, 30, 36, 42, 42]


def test_the_newest_record_may_say_the_as_of(tmp_path):
    leads = [*SIX_A_DAY, *(lead(10, 9 + n) for n in range(5))]
    assert values(stood(tmp_path, commitment("volume"), leads=leads[::-1], as_of=NEWEST)["volume"])[-2:] == [42, 47]


def test_a_day_is_one_of_the_zone_of_the_agreement(tmp_path):
    leads = [lead(day, hour) for day in (1, 2, 3) for hour in (0, 1, 12, 22, 23)]
    found = stood(tmp_path, commitment("volume"), leads=leads, zone="America/Los_Angeles")["volume"]
    assert values(found) == [5, 10, 15, 15]


def test_closed_periods_and_shares_have_none(tmp_path):
    share = commitment("hot", "share", of=", that: {tier: hot}", target="at least 10%")
    found = stood(tmp_path, share, commitment("volume"), leads=SIX_A_DAY, as_of="2026-10-01T00:00")
    assert found["hot"].course is None
    assert found["volume"].series[-2].ended
    assert values(found["volume"]) == [0]  # October runs, and nobody has come


# ---------------------------------------------------------------- what others tell


def test_a_line_that_others_take_apart_is_not_told(tmp_path):
    """Weeks of all leads beside a month of the hot ones: a step of the one would tell the cold ones of a week."""
    hot = commitment("hot", where=", where: {tier: hot}")
    weekly = commitment("weekly", per="week")
    found = stood(tmp_path, hot, weekly, leads=SIX_A_DAY)
    assert found["hot"].course is None
    assert values(found["weekly"])


def test_of_two_filters_only_the_first_has_a_line_and_equal_ones_both_have(tmp_path):
    hot = commitment("hot", where=", where: {tier: hot}")
    everybody, amounts = (
        commitment("everybody"),
        commitment("amounts", "total", of=", column: amount", target="at least 9 EUR"),
    )
    found = stood(tmp_path, everybody, hot, amounts, leads=SIX_A_DAY)
    assert {id_: values(of) is not None for id_, of in found.items()} == {
        "everybody": True, "hot": False, "amounts": True,
    }  # fmt: skip


DAYS = st.lists(st.integers(0, 7), min_size=14, max_size=14)


@settings(max_examples=12, deadline=None)
@given(numbers=DAYS, start=st.integers(0, 23))
def test_no_step_and_no_difference_to_what_a_week_tells_is_about_a_few(tmp_path_factory, numbers, start):
    leads = [
        (datetime(2026, 8, 3, 10), 1, "hot"),
        *(lead(day, start) for day, number in enumerate(numbers, 1) for _ in range(number)),
    ]
    root = tmp_path_factory.mktemp("course")
    found = stood(root, commitment("volume"), commitment("weekly", per="week"), leads=leads)
    upto = [0, *itertools.accumulate(numbers)]
    steps = values(found["volume"])
    assert steps[-1] == upto[-1]
    assert all(step == 0 or step >= 5 or step == upto[-1] for step in map(int.__sub__, steps, [0, *steps]))
    mondays = [upto[6], upto[13]]  # the 7th and the 14th
    for step in steps[:-1]:
        assert all(monday == step or abs(monday - step) >= 5 for monday in mondays)


@given(cells=st.lists(st.integers(0, 9), min_size=1, max_size=20), data=st.data())
def test_steps_keep_their_distance_from_what_is_known_inside_a_day(cells, data):
    at = data.draw(st.integers(0, len(cells) - 1))
    upto = [0, *itertools.accumulate(cells)]
    steps = clear_of(cells, [(at, at + 1)])
    assert [first for first, _ in steps] == [0, *(after for _, after in steps[:-1])]
    assert steps[-1][1] == len(cells)
    for _, end in steps[:-1]:
        assert (end <= at and upto[at] - upto[end] >= 5) or (end > at and upto[end] - upto[at + 1] >= 5)


# ---------------------------------------------------------------- versions


def planned(*spans):
    """A count of the desk through versions that held between these instants."""
    agreed = terms({"measure": COUNT, "target": "at least 320"})
    [owed] = agreed.commitments
    chapters = tuple(
        Chapter(
            ((low, number),), Basis.IN_FORCE, agreed, cohort(agreed, owed, 1, (low, high)), str(number), breaks=False
        )
        for number, (low, high) in enumerate(spans, 1)
    )
    return Plan(agreed, owed, chapters)


def in_november(plan, numbers):
    """The volumes of the points of a November that had so many records on each of its first days."""
    first = (date(2026, 11, 1) - date(1970, 1, 1)).days
    days = PeriodDays(met={first + at: number for at, number in enumerate(numbers)})
    running = reports.volume(reports.month("2026-11"), sum(numbers), elapsed=Fraction(14, 21), days_left=7)
    label = running.period.kind, running.period.label
    found = courses({plan: [running]}, {plan: {label: days}}).get(plan)
    return [int(amount) for _, amount in found.points] if found else None


BEGAN, CHANGED, END = (micros(at(text)) for text in ("2026-01-01T00:00", "2026-11-10T10:23", "2099-01-01T00:00"))


def test_a_version_that_begins_inside_a_day_has_no_point_close_to_it():
    """What each version counted is told: the points before and after the 10th keep five records away from it."""
    numbers = [6] * 18
    whole = [6 * day for day in range(1, 19)]
    assert in_november(planned((BEGAN, END)), numbers) == whole
    assert in_november(planned((BEGAN, CHANGED), (CHANGED, END)), numbers) == [
        volume for volume in whole if volume not in (54, 60)
    ]


def test_a_version_that_begins_with_a_day_has_a_point_there_and_none_that_is_close():
    begins = micros(at("2026-11-10T00:00"))
    numbers = [6] * 8 + [3, 3] + [6] * 8
    found = in_november(planned((BEGAN, begins), (begins, END)), numbers)
    assert 51 in found  # at the end of the 9th
    assert 48 not in found
    assert 54 not in found


def test_records_that_no_day_of_the_period_has_leave_no_line():
    plan = planned((BEGAN, END))
    running = reports.volume(reports.month("2026-11"), 40, elapsed=Fraction(14, 21), days_left=7)
    days = PeriodDays(met={0: 40})
    assert courses({plan: [running]}, {plan: {(running.period.kind, running.period.label): days}}) == {}
