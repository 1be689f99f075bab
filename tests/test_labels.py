"""What a column is called: readers see its label, whoever edits a file its name, and no figure depends on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from living_sla import report
from living_sla.cli.explain import command
from living_sla.errors import Faults
from living_sla.model.agreement.labels import labels_of
from living_sla.pages.agreement.terms import definitions
from living_sla.pages.attainment import attainment
from living_sla.words.numbers import plain_spaces
from tests.factories import reports
from tests.factories.exports import source_of
from tests.factories.small_sites import AGREEMENT, SOURCES, leads, write_project

LABELLED = (
    SOURCES.replace("from: Qualified,", "from: Qualified, label: hand-over,")
    .replace("from: Contacted,", "from: Contacted, label: Erster <Anruf>,")
    .replace("  personal:", "    source: {from: Source, type: text, label: Kanal}\n  personal:")
)
NOW = datetime(2026, 10, 22, 9, tzinfo=UTC)
ASKED = AGREEMENT.replace(
    "coverage:", "definitions:\n  paid: {means: Somebody clicked., where: {source: [Web, Fair]}}\ncoverage:"
).replace("    target: at least 90%\n", "    target: at least 90%\n    by_segment: source\n")


@pytest.fixture
def project(tmp_path):
    write_project(tmp_path)
    rows = leads().splitlines()
    cells = (f"{row},{'Web' if number % 2 else 'Fair'}" for number, row in enumerate(rows[1:]))
    (tmp_path / "data" / "exports" / "leads.csv").write_text("\n".join([f"{rows[0]},Source", *cells, ""]))
    (tmp_path / "agreements" / "lead-handoff.md").write_text(ASKED.replace("at: mql_at}", "at: mql_at, where: paid}"))
    return tmp_path


def declared(root, text):
    (root / "data" / "sources.yml").write_text(text)
    return report.build(root, now=NOW).agreement("lead-handoff")


def test_pages_speak_of_labels(project):
    found = declared(project, LABELLED)
    [_, contact] = found.commitments
    assert plain_spaces(contact.sentence) == (
        'Each month, Sales Development makes sure that at least 90 % of leads get their "Erster <Anruf>" within 4 '
        "business hours of hand-over."
    )
    assert "By Kanal" in attainment(contact, "Europe/London")
    assert "Counted where Kanal is Web or Fair." in definitions(found, reports.report(found))


def test_a_record_is_explained_in_labels(project):
    declared(project, LABELLED)
    (project / "agreements" / "lead-handoff.md").write_text(
        ASKED.replace("at: mql_at}", "at: mql_at, where: {source: Fax}}")
    )

    def told(what):
        done = CliRunner().invoke(command, [what, "L0001", "--project", str(project)])
        assert done.exit_code == 0, done.output
        return done.output

    assert "+01:00  hand-over\n" in told("lead-handoff/first-contact")
    assert "+01:00  Erster <Anruf>, after" in told("lead-handoff/first-contact")
    assert "it does not pass the filter: Kanal is not Fax" in told("lead-handoff/volume")


def test_a_label_is_no_term_and_moves_no_figure(project):
    plain = declared(project, LABELLED.replace("label: hand-over, ", "").replace("label: Erster <Anruf>, ", ""))
    labelled = declared(project, LABELLED)
    assert plain.agreement.digest == labelled.agreement.digest
    assert [one.series for one in plain.commitments] == [one.series for one in labelled.commitments]


def test_f003_two_columns_of_one_label_cannot_be_told_apart(project):
    with pytest.raises(Faults) as refused:
        declared(project, LABELLED.replace("label: Kanal", "label: Hand-Over"))
    assert 'SLA-F003 "mql_at" is called "Hand-Over", too' in str(refused.value)


def test_a_definition_goes_by_a_label_that_every_source_gives_that_column():
    def source(**labels):
        columns = {name: {"from": name, "type": "text", "label": label} for name, label in labels.items()}
        return source_of({"id": {"from": "id", "type": "text"}, **columns})

    found = labels_of(
        {"leads": source(status="State", region=" Area \n of it"), "deals": source(status="Phase", region="Area of it")}
    )
    assert found[""] == {"region": "Area of it"}
    assert found["deals"] == {"status": "Phase", "region": "Area of it"}
