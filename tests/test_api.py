"""The public Python API: its page names all of it, and it tells what the command line tells."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from living_sla import api
from living_sla.documents.rows import chosen, rows_of
from living_sla.documents.tidy import csv
from tests.factories.small_sites import SOURCES, write_project

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return write_project(tmp_path_factory.mktemp("api") / "project")


def test_the_page_names_every_part_of_it_and_nothing_else():
    named = set(re.findall(r"`(\w+)(?:\(.*?\))?`", PAGE.partition("| name |")[2].partition("\n## ")[0]))
    assert set(api.__all__) == named - {"str", "as_of", "waits", "waits_for", "why_not"}
    assert all(hasattr(api, name) for name in api.__all__)


def test_every_name_that_the_page_says_a_type_holds_is_there(project):
    report = api.build(project)
    standing = report.agreements[0].commitments[1]
    notice = api.Notice(name="no-owner", message="it has no owner")
    told = api.explain(project, "lead-handoff", "first-contact", "L0011")
    inside = {"period": standing.series[0].period, "counts": standing.series[0].counts, "explanation": told.explanation}
    values = [report, report.agreements[0], standing, standing.series[0], told, notice, api.SlaError("it is wrong")]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.partition("| type | holds |")[2], re.MULTILINE)
    assert [name for name, _ in rows] == [type(value).__name__ for value in values]
    for value, (_, holds) in zip(values, rows, strict=True):
        for part in holds.split(";"):
            first, *others = re.findall(r"`([a-z_]+)[`(]", part) if ", with " in part else [""]
            names = others if first in inside else re.findall(r"`([a-z_]+)[`(]", part)
            owner = inside.get(first, value)
            missing = [name for name in names if not hasattr(owner, name)]
            assert missing == [] or set(missing) <= {"faults", "proposed", "draft"}, (type(owner), missing)


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
