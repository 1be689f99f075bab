"""The project, its site and its exports; nothing here is in git, which every check takes as it is."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

from living_sla.doctor import data, machine, project, site
from living_sla.doctor.here import Here
from living_sla.model.observation import Observation, Severity
from tests.factories.small_sites import SOURCES, write_project

SITE = "theme: {name: material, font: false}\nstrict: true\nplugins: [search, macros, living-sla]\n"


@pytest.fixture
def root(tmp_path) -> Path:
    made = write_project(tmp_path / "sla")
    (made / "mkdocs.yml").write_text(SITE)
    return made.resolve()


def seen(check, root: Path, **variables: str) -> list[Observation]:
    return list(check(Here(root, variables)))


def told(check, root: Path) -> list[tuple[str, str]]:
    return [(one.severity.value, one.what) for one in seen(check, root) if one.severity is not Severity.OK]


def test_a_project_that_is_well_has_nothing_to_tell(root):
    checks = {**project.CHECKS, **site.CHECKS, **data.CHECKS}
    assert [found for check in checks.values() for found in told(check, root)] == []


def test_settings_that_cannot_be_read_are_told_fault_by_fault(root):
    (root / "pyproject.toml").write_text('[tool.living_sla]\nfiscal_year = 4\nkeyrin = "x"\n')
    first, second = seen(project.settings, root)
    assert first.what.startswith('pyproject.toml: SLA-F010 unknown setting "fiscal_year"')
    assert "fiscal_year_start" in first.remedy
    assert second.severity is Severity.PROBLEM


def test_of_agreements_that_cannot_be_read_the_place_is_told_and_nothing_that_they_hold(root):
    file = root / "agreements" / "lead-handoff.md"
    file.write_text(file.read_text().replace("commitments:", "ana.ruiz@northwind.test:"))
    [found] = seen(project.agreements, root)
    assert (found.severity, found.remedy) == (Severity.PROBLEM, "sla check")
    assert "agreements/lead-handoff.md:" in found.what
    assert "ana" not in found.what


def test_one_agreement_that_cannot_be_read_keeps_no_other_from_being_asked_for_its_zones(root):
    (root / "agreements" / "broken.md").write_text("---\nid: [\n---\n")
    assert [found for found, _ in told(project.agreements, root)] == ["problem"]
    [found] = seen(data.zones, root)
    assert "Europe/London" in found.what


def test_a_folder_without_agreements_is_a_problem_where_it_is_a_project(root, tmp_path):
    (tmp_path / "empty").mkdir()
    assert [found for found, _ in told(project.agreements, tmp_path / "empty")] == ["note"]
    (root / "agreements" / "lead-handoff.md").unlink()
    assert told(project.agreements, root) == [("note", "there is no agreement below agreements/ yet")]
    (root / "agreements").rmdir()
    assert [found for found, _ in told(project.agreements, root)] == ["problem"]
    (root / "agreements").touch()
    assert [found for found, _ in told(project.agreements, root)] == ["problem"]


@pytest.mark.parametrize(
    ("settings", "severity", "what"),
    [
        ("plugins: [living-sla", "problem", "this is not YAML"),
        ("- a list", "problem", "the settings are not a table"),
        (SITE.replace("living-sla", "tags"), "problem", "the plugin living-sla is not listed"),
        (SITE.replace("macros, living-sla", "living-sla, macros"), "note", "macros is listed after living-sla"),
        (SITE.replace("macros, ", ""), "note", "the plugin macros is not listed"),
        (SITE.replace("strict: true\n", ""), "note", "strict is not set"),
        (
            SITE.replace("strict: true", "strict: false"),
            "note",
            "strict is false, so a site is published with warnings",
        ),
        (SITE.replace(", font: false", ""), "problem", "the theme would fetch fonts from another host"),
        ("theme: material\nstrict: true\nplugins: [macros, living-sla]\n", "problem", "the theme would fetch fonts"),
        (SITE + "extra_css: ['https://cdn.test/x.css']\n", "problem", "pages would fetch files from cdn.test"),
        (SITE + "extra_css: [//cdn.test/x.css]\n", "problem", "pages would fetch files from cdn.test"),
        (SITE + "hooks: [hook.py]\n", "problem", "can do more than show text, and nothing says that it may"),
        (SITE + "site_name: !ENV AWS_SECRET\n", "problem", "!ENV asks for 'AWS_SECRET', which pages could show"),
        (SITE + "docs_dir: data\n", "problem", "docs_dir is not a folder for pages"),
        (SITE.replace("[search, macros, living-sla]", "{search: {}, macros: {}, living-sla: {}}"), "", ""),
    ],
)
def test_settings_of_the_site_that_cannot_be_used_are_told(root, settings, severity, what):
    (root / "mkdocs.yml").write_text(settings)
    found = told(site.site, root)
    assert [one for one, _ in found] == ([severity] if severity else [])
    assert all(what in one for _, one in found)


def test_without_settings_of_a_site_there_are_figures(root):
    (root / "mkdocs.yml").unlink()
    assert [found for found, _ in told(site.site, root)] == ["note"]
    assert told(site.place, root) == []


def test_a_site_folder_that_cannot_be_written_is_a_problem(root, monkeypatch):
    monkeypatch.setattr(site.os, "access", lambda *_: False)
    [found] = seen(site.place, root)
    assert (found.severity, found.remedy) == (Severity.PROBLEM, "sla build --site-dir /a/folder/that/you/may/write")


@pytest.mark.parametrize(("free", "severity"), [(machine.NO_DISK - 1, "problem"), (machine.LITTLE_DISK - 1, "note")])
def test_a_disk_with_little_room_is_told(root, monkeypatch, free, severity):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(site.shutil, "disk_usage", lambda _: usage(1, 1, free))
    assert [found for found, _ in told(site.place, root)] == [severity]


def test_a_site_folder_in_which_other_files_lie_is_a_problem(root):
    (root / "site").mkdir()
    (root / "site" / "mine.txt").touch()
    [(severity, what)] = told(site.place, root)
    assert severity == "problem"
    assert "SLA-F098" in what


def test_a_source_without_a_file_waits_and_the_others_are_told(root):
    (root / "data" / "exports" / "leads.csv").unlink()
    [found] = seen(data.exports, root)
    assert (found.severity, found.remedy) == (Severity.NOTE, "put the export to data/exports/leads.csv")


def test_a_pointer_of_git_lfs_is_not_an_export(root):
    (root / "data" / "exports" / "leads.csv").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    [(severity, what)] = told(data.exports, root)
    assert (severity, what) == ("problem", "data/exports/leads.csv is a pointer of Git LFS, not the file")


def test_a_file_that_no_forge_takes_is_told(root, monkeypatch):
    monkeypatch.setattr(data, "_LARGEST_ON_A_FORGE", 10)
    assert [found for found, _ in told(data.exports, root)] == ["note"]


@pytest.mark.parametrize("text", ["leads: [", "leads: {path: ../x.csv}", "- x", "leads:\n  path: x\n  colums: {}\n"])
def test_sources_that_cannot_be_read_are_told_once(root, text):
    (root / "data" / "sources.yml").write_text(text)
    assert [found for found, _ in told(data.exports, root)] == ["problem"]
    assert [found for found, _ in told(data.zones, root)] == []
    assert seen(data.engines, root) == []


def test_a_link_in_the_place_of_an_export_is_told(root, tmp_path):
    file = root / "data" / "exports" / "leads.csv"
    file.rename(tmp_path / "leads.csv")
    file.symlink_to(tmp_path / "leads.csv")
    assert [found for found, _ in told(data.exports, root)] == ["problem"]


def test_a_zone_that_the_release_does_not_have_is_a_problem(root, monkeypatch):
    def unknown(name):
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(data, "zone", unknown)
    [found] = seen(data.zones, root)
    assert "has no Europe/London" in found.what
    assert found.remedy.endswith("tzdata")


def test_holidays_that_the_release_does_not_know_are_a_problem(root, monkeypatch):
    file = root / "agreements" / "lead-handoff.md"
    file.write_text(file.read_text().replace("  hours: {mon-fri", "  holidays: GB-ENG\n  hours: {mon-fri"))
    assert told(data.holidays, root) == []
    monkeypatch.setattr(data.calendar, "unknown_years", lambda *_: (2027,))
    [(severity, what)] = told(data.holidays, root)
    assert severity == "problem"
    assert what.endswith("does not know all holidays of GB-ENG in 2027")


@pytest.mark.parametrize(
    ("engine", "installed", "java", "remedy"),
    [
        ("spark", False, True, 'python -m pip install "living-sla[spark]"'),
        ("dask", False, True, 'python -m pip install "living-sla[dask]"'),
        ("spark", True, False, "apt-get install openjdk-17-jre-headless, or export JAVA_HOME=/its/folder"),
        ("spark", True, True, ""),
        ("dask", True, False, ""),
    ],
)
def test_an_engine_that_a_source_names_has_to_be_there(root, monkeypatch, engine, installed, java, remedy):
    sources = SOURCES.replace("exports/leads.csv", "s3://bucket/leads.parquet\n  engine: " + engine)
    (root / "data" / "sources.yml").write_text(sources)
    monkeypatch.setattr(data, "find_spec", lambda _: object() if installed else None)
    monkeypatch.setenv("PATH", "")
    [found] = seen(data.engines, root, **({"JAVA_HOME": "/opt/java"} if java else {}))
    assert found.remedy == remedy
