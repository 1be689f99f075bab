"""The worklist: open records in the order in which they fall due, for whoever does the work and for nobody else."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from living_sla.cli.worklist import command
from living_sla.errors import SlaError
from living_sla.model.quantity import parse_duration
from living_sla.report import read_agreed
from living_sla.words.standing.worklist import summary
from living_sla.worklist import worklist
from tests.factories.agreements import project_faults
from tests.factories.desks import desk_agreement, write_desk

FIRST = """\
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure: {kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 business hours}
    target: at least 90%
    per: month
"""
VOLUME = """\
  - id: volume
    title: Volume
    by: marketing
    category: goals
    measure: {kind: count, source: leads, at: mql_at}
    target: at least 1
    per: month
"""
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-09-16T12:00
  owner: owner
  link: https://crm.example/{id}
  columns:
    id: {from: Id, type: text}
    mql_at: {from: MQL, type: instant}
    contacted_at: {from: Contacted, type: instant}
    owner: {from: Owner, type: text}
"""
LEADS = """\
Id,MQL,Contacted,Owner
=1+1,2026-09-16T10:00,,@Ann
late,2026-09-14T10:00,,Bea
done,2026-09-14T10:00,2026-09-14T11:00,Bea
after,2026-09-14T09:30,2026-09-16T13:00,
soon,2026-09-15T15:30,,Cay
"""
NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    return write_desk(tmp_path, desk_agreement(FIRST + VOLUME), SOURCES, leads=LEADS)


def asked(desk, what=None, **more):
    return worklist(read_agreed(desk, now=NOW, cache=False), what, **more)


def run(desk, *options):
    return CliRunner().invoke(command, [*options, "--project", str(desk)], standalone_mode=False)


def test_open_records_come_in_the_order_in_which_they_fall_due(desk):
    found = asked(desk)
    assert [(record.key, record.owner) for record in found.records] == [
        ("after", ""),  # it ended after the as-of, which nobody has seen yet
        ("late", "Bea"),
        ("soon", "Cay"),
        ("=1+1", "@Ann"),
    ]
    assert [record.is_overdue for record in found.records] == [True, True, True, False]
    assert found.records[0].link == "https://crm.example/after"


def test_within_leaves_out_what_falls_due_later_and_keeps_what_is_overdue(desk):
    found = asked(desk, within=parse_duration("1h"))
    assert [record.key for record in found.records] == ["after", "late", "soon"]
    assert found.later == 1
    assert "; 1 more falls due later, at" in summary(found)
    assert asked(desk, within=parse_duration("3 business hours")).later == 0


def test_by_the_clock_more_is_overdue(desk):
    found = asked(desk, now=datetime(2026, 9, 16, 15, tzinfo=UTC))
    assert all(record.is_overdue for record in found.records)


def test_a_record_is_overdue_by_the_as_of_of_its_own_export_as_in_the_figures(tmp_path):
    """What fell due between the as-of of one export and that of another is a miss where its own export knows."""
    older = SOURCES.replace("leads:", "older:", 1).replace("12:00", "09:00").replace("leads.csv", "older.csv")
    agreement = desk_agreement(FIRST + FIRST.replace("first-contact", "earlier").replace("leads", "older"))
    desk = write_desk(tmp_path, agreement, SOURCES + older, leads=LEADS, older=LEADS)
    found = asked(desk)
    overdue = {(record.commitment, record.key): record.is_overdue for record in found.records}
    assert (overdue["first-contact", "soon"], overdue["earlier", "soon"]) == (True, False)
    assert summary(found).endswith(", at 2026-09-16 08:00 UTC, the earliest as-of; each is told at that of its exports")
    rows = list(csv.DictReader(io.StringIO(run(desk, "--format", "csv").output)))
    assert {(row["commitment"], row["record"].lstrip("'")): row["overdue"] == "True" for row in rows} == overdue


@pytest.mark.parametrize("what", ["desk", "first-contact", "desk/first-contact"])
def test_a_commitment_is_named_alone_or_with_its_agreement(desk, what):
    assert len(asked(desk, what).records) == 4


def test_a_name_that_nothing_has_is_told_with_those_that_there_are(desk):
    with pytest.raises(SlaError, match='there is no commitment "frist"') as told:
        asked(desk, "frist")
    assert told.value.hint == "there are: desk/first-contact, desk/volume"


def test_a_commitment_whose_records_fall_due_never_has_no_work(desk):
    assert asked(desk, "volume").records == []


def test_cells_that_look_like_formulas_are_defused(desk):
    rows = list(csv.DictReader(io.StringIO(run(desk, "--format", "csv").output)))
    assert [(row["record"], row["owner"]) for row in rows][-1] == ("'=1+1", "'@Ann")
    assert [row["overdue"] for row in rows] == ["True", "True", "True", "False"]


def test_the_file_for_a_browser_is_private_and_holds_no_markup_of_the_export(desk, tmp_path):
    (desk / "data" / "exports" / "leads.csv").write_text(LEADS.replace("Bea", "<b>x</b>"))
    output = tmp_path / "mine.html"
    assert run(desk, "--format", "html", "--output", str(output)).exception is None
    html = output.read_text()
    assert "<b>" not in html
    assert output.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("below", ["docs", "site", "agreements", "docs/new/..", "web"])
def test_nothing_is_written_where_a_site_is_made_of_or_stands(desk, below):
    (desk / "mkdocs.yml").write_text("site_name: Desk\nsite_dir: web\n" if below == "web" else "site_name: Desk\n")
    (desk / below).mkdir(parents=True, exist_ok=True)
    output = desk / below / "list.csv"
    found = run(desk, "--format", "csv", "--output", str(output))
    assert isinstance(found.exception, SlaError)
    assert "which is published" in str(found.exception)
    assert not output.exists()


def test_a_link_into_the_site_is_no_way_around(desk, tmp_path):
    (desk / "docs").mkdir()
    (tmp_path / "away").symlink_to(desk / "docs", target_is_directory=True)
    found = run(desk, "--format", "csv", "--output", str(tmp_path / "away" / "list.csv"))
    assert isinstance(found.exception, SlaError)


def test_attempts_are_owed_until_they_are_made_or_time_has_run_out(tmp_path):
    calls = FIRST.replace("first-contact", "calls").replace(
        "{kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 business hours}",
        "{kind: attempts, source: leads, from: mql_at, times: 2, limit: 2 business days, "
        "events: {source: calls, key: lead, at: at}}",
    )
    log = """
calls:
  path: exports/calls.csv
  timezone: Europe/London
  key: id
  as_of: 2026-09-16T12:00
  columns: {id: {from: Id, type: text}, lead: {from: Lead, type: text}, at: {from: At, type: instant}}
"""
    made = "Id,Lead,At\n1,soon,2026-09-15T16:00\n2,=1+1,2026-09-16T10:30\n3,=1+1,2026-09-16T11:00\n"
    desk = write_desk(tmp_path, desk_agreement(calls), SOURCES + log, leads=LEADS, calls=made)
    assert [record.key for record in asked(desk).records] == ["soon"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  owner: owner\n", "  owner: mql_at\n", '"mql_at" is of type instant, wanted here is text'),
        ("  owner: owner\n", "  owner: id\n", "the key names the owner, and pages show keys of records"),
        ("  owner: owner\n", "  owner: ownr\n", '"ownr" is not a column of "leads"'),
    ],
)
def test_an_owner_that_cannot_be_one_is_refused(tmp_path, old, new, told):
    desk = write_desk(tmp_path, desk_agreement(FIRST), SOURCES.replace(old, new), leads=LEADS)
    assert any(told in fault for fault in project_faults(desk)), project_faults(desk)


@pytest.mark.parametrize("asks", ["    by_segment: owner\n", "where"])
def test_no_terms_may_publish_who_owns_a_record(tmp_path, asks):
    terms = FIRST + asks if asks != "where" else FIRST.replace("source: leads,", "source: leads, where: {owner: Bea},")
    desk = write_desk(tmp_path, desk_agreement(terms), SOURCES, leads=LEADS)
    assert any("is the owner of records" in fault for fault in project_faults(desk)), project_faults(desk)


def test_whether_a_record_has_an_owner_may_be_asked(tmp_path):
    terms = FIRST.replace("source: leads,", "source: leads, where: {owner: filled},")
    desk = write_desk(tmp_path, desk_agreement(terms), SOURCES, leads=LEADS)
    assert [record.key for record in asked(desk).records] == ["late", "soon", "=1+1"]
