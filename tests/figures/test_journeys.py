"""The customer's way is counted from the rows of the export: who reached a stage in a month, and who went on."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from living_sla import report
from living_sla.model.figures.journey import StageFigures

AGREEMENT = """\
---
id: desk
title: Desk
summary: Two teams.
effective: 2026-01-01
parties:
  marketing: {team: Marketing, contact: {name: Ana Ruiz, email: ana@sla.example}}
  sales: {team: Sales, contact: {name: Ben Okafor, email: ben@sla.example}}
coverage: {timezone: UTC}
definitions:
  mql: {means: Scored., where: {score: at least 60}}
  worked: {means: Somebody called.}
journey:
  - {stage: Lead, owner: marketing, at: created_at, source: leads}
  - {stage: MQL, owner: sales, at: mql_at, source: leads, means: mql, commitments: [volume]}
  - {stage: Worked, owner: sales, at: called_at, source: leads, means: worked}
  - {stage: Deal, owner: sales, at: won_at, source: deals}
commitments:
  - {id: volume, title: Volume, by: marketing, category: goals, target: at least 1, per: month,
     measure: {kind: count, source: leads, at: mql_at}}
exceptions:
  - {id: outage, from: 2026-03-01T00:00, until: 2026-03-20T00:00, reason: Outage, effect: exclude}
---
"""
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: 2026-04-10T00:00
  columns:
    id: {from: id, type: text}
    created_at: {from: created, type: instant}
    mql_at: {from: mql, type: instant}
    called_at: {from: called, type: instant}
    score: {from: score, type: integer}
deals:
  path: exports/deals.csv
  timezone: UTC
  key: id
  as_of: 2026-04-10T00:00
  columns:
    id: {from: id, type: text}
    won_at: {from: won, type: instant}
"""
LEADS = """\
id,created,mql,called,score,email
1,2026-03-02 09:00,2026-03-03 09:00,2026-03-04 09:00,70,x
2,2026-03-02 09:00,2026-03-03 09:00,,70,x
3,2026-03-02 09:00,2026-03-03 09:00,2026-04-09 09:00,70,x
4,2026-03-02 09:00,2026-03-03 09:00,2026-03-04 09:00,10,x
5,2026-03-02 09:00,,,,x
6,2026-02-27 09:00,2026-03-31 09:00,,90,x
7,2026-04-02 09:00,2026-04-03 09:00,,90,x
"""
DEALS = "id,won\nA,2026-03-05 10:00\nB,2026-04-05 10:00\n"


@pytest.fixture
def project(tmp_path):
    for path, text in {
        "agreements/desk.md": AGREEMENT, "data/sources.yml": SOURCES, "data/exports/leads.csv": LEADS,
        "data/exports/deals.csv": DEALS,
    }.items():  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def counted(project, **named) -> list[StageFigures]:
    now = datetime(2026, 4, 10, 12, tzinfo=UTC)
    [standing] = report.build(project, now=now, cache=False, **named).agreements
    return list(standing.journey)


def test_the_last_ended_month_is_counted_through_exceptions_and_who_went_on_is_told(project):
    lead, mql, worked, deal = counted(project)
    assert {found.period.label for found in (lead, mql, worked, deal)} == {"2026-03"}
    assert (lead.records, lead.went_on) == (5, 3)  # 4 scores too little to be an MQL, 5 never became one
    assert (mql.records, mql.went_on) == (4, 2)  # 3 was called in April: by the as-of it had gone on
    assert (worked.records, worked.went_on) == (2, None)  # deals stand in another export
    assert (deal.records, deal.went_on) == (1, None)
    assert mql.conversion == Fraction(1, 2)


def test_an_export_that_waits_leaves_its_stages_uncounted_and_the_others_as_they_are(project):
    (project / "data" / "exports" / "deals.csv").unlink()
    lead, *_, deal = counted(project)
    assert lead.records == 5
    assert deal.period is None


def test_terms_of_which_no_whole_month_has_ended_count_nothing(project):
    path = project / "agreements" / "desk.md"
    path.write_text(path.read_text("utf-8").replace("effective: 2026-01-01", "effective: 2026-03-15"), "utf-8")
    assert [found.period for found in counted(project)] == [None] * 4


def test_the_figures_of_commitments_are_what_they_were(project):
    path = project / "agreements" / "desk.md"
    now = datetime(2026, 4, 10, 12, tzinfo=UTC)
    of = lambda: [part.series for part in report.build(project, now=now, cache=False).agreements[0].commitments]  # noqa: E731
    with_way = of()
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("journey:")] + text[text.index("commitments:\n") :], "utf-8")
    assert of() == with_way


def test_a_remembered_way_is_the_one_that_was_counted(project, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("SLA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    now = datetime(2026, 4, 10, 12, tzinfo=UTC)
    first, second = (report.build(project, now=now).agreements[0].journey for _ in range(2))
    assert first == second
    assert list(second) == counted(project)
