"""The public Python API: its page names all of it, and it tells what the command line tells."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from living_sla import api
from living_sla.documents.rows import chosen, rows_of
from living_sla.documents.table import csv
from tests.factories.small_sites import SOURCES, write_project

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return write_project(tmp_path_factory.mktemp("api") / "project")


def test_the_page_names_every_part_of_it_and_nothing_else():
    named = set(re.findall(r"`(\w+)(?:\(.*?\))?`", PAGE.partition("| name |")[2]))
    assert set(api.__all__) == named - {"str", "as_of", "py"}
    assert all(hasattr(api, name) for name in api.__all__)


def test_the_table_has_the_rows_of_the_command_line(project):
    report = api.build(project)
    [standing, *_] = report.agreements[0].commitments
    found = api.table(report)
    assert list(found.commitment.unique()) == ["volume", "first-contact"]
    assert found.period[0] == standing.series[0].period.label
    assert found.to_csv(index=False) == csv(rows_of(chosen(report)))


def test_the_table_has_the_reason_of_every_status(project):
    report = api.build(project)
    rows = list(rows_of(chosen(report)))
    assert any(row.reason for row in rows)
    assert list(api.table(report).reason.fillna("")) == [row.reason for row in rows]


def test_an_earlier_instant_is_replayed_and_without_a_zone_it_is_on_the_clock_of_the_source(project):
    for early in (datetime(2026, 9, 10, 8, tzinfo=UTC), datetime(2026, 9, 10, 9)):
        found = api.build(project, as_of=early)
        assert found.agreements[0].commitments[0].series[0].as_of == datetime(2026, 9, 10, 8, tzinfo=UTC)


def test_a_record_is_explained_and_what_is_wrong_is_raised(project, tmp_path):
    assert api.explain(project, "lead-handoff", "first-contact", "L0011").explanation.outcome == "missed"
    with pytest.raises(api.SlaError, match='has no record "L9"'):
        api.explain(project, "lead-handoff", "first-contact", "L9")
    broken = write_project(tmp_path / "broken")
    (broken / "data" / "sources.yml").write_text(SOURCES.replace("key: id", "key: none"))
    with pytest.raises(api.Faults, match=re.escape("data/sources.yml:")):
        api.check(broken)


def test_warnings_are_those_of_check(project):
    assert {notice.name for notice in api.check(project)} >= {"export-stale"}
