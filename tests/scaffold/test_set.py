"""`sla set`: the file is written whole or not at all, and what was proposed is told."""

from __future__ import annotations

import os
import stat

import pytest
from click.testing import CliRunner

from living_sla.cli.set import command
from living_sla.errors import SlaError
from tests.factories.pattern_project import pattern_project

VOLUME = """\
- id: volume
  title: Leads
  by: marketing
  category: goals
  measure: {kind: count, source: leads, at: mql_at}
  target: at least 9
  per: month
  owner: Ana Ruiz
"""


@pytest.fixture
def project(tmp_path):
    return pattern_project(tmp_path / "project", VOLUME)


def sla_set(project, *arguments):
    return CliRunner().invoke(
        command, [*arguments, "--project", str(project)], catch_exceptions=False, standalone_mode=False
    )


def file_of(project):
    return project / "agreements" / "handoff.md"


def test_the_value_is_written_and_what_it_changes_is_told(project):
    before = file_of(project).read_bytes()
    os.chmod(file_of(project), 0o640)
    said = sla_set(project, "handoff", "volume.target=at least 12")
    assert file_of(project).read_bytes() == before.replace(b"at least 9", b"at least 12")
    assert stat.S_IMODE(file_of(project).stat().st_mode) == 0o640
    assert "The target rises from at least 9 to at least 12." in said.stdout


def test_the_only_agreement_need_not_be_named(project):
    sla_set(project, "volume.target=at least 12")
    assert b"at least 12" in file_of(project).read_bytes()


def test_a_dry_run_shows_the_difference_and_writes_nothing(project):
    before = file_of(project).read_bytes()
    said = sla_set(project, "handoff", "volume.target=at least 12", "--dry-run")
    assert "-    target: at least 9\n+    target: at least 12\n" in said.stdout
    assert file_of(project).read_bytes() == before


def test_what_the_sources_do_not_have_is_refused(project):
    before = file_of(project).read_bytes()
    with pytest.raises(SlaError) as error:
        sla_set(project, "handoff", "volume.measure.at=nowhere_at")
    assert "nowhere_at" in str(error.value)
    assert file_of(project).read_bytes() == before


def test_a_link_is_refused(project):
    file, outside = file_of(project), project.parent / "elsewhere.md"
    file.rename(outside)
    file.symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises(SlaError):
        sla_set(project, "handoff", "volume.target=at least 12")
    assert outside.read_bytes() == before
    assert file.is_symlink()


@pytest.mark.parametrize("name", ["../handoff", "agreements/handoff", "/etc/passwd", "handof", ""])
def test_nothing_but_an_agreement_of_the_project_is_meant(project, name):
    with pytest.raises(SlaError):
        sla_set(project, name, "volume.target=at least 12")
