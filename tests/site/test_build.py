"""What only a real build can show."""

from __future__ import annotations

import importlib
import json
import sys
from html import unescape
from pathlib import Path

import pytest

from living_sla.site.publishing.build import build
from living_sla.site.settings.loaded import _import_late
from tests.factories.small_sites import AGREEMENT, CANARY, write_project
from tests.pages.reading import Reading
from tests.site.conftest import BUILT

HOSTILE = "Hand-off</title><script>alert(1)</script> & co"
BODY = """\
# A title of its own

Prose with `{{ sla_scoreboard() }}` in code, <span onclick="alert(1)">a span</span> and
[a link](../docs/glossary.md).

<script>alert(2)</script>

{{ sla_trend("first-contact") }}

## After the chart
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory) -> Path:
    root = write_project(tmp_path_factory.mktemp("hostile") / "project")
    front, _, _ = AGREEMENT.partition("---\n## ")
    front = front.replace("title: Inbound lead hand-off", f'title: "{HOSTILE}"')
    body = BODY.replace("../docs/glossary.md", "../glossary.md")
    (root / "agreements" / "lead-handoff.md").write_text(f"{front}---\n{body}", encoding="utf-8")
    return build(root).site


def page(site: Path, name: str = "agreements/lead-handoff/") -> str:
    return (site / name / "index.html").read_text(encoding="utf-8")


def test_an_agreement_is_a_page_that_answers_first(a_site):
    text = Reading(page(a_site).partition("<article")[2].partition("</article>")[0]).text
    order = [
        "Inbound lead hand-off", "Draft", "when last judged", "Commitment", "Marketing hands over leads", "Terms",
        "People", "After a miss", "Working time", "Why we agreed", "Because leads went cold.", "History",
    ]  # fmt: skip
    found = [text.index(said) for said in order]
    assert found == sorted(found)


def test_pages_of_data_have_no_table_of_contents_beside_them(a_site):
    for name in ("agreements/lead-handoff/", "agreements/lead-handoff/first-contact/"):
        assert [found for found in Reading(page(a_site, name)).all("div") if found.get("data-md-type") == "toc"] == [
            {"class": "md-sidebar md-sidebar--secondary", "data-md-component": "sidebar", "data-md-type": "toc",
             "hidden": None}
        ]  # fmt: skip


def test_the_navigation_has_what_exists(a_site):
    home = Reading(page(a_site, "."))
    tabs = [found["href"] for found in home.all("a") if found.get("class") == "md-tabs__link"]
    assert tabs == [
        ".", "agreements/lead-handoff/", "teams/", "changes/", "calendar/", "promises/", "guide/reading/", "glossary/",
    ]  # fmt: skip


def test_search_finds_a_commitment_and_no_record(a_site):
    index = json.loads((a_site / "search" / "search_index.json").read_text(encoding="utf-8"))
    sections = {entry["location"]: entry for entry in index["docs"]}
    found = sections["agreements/lead-handoff/first-contact/"]
    assert found["title"] == "First contact"
    everything = json.dumps(index)
    assert "4 business hours" in unescape(found["text"]).replace("\u00a0", " ")
    assert "L0011" in page(a_site, "agreements/lead-handoff/first-contact/")
    assert "L0011" not in everything
    assert "sla-trend" not in everything


def test_no_value_of_a_personal_column_leaves_the_export(a_site):
    for path in a_site.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path


def test_braces_in_prose_stay_braces(a_site):
    assert "<code>{{ braces }}</code>" in page(a_site, "glossary")


def test_two_builds_at_two_places_are_the_same_bytes(a_site, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BUILT)
    again = build(write_project(tmp_path / "elsewhere" / "deeper")).site
    ours = {path.relative_to(a_site): path.read_bytes() for path in a_site.rglob("*") if path.is_file()}
    theirs = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_edit_opens_the_file_of_the_agreement(tmp_path, monkeypatch):
    monkeypatch.setenv("SLA_REPO_URL", "https://github.com/northwind/agreements")
    site = build(write_project(tmp_path / "project")).site
    links = {found["href"] for found in Reading(page(site)).all("a") if "/edit/" in (found.get("href") or "")}
    assert links == {"https://github.com/northwind/agreements/edit/main/agreements/lead-handoff.md"}


def test_a_title_is_text_wherever_the_theme_prints_it(hostile_site):
    for name in (".", "agreements/lead-handoff"):
        html = page(hostile_site, name)
        assert "<script>alert" not in html
    assert HOSTILE in Reading(page(hostile_site).partition("</head>")[2]).text
    title = page(hostile_site).partition("<title>")[2].partition("</title>")[0]
    assert unescape(title) == f"{HOSTILE} - Living SLA"


def test_a_body_is_sanitised_and_its_macros_are_put_in_place(hostile_site):
    html = page(hostile_site)
    assert "alert(2)" not in html
    assert "onclick" not in html
    assert "<code>{{ sla_scoreboard() }}</code>" in html
    assert html.count('<svg class="sla-trend"') == 1
    html = html.partition("<article")[2]
    assert html.index("A title of its own") < html.index('class="sla-trend"') < html.index("After the chart")
    assert 'href="../../glossary/"' in html


def test_an_agreement_that_calls_a_macro_shows_only_what_it_asks_for(hostile_site):
    assert "sla-provenance" not in page(hostile_site)


def test_pages_beside_the_files_of_the_theme_are_pages_like_others(a_project):
    for name in ("assets/read-me.md", "assets/javascripts/deep/own.md", "märz/own.md"):
        (a_project / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (a_project / "docs" / name).write_text("# A page\n")
    (a_project / "docs" / "märz" / "own.js").write_text("own()")
    with (a_project / "mkdocs.yml").open("a") as settings:
        settings.write("\nextra_javascript: [märz/own.js]\n")
    site = build(a_project, settings_from=".").site
    assert "/own.js" in (site / "märz" / "own" / "index.html").read_text()


def test_a_module_that_is_imported_late_runs_when_something_of_it_is_used(tmp_path, monkeypatch):
    (tmp_path / "told_late.py").write_text("import sys\nsys.told_late = True\nword = 'here'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "told_late", False, raising=False)
    _import_late("told_late")
    import told_late

    assert not sys.told_late
    assert told_late.word == "here"
    assert sys.told_late
    assert importlib.import_module("told_late").word == "here"
    monkeypatch.delitem(sys.modules, "told_late")


def test_a_module_that_is_not_installed_stays_missing():
    _import_late("not_installed_anywhere")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("not_installed_anywhere")
