"""A duration that an export holds as such: `0:30:00`, or a number of seconds, averaged and held against a target."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from living_sla import report
from living_sla.errors import Faults
from tests.factories.desks import desk_agreement, write_desk

AGREEMENT = desk_agreement(
    """\
  - id: reply
    title: Reply
    by: sales
    category: metrics
    measure: {kind: KIND, source: tickets, at: created_at, of: reply_time}
    target: TARGET
    per: month
""",
    effective="2026-01-01",
)
SOURCES = """\
tickets:
  path: exports/tickets.csv
  timezone: Europe/London
  key: id
  as_of: 2026-02-01T00:00
  columns:
    id: {from: ID, type: text}
    created_at: {from: Created, type: instant}
    reply_time: {from: Reply time, type: TYPE}
"""


@pytest.fixture
def project(tmp_path):
    def written(cells, kind="average", target="at most 45 minutes", type="duration"):
        text = AGREEMENT.replace("KIND", kind).replace("TARGET", target)
        rows = "".join(f"{number},2026-01-{number + 5:02} 10:00,{text}\n" for number, text in enumerate(cells, start=1))
        sources = SOURCES.replace("TYPE", type)
        return write_desk(tmp_path, text, sources, tickets=f"ID,Created,Reply time\n{rows}")

    return written


def figure(root):
    [standing] = report.build(root, now=datetime(2026, 2, 1, tzinfo=UTC)).agreements
    [commitment] = standing.commitments
    return commitment.series[0]


@pytest.mark.parametrize(
    ("type", "cells"),
    [
        ("duration", ["0:30:00", "1:30:00", "0:00:00"]),
        ("duration, format: seconds", ["1800", "5400", "0"]),
        ("duration, format: milliseconds", ["1800000", "5400000", "0"]),
    ],
)
def test_an_average_of_durations_is_in_the_unit_of_its_target(project, type, cells):
    found = figure(project(cells, type=type))
    assert (found.value, found.status.value) == (Fraction(40), "met")


def test_a_median_in_hours(project):
    found = figure(project(["0:30:00", "1:30:00", "9:00:00"], kind="median", target="at most 1 hour"))
    assert (found.value, found.status.value) == (Fraction(3, 2), "missed")


@pytest.mark.parametrize(
    ("type", "target", "said"),
    [
        ("duration", "at most 400", 'SLA-F014 the column is of type duration, the target is "at most 400"\n'
         "  hint: write for example at most 90 minutes"),
        ("duration", "at most 4 business hours", 'the target is "at most 4 business hours"\n'
         "  hint: leave out business: nothing says which hours a duration in the export counts"),
        ("integer", "at most 4 hours", 'SLA-F014 the column is of type integer, the target is "at most 4 hours"\n'
         "  hint: declare the column as duration"),
    ],
)  # fmt: skip
def test_f014_a_duration_is_held_against_a_duration(project, type, target, said):
    with pytest.raises(Faults) as refused:
        report.check(project(["0:30:00"], target=target, type=type))
    assert said in str(refused.value)
