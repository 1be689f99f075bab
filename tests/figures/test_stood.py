"""A commitment's own past, from an export to the words: what is kept between builds says the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from living_sla import report
from living_sla.words.standing.outlook import own_past_words
from tests.factories.desks import desk_agreement, write_desk

SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-11-11T12:00Z
  columns:
    id: {from: Id, type: text}
    arrived: {from: Arrived, type: instant}
    answered: {from: Answered, type: instant}
"""
COMMITMENTS = """\
  - id: answers
    title: Answers
    by: sales
    category: hand-off
    measure: {kind: within, source: leads, from: arrived, to: answered, limit: 2 hours}
    target: at least 60%
    per: month
  - id: volume
    title: Leads
    by: marketing
    category: goals
    measure: {kind: count, source: leads, at: arrived}
    target: at least 10
    per: month
"""


def rows():
    """From January to November: ten answered in time on the 3rd, ten late on the 20th, and in July thirty."""
    yield "Id,Arrived,Answered"
    for month in range(1, 12):
        for day, end, number in ((3, "10:30", 10), (20, "15:00", 30 if month == 7 else 10)):
            if (month, day) < (11, 12):
                for at in range(number):
                    yield f"{month}-{day}-{at},2026-{month:02}-{day:02}T10:00,2026-{month:02}-{day:02}T{end}"


@pytest.mark.parametrize("cache", [False, True])
def test_the_own_past_is_told_from_the_export_on(tmp_path, monkeypatch, cache):
    monkeypatch.setenv("SLA_CACHE_DIR", str(tmp_path / "cache"))
    agreement = desk_agreement(COMMITMENTS, effective="2026-01-01")
    project = write_desk(tmp_path / "project", agreement, SOURCES, leads="\n".join([*rows(), ""]))
    for _ in range(1 + cache):
        found = report.build(project, now=datetime(2026, 11, 11, 13, tzinfo=UTC), cache=cache)
        [agreed] = found.agreements
        assert [own_past_words(part) for part in agreed.commitments] == [
            "Of the last ten months nine ended within 50 points of where they stood after 10 days.",
            "Of the last ten months nine grew by 10 from where they stood after 10 days.",
        ]
