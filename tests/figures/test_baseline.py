"""The baseline: figures of the periods before anything was agreed, by the same rules and without verdicts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from living_sla import report
from living_sla.model.time.period import PeriodRule
from living_sla.pages.durations.baseline import baseline
from tests.factories.desks import desk_agreement, write_desk

NOW = datetime(2026, 9, 16, tzinfo=UTC)
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: 2026-09-15T00:00
  columns:
    id: {from: Id, type: text}
    mql_at: {from: MQL, type: instant}
    contacted_at: {from: Contacted, type: instant}
    region: {from: Region, type: text}
"""
COMMITMENTS = """\
  - id: first
    title: First
    by: sales
    category: hand-off
    measure: {kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 hours}
    target: at least 90%
    per: month
    by_segment: region
  - id: volume
    title: Volume
    by: marketing
    category: goals
    measure: {kind: count, source: leads, at: mql_at}
    target: at least 4
    per: month
"""


def told(root, effective="2026-06-01", first_month=3, more=""):
    """Four leads a month from one month on, one of which is answered late."""
    rows = [
        f"{month}-{n},2026-{month:02}-10T10:00,2026-{month:02}-10T{12 if n else 18}:00,{'EMEA' if n else 'AMER'}\n"
        for month in range(first_month, 10)
        for n in range(4)
    ]
    agreement = desk_agreement(COMMITMENTS + more, effective=effective)
    write_desk(root, agreement, SOURCES, leads=f"Id,MQL,Contacted,Region\n{''.join(rows)}")
    [found] = report.build(root, now=NOW, cache=False).agreements
    return {standing.id: standing for standing in found.commitments}


def test_periods_before_the_agreement_have_figures_and_no_verdict(tmp_path):
    first = told(tmp_path)["first"]
    assert [(found.period.label, found.value, found.status, found.version) for found in first.baseline] == [
        ("2026-03", 3 / 4, None, None),
        ("2026-04", 3 / 4, None, None),
        ("2026-05", 3 / 4, None, None),
    ]
    assert [found.period.label for found in first.series] == ["2026-06", "2026-07", "2026-08", "2026-09"]
    assert all(not found.misses for found in first.baseline)


def test_a_volume_leaves_out_the_period_in_which_its_export_begins(tmp_path):
    assert [found.period.label for found in told(tmp_path)["volume"].baseline] == ["2026-04", "2026-05"]


def test_a_period_in_which_the_agreement_begins_is_told_up_to_that_day(tmp_path):
    newest = told(tmp_path, effective="2026-06-15")["first"].baseline[-1]
    assert newest.period.label == "2026-06"
    assert newest.window == (datetime(2026, 5, 31, 23, tzinfo=UTC), datetime(2026, 6, 14, 23, tzinfo=UTC))
    assert newest.counts.matured == 4


def test_an_export_that_reaches_back_no_further_has_no_baseline(tmp_path):
    standings = told(tmp_path, first_month=6)
    assert [standing.baseline for standing in standings.values()] == [(), ()]
    assert baseline(standings["first"]) == ""


def test_an_exception_of_the_terms_leaves_nothing_out_before_them(tmp_path):
    more = """\
exceptions:
  - {id: outage, from: 2026-05-01T00:00, until: 2026-06-20T00:00, reason: Outage, effect: exclude}
"""
    first = told(tmp_path, more=more)["first"]
    assert first.baseline[-1].counts.matured == 4
    assert first.series[0].counts.excluded == 4


def test_the_block_says_that_it_was_before_the_agreement(tmp_path):
    html = str(baseline(told(tmp_path)["first"]))
    assert "Before the agreement: March 2026 to May 2026, 75.0" in html
    assert "nothing was met or missed" in html
    assert "sla-badge" not in html


@pytest.mark.parametrize(
    ("kind", "moment", "first"),
    [
        ("month", "2026-06-15", "2025-07"),
        ("month", "2026-06-01", "2025-06"),
        ("quarter", "2026-06-01", "2023-Q3"),
        ("month", "1900-05-01", "1900-01"),
    ],
)
def test_a_baseline_goes_back_a_number_of_whole_periods(kind, moment, first):
    rule = PeriodRule(kind, "UTC")
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    found = rule.earlier(at, 12)
    assert found.label == first or moment.startswith("1900")
    assert found.start.year >= 1899
