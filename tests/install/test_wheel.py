"""What is in the wheel, and that it works alone: no repository, an empty home, no index."""

from __future__ import annotations

import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from living_sla.handbook.pages import handbook_pages
from tests.install.conftest import ROOT

PACKAGE = ROOT / "plugins" / "living_sla"
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def names(a_wheel) -> list[str]:
    return zipfile.ZipFile(a_wheel).namelist()


def text_of(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(found for found in archive.namelist() if found.endswith(name))).decode()


def test_it_has_every_file_of_the_package(names):
    there = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    own = {name for name in there if "__pycache__" not in name}
    assert own - set(names) == set() or own - set(names) == {"living_sla/_version.py"}


def test_it_has_every_page_that_a_topic_leads_to(names):
    pages = {name for name in names if name.startswith("living_sla/handbook/docs/") and name.endswith(".md")}
    assert len(pages) == len(handbook_pages())
    assert "living_sla/handbook/docs/mkdocs.yml" in names


def test_it_has_nothing_else(names):
    folders = {name.partition("/")[0] for name in names}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"living_sla"}
    assert [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".pyo", ".png", ".orig"))] == []


def test_it_names_no_path_of_the_machine_that_built_it(a_wheel):
    with zipfile.ZipFile(a_wheel) as archive:
        told = [name for name in archive.namelist() if str(ROOT).encode() + b"/" in archive.read(name)]
    assert told == []


def test_it_is_small(a_wheel):
    assert a_wheel.stat().st_size < MOST_BYTES


def test_its_metadata_say_what_pyproject_says(a_wheel):
    metadata = Parser().parsestr(text_of(a_wheel, ".dist-info/METADATA"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert metadata["Version"] == "0.1.0.dev0"
    assert {"Typing :: Typed", "Framework :: MkDocs"} <= set(metadata.get_all("Classifier"))
    assert metadata.get_all("Project-URL") == [f"{name}, {url}" for name, url in project["urls"].items()]
    assert metadata.get_all("Provides-Extra") == sorted(project["optional-dependencies"])


def test_the_command_says_its_version(an_installation):
    assert an_installation.run("--version") == "sla, version 0.1.0.dev0\n"


def test_what_editors_and_people_look_up_is_there(an_installation):
    assert an_installation.run("schema", "agreement").startswith("{")
    assert "glossary" in an_installation.run("docs")
    assert "F035" in an_installation.run("docs", "F035")


def test_the_demonstration_becomes_a_site(an_installation):
    an_installation.run("demo", "demo")
    an_installation.run("build", folder=an_installation.folder / "demo")
    page = an_installation.folder / "demo" / "site" / "agreements" / "lead-handoff" / "index.html"
    assert "95 %" in page.read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")


def test_a_project_of_ones_own_becomes_a_site(an_installation):
    an_installation.run("init", "--yes", "--project", "own")
    assert (an_installation.folder / "own" / "site" / "index.html").is_file()


def test_no_file_of_the_repository_is_looked_into(an_installation):
    """Last, after everything that the tests above have started."""
    an_installation.run("docs", "macros")
    assert an_installation.log.read_text("utf-8") == ""
    an_installation.run("sources", "guess", str(ROOT / "data" / "exports" / "hubspot-contacts-2026-10-21.csv"))
    assert "hubspot-contacts" in an_installation.log.read_text("utf-8")  # what looks is awake
