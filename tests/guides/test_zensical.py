"""What the guide says about macros under Zensical, tried on a page that has what its pages have."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from living_sla.model.macros import MACROS
from living_sla.site.macros import Macros
from tests.factories.small_sites import write_project
from tests.guides.table import DOCS

PAGE = (DOCS / "how-to" / "zensical.md").read_text("utf-8")
FAIL = {"sla_scoreboard", "sla_changes"}


@pytest.fixture(scope="module")
def macros(tmp_path_factory):
    """The macros on a page without an address of its output, in a site whose plugins are names alone."""
    root = write_project(tmp_path_factory.mktemp("zensical") / "project")
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md"), markdown="")
    return Macros(SimpleNamespace(project_dir=str(root), conf={"plugins": {}}, page=page))


def test_the_guide_names_every_macro():
    assert set(re.findall(r"`(sla_\w+)", PAGE)) == {macro.name for macro in MACROS}


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: macro.name)
def test_macros_about_one_agreement_come_out_and_the_others_do_not_yet(macros, macro):
    values = {"agreement": "lead-handoff", "commitment": "first-contact"}
    found = getattr(macros, macro.name)(**{name: values[name] for name in macro.arguments})
    assert ("SLA-F130" in found or "sla-box-fault" in found) == (macro.name in FAIL)
