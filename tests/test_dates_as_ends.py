"""Dates without a time of day as ends and deadlines, and clocks that differ, through real files."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from msgspec.structs import asdict

from living_sla import report
from living_sla.cli import attain, explain
from living_sla.errors import Faults
from tests.factories.desks import desk_agreement, write_desk

COMMITMENT = """\
  - id: answer
    title: Answer
    by: sales
    category: hand-off
    measure: {measure}
    target: at least 50%
    per: month
"""
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: {timezone}
  key: id
  as_of: 2026-03-01T00:00
  {more}
  columns:
    id: {{from: ID, type: text}}
    came_at: {{from: Came, type: instant}}
    answered: {{from: Answered, {answered}}}
    due: {{from: Due, {due}}}
"""
INSTANT = 'type: instant, format: "%Y-%m-%d %H:%M:%S"'
WITHIN = "{kind: within, source: leads, from: came_at, to: answered, limit: 2 business hours}"
BY_DUE = "{kind: within, source: leads, from: came_at, to: answered, due: due}"
AS_DAYS = ["type: date", 'type: date, format: "%d.%m.%Y"', 'type: instant, format: "%Y-%m-%d"']


@pytest.fixture
def project(tmp_path):
    def write(rows, measure=WITHIN, answered=INSTANT, due=INSTANT, more="max_unusable: 1%", timezone="Europe/London"):
        agreement = desk_agreement(COMMITMENT.format(measure=measure), effective="2026-01-01")
        sources = SOURCES.format(answered=answered, due=due, more=more, timezone=timezone)
        lines = "".join(f"{number},{row}\n" for number, row in enumerate(rows, start=1))
        return write_desk(tmp_path, agreement, sources, leads="ID,Came,Answered,Due\n" + lines)

    return write


def january(project):
    return report.build(project, cache=False).agreements[0].commitments[0].series[0]


@pytest.mark.parametrize("answered", AS_DAYS)
@pytest.mark.parametrize("timezone", ["Europe/London", "America/New_York", "Asia/Tokyo"])
def test_an_end_on_the_day_of_the_start_is_not_before_it(project, answered, timezone):
    days = ["2026-01-05", "2026-01-06", ""]
    if "%d" in answered and "." in answered:
        days = ["05.01.2026", "06.01.2026", ""]
    rows = [f"2026-01-05 09:30,{day}," for day in days]
    found = january(project(rows, answered=answered, timezone=timezone))
    assert asdict(found.counts) == {"met": 1, "missed": 2, "pending": 0, "excluded": 0, "unusable": 0}


def test_a_date_before_the_day_of_the_start_is_before_it(project):
    found = january(project(["2026-01-05 00:10,2026-01-04,"], answered="type: date", more="max_unusable: 100%"))
    assert (found.counts.unusable, found.counts.met) == (1, 0)


@pytest.mark.parametrize("due", AS_DAYS)
def test_what_is_due_on_a_date_is_due_by_its_end(project, due):
    day = "06.01.2026" if "." in due else "2026-01-06"
    in_time, late = f"2026-01-05 09:30,2026-01-06 23:59:59,{day}", f"2026-01-05 09:30,2026-01-07 00:00:00,{day}"
    found = january(project([in_time, late], measure=BY_DUE, due=due))
    assert (found.counts.met, found.counts.missed) == (1, 1)


def test_a_date_may_end_on_the_date_that_is_due(project):
    rows = ["2026-01-05 09:30,2026-01-06,2026-01-06", "2026-01-05 09:30,2026-01-07,2026-01-06"]
    found = january(project(rows, measure=BY_DUE, answered="type: date", due="type: date"))
    assert (found.counts.met, found.counts.missed) == (1, 1)


def test_with_a_deadline_of_its_own_an_end_before_the_start_is_judged(project):
    rows = ["2026-01-05 09:30,2026-01-05 09:29:57,2026-01-06 12:00:00", "2026-01-05 09:30,2026-01-05 10:00:00,"]
    found = january(project(rows, measure=BY_DUE, more="max_unusable: 100%"))
    assert (found.counts.met, found.counts.unusable) == (1, 1)  # without a deadline there is nothing to judge by


def test_clocks_that_differ_are_tolerated_as_far_as_declared_and_counted(project):
    rows = [f"2026-01-05 09:30:00,2026-01-05 {end}," for end in ("09:28:00", "09:27:59", "09:30:00", "09:31:00")]
    tree = project(rows, more="max_unusable: 50%\n  clock_skew: 2 minutes")
    found = january(tree)
    assert (found.counts.met, found.counts.unusable, found.skewed) == (3, 1, 1)
    arguments = ["--format", "json", "--project", str(tree), "--no-cache"]
    rows = json.loads(CliRunner().invoke(attain.command, arguments, catch_exceptions=False).stdout)["attainment"]
    assert rows[0]["within_clock_skew"] == 1
    printed = CliRunner().invoke(attain.command, ["--project", str(tree)], catch_exceptions=False).stdout
    assert "1 ended within the clock skew before its start" in printed


@pytest.mark.parametrize("skew", ["2 days", "61 minutes", "2 business minutes"])
def test_clocks_that_differ_by_more_tell_no_order(project, skew):
    with pytest.raises(Faults) as found:
        january(project(["2026-01-05 09:30,,"], more=f"max_unusable: 1%\n  clock_skew: {skew}"))
    assert f"clocks that differ by {skew} tell no order of events" in str(found.value)


def test_an_explanation_says_the_dates(project):
    tree = project(["2026-01-05 09:30,2026-01-05,2026-01-06"], measure=BY_DUE, answered=AS_DAYS[2], due="type: date")
    said = CliRunner().invoke(explain.command, ["desk/answer", "1", "--project", str(tree)], catch_exceptions=False)
    assert "due        by the end of Tue 6 Jan 2026  due" in said.stdout
    assert "ends       on Mon 5 Jan 2026  answered" in said.stdout


@pytest.mark.parametrize(
    ("due", "counted"),
    [
        ("0001-01-01", (0, 1)),
        ("2025-12-31", (0, 1)),
        ("2026-01-31", (1, 0)),
        ("2026-02-01", (0, 0)),
        ("9999-12-31", (0, 0)),
    ],
)
def test_a_record_belongs_to_the_period_of_its_deadline_wherever_that_lies(project, due, counted):
    """Before the terms it counts in their first period; after all periods in none."""
    root = project(
        [f"2026-01-05 10:00:00,2026-01-06 10:00:00,{due}"], f"{BY_DUE}\n    judged_by: due", due="type: date"
    )
    counts = january(root).counts
    assert (counts.met, counts.missed) == counted
