"""The story from files to standings, and what `sla check` tells in one run."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from living_sla import report
from living_sla.api import explain
from living_sla.cli import attain
from living_sla.errors import Faults, SlaError

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 10, 22, 9, tzinfo=UTC)


@pytest.fixture
def project(tmp_path):
    """A copy of this repository's own agreements and exports."""
    for folder in ("agreements", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_one_run_tells_the_faults_of_agreements_and_of_exports(project):
    edit(project / "agreements" / "lead-handoff.md", "target: at least 95%", "target: at least 950%")
    edit(project / "data" / "exports" / "hubspot-contacts-2026-10-21.csv", "Record ID,", "Record Id,")
    with pytest.raises(Faults) as refused:
        report.check(project)
    assert [(fault.where.path, fault.code) for fault in refused.value.faults] == [
        ("agreements/lead-handoff.md", "SLA-F007"),
        ("data/exports/hubspot-contacts-2026-10-21.csv", "SLA-F037"),
    ]


def test_a_column_that_no_commitment_uses_is_checked_but_not_read_for_figures(project):
    """The amount of an opportunity is declared and not used: damage in it stops `check`, and no figure."""
    export = project / "data" / "exports" / "hubspot-contacts-2026-10-21.csv"
    lines = export.read_text(encoding="utf-8").splitlines()
    position = lines[0].split(",").index("Recent Deal Amount")
    cells = lines[1].split(",")
    cells[position] = "lots"
    lines[1] = ",".join(cells)
    export.write_text("\n".join([*lines, ""]), encoding="utf-8")
    facts = report.build(project, now=NOW).sources["leads"].facts
    assert "amount" not in facts.columns
    with pytest.raises(Faults, match="a text of 4 characters is not an amount"):
        report.check(project, now=NOW)


def test_only_the_exports_of_the_agreement_that_is_asked_for_are_opened(project):
    (project / "data" / "exports" / "salesforce-leads-report-2026-10-21.csv").unlink()
    found = report.build(project, only="lead-handoff", now=NOW)
    assert (list(found.sources), len(found.agreements)) == (["leads"], 1)


def test_a_replay_beyond_the_export_is_refused(project):
    with pytest.raises(SlaError) as refused:
        report.build(project, as_of=datetime(2026, 11, 1, tzinfo=UTC), only="lead-handoff")
    assert "speaks only up to 2026-10-21T16:45Z" in str(refused.value)


def test_an_export_that_is_too_old_gives_no_verdict_on_open_periods(project):
    edit(project / "data" / "sources.yml", "{warn: 3650 days}", "{warn: 2 days, fail: 7 days}")
    found = report.build(project, only="lead-handoff", now=datetime(2026, 11, 20, tzinfo=UTC))
    contact = next(s for s in found.agreement("lead-handoff").commitments if s.commitment.id == "first-contact")
    assert (contact.current.status, contact.current.reason) == ("no data", "the export is too old for a verdict")
    assert contact.last_closed.period.label == "2026-09"
    assert [notice.name for notice in found.notices] == ["export-too-old"]


def test_a_record_is_explained_by_the_kernel_that_judges_all(project):
    contact = next(
        standing
        for standing in report.build(project, only="lead-handoff", now=NOW).agreements[0].commitments
        if standing.commitment.id == "first-contact"
    )
    miss = contact.last_closed.misses[0]
    told = explain(project, "lead-handoff", "first-contact", miss.key)
    found = told.explanation
    assert (found.outcome, found.start, found.due, found.end) == ("missed", miss.started_at, miss.due_at, miss.ended_at)
    export = (project / told.file).read_text(encoding="utf-8").splitlines()
    assert export[told.line - 1].startswith(f"{miss.key},")


@pytest.mark.parametrize(
    ("agreement", "commitment", "record", "message"),
    [
        ("lead-handof", "x", "1", 'there is no agreement "lead-handof"'),
        ("lead-handoff", "x", "1", '"lead-handoff" has no commitment "x"'),
        ("lead-handoff", "first-contact", "nobody", 'the export leads has no record "nobody"'),
    ],
)
def test_what_cannot_be_explained_is_said(agreement, commitment, record, message):
    with pytest.raises(SlaError) as refused:
        explain(ROOT, agreement, commitment, record)
    assert refused.value.message == message
    assert refused.value.hint


def test_a_figure_says_what_it_would_be_without_the_exception(project):
    """August 2026 leaves out 12 leads of the outage: 241 of 276, and with them 241 and those answered of 288."""
    contact = next(
        standing
        for standing in report.build(project, only="lead-handoff", now=NOW).agreements[0].commitments
        if standing.commitment.id == "first-contact"
    )
    august = next(found for found in contact.series if found.period.label == "2026-08")
    september = next(found for found in contact.series if found.period.label == "2026-09")
    assert august.counts.excluded == 12
    assert august.without_exceptions.denominator != august.value.denominator
    assert august.without_exceptions < august.value
    assert september.without_exceptions is None


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_what_keeps_nothing_counts_less_and_tells_the_same(demo_project, form, tmp_path, monkeypatch):
    monkeypatch.setenv("SLA_CACHE_DIR", str(tmp_path))
    command = ["--project", str(demo_project), "--by", "--format", form]
    kept, alone = (CliRunner().invoke(attain.command, [*command, *more]) for more in ([], ["--no-cache"]))
    assert kept.exit_code == alone.exit_code == 0
    assert kept.output == alone.output
