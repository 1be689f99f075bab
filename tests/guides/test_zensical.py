"""What the guide says about macros under Zensical, tried on a page that has what its pages have."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import pytest

from living_sla.model.macros import MACROS
from living_sla.site.macros import define_env
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import write_project
from tests.guides.table import DOCS
from tests.reviews.reviewed import record, write_review
from tests.site.test_generators import OTHERS

PAGE = (DOCS / "how-to" / "zensical.md").read_text("utf-8")


@pytest.fixture(scope="module")
def macros(tmp_path_factory):
    """The macros on a page that says its path and its address alone, in a site whose plugins are names."""
    root = write_project(tmp_path_factory.mktemp("zensical") / "project")
    project = GitFolder.made(root)
    project.commit(None, "Terms", at="2026-10-07T09:00:00Z")
    terms = (root / "agreements" / "lead-handoff.md").read_bytes()
    write_review(project, record("2026-Q3", project.head, None), terms)
    project.commit(None, "Review", at="2026-10-08T09:00:00Z")
    page = SimpleNamespace(path="team/index.md", url="team/")
    known: dict = {}
    add = lambda function, name: known.update({name: function})  # noqa: E731
    define_env(SimpleNamespace(project_dir=str(root), conf={"plugins": {}}, page=page, macro=add))
    return SimpleNamespace(**known)


def test_the_guide_names_the_releases_that_are_tried():
    assert {f"{name}=={release}" for name, release in re.findall(r"(Zensical|ProperDocs) (\d[\d.]*\d)", PAGE)} == {
        one.replace("zensical", "Zensical").replace("properdocs", "ProperDocs") for one in OTHERS if "==" in one
    }


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: macro.name)
def test_every_macro_comes_out(macros, macro):
    values = {"agreement": "lead-handoff", "commitment": "first-contact", "team": "Sales Development", "part": "status"}
    values["review"] = "2026-Q3"
    found = getattr(macros, macro.name)(**{name: values[name] for name in macro.arguments})
    assert "sla-box-fault" not in found


def test_an_agreement_is_linked_from_where_the_page_will_be(macros):
    assert 'href="../agreements/lead-handoff/' in html.unescape(macros.sla_scoreboard())


def test_a_name_that_nobody_has_is_told_with_the_page(macros, caplog):
    assert "sla-box-fault" in macros.sla_trend("first-contact", "lead-handof")
    assert "team/index.md" in caplog.text
