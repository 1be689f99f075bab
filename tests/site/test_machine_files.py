"""What programs read of a site: linked, described, the same for the same inputs, and not in the search."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from living_sla.cli.attain import command
from living_sla.errors import Faults
from living_sla.model import site_paths as paths
from living_sla.site.content.machine_files import machine_files
from living_sla.site.publishing.build import build
from tests.documents.test_documents import assert_as_described
from tests.factories import histories, reports
from tests.factories.small_sites import write_project

_DAYS = re.compile(r"\d+ days old")


@pytest.fixture(scope="module")
def a_report():
    standing = reports.agreement_standing(reports.first_contact(), reports.mql_volume())
    return reports.report(replace(standing, timeline=histories.timeline()))


def test_documents_are_as_their_schemas_say(a_report):
    written = dict(machine_files(a_report))
    assert_as_described(written[paths.ATTAINMENT_FILE], "attainment")
    changes = assert_as_described(written[paths.CHANGES_FILE], "changelog")
    landed = [version["landed_at"] for version in changes["versions"]]
    assert landed
    assert landed == sorted(landed, reverse=True)


def test_files_say_nothing_of_when_they_were_made(a_report):
    later = replace(a_report, built_at=a_report.built_at + timedelta(days=400))
    one, other = (dict(machine_files(each)) for each in (later, a_report))
    assert {path for path in one if one[path] != other[path]} <= {paths.CALENDAR_TABLE}
    assert one.keys() == other.keys()


def test_every_table_is_a_table_that_excel_reads_as_utf_8(a_report):
    for path, text in machine_files(a_report):
        if path.endswith(".csv"):
            assert text.startswith("\ufeff"), path
            header, *rows = csv.reader(io.StringIO(text[1:]))
            assert len(set(header)) == len(header)
            assert {len(row) for row in rows} <= {len(header)}, path


def test_a_hostile_text_is_no_formula_in_any_table(a_report):
    of = a_report.agreements[0]
    bad = "=HYPERLINK(1)"
    commitments = tuple(
        replace(one, commitment=one.commitment.model_copy(update={"title": bad}), why_not=bad) for one in of.commitments
    )
    hostile = replace(a_report, agreements=(replace(of, commitments=commitments),))
    text = dict(machine_files(hostile))[paths.COMMITMENTS_TABLE]
    cells = [cell for row in csv.reader(io.StringIO(text[1:])) for cell in row]
    assert cells.count(f"'{bad}") == 2 * len(commitments)  # the title, and why there is no figure
    assert bad not in cells


def test_the_site_has_what_the_verb_writes_and_every_link_leads_to_a_file(a_site):
    project = a_site.parent
    told = CliRunner().invoke(command, ["--format", "json", "--project", str(project)], catch_exceptions=False)
    published = (a_site / paths.ATTAINMENT_FILE).read_text("utf-8")
    assert _DAYS.sub("", published) == _DAYS.sub("", told.stdout)  # the verb is asked today
    linked = set(_linked(a_site))
    assert not [path for path in linked if not (a_site / path).is_file()]
    # The badge of each commitment and every table is offered below what it is made of, but for the one of all figures.
    written = {path for path, _ in _written(a_site)}
    assert written - linked == {paths.ATTAINMENT_TABLE, paths.CHANGES_TABLE} - linked
    index = json.loads((a_site / "search" / "search_index.json").read_text("utf-8"))
    assert not [entry for entry in index["docs"] if entry["location"].startswith(("api/", "tables/", "badges/"))]


def _written(site):
    for folder in ("api", "tables", "badges"):
        for path in sorted((site / folder).rglob("*.*")):
            yield path.relative_to(site).as_posix(), path


def _linked(site):
    """The paths of the files for programs that pages link to."""
    for page in site.rglob("*.html"):
        for href in re.findall(r'href="([^"]*)"', page.read_text("utf-8")):
            path = (page.parent / unescape(href).partition("#")[0]).resolve()
            if path.suffix in (".csv", ".json", ".svg") and path.is_relative_to(site):
                yield path.relative_to(site).as_posix()


def test_f106_a_file_of_docs_is_never_taken_for_ours(tmp_path):
    root = write_project(tmp_path / "project")
    forged = root / "docs" / paths.ATTAINMENT_FILE
    forged.parent.mkdir(parents=True)
    forged.write_text("{}")
    with pytest.raises(Faults) as refused:
        build(root)
    assert "docs/api/attainment.json: SLA-F106 the site writes a file of this name" in str(refused.value)
