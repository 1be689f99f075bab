"""Macros with a generator that has no plugin of ours: they return the block itself."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from living_sla.model.macros import MACROS
from living_sla.pages import blocks as pages
from living_sla.pages.html import entities
from living_sla.site import macros
from living_sla.site.macros import showing
from tests.factories import histories, reports
from tests.pages import whole

LOGGER = "mkdocs.plugins.living_sla"


class Env:
    """What the macros plugin of a generator offers to a module."""

    def __init__(self, source: str = "agreements/lead-handoff.md") -> None:
        destination = f"{source.removesuffix('.md')}/index.html" if source != "index.md" else "index.html"
        file = SimpleNamespace(src_uri=source, dest_uri=destination)
        self.page = SimpleNamespace(file=file, markdown='Text.\n\n{{ sla_trend("first-contract") }}\n')
        self.conf = {"plugins": {}, "use_directory_urls": True}
        self.project_dir = "."
        self.known: dict = {}

    def macro(self, function, name):
        self.known[name] = function


@pytest.fixture(autouse=True)
def _a_report(monkeypatch):
    report = reports.report()
    monkeypatch.setattr(showing, "report_of", lambda root: report)


def site(source: str = "agreements/lead-handoff.md") -> dict:
    env = Env(source)
    macros.define_env(env)
    return env.known


def test_every_macro_that_an_agreement_may_call_is_there():
    assert list(site()) == [macro.name for macro in MACROS]


def test_on_an_agreements_page_no_argument_is_needed():
    report = reports.report()
    assert site()["sla_agreement"]() == whole.agreement(report.agreements[0], report)
    assert site()["sla_state"]() == whole.state(report.agreements[0], report)


def test_a_row_leads_to_the_page_of_its_commitment_from_any_page():
    assert f'href="{entities("first-contact/")}"' in site()["sla_commitments"]()
    found = site("guide/board.md")["sla_commitments"](agreement="lead-handoff")
    assert f'href="{entities("../../agreements/lead-handoff/first-contact/")}"' in found


def test_elsewhere_a_signature_leads_to_its_version_in_the_history(monkeypatch):
    signed = reports.report(histories.agreement_standing())
    monkeypatch.setattr(showing, "report_of", lambda root: signed)
    own = site("agreements/lead-handoff/history.md")["sla_history"](agreement="lead-handoff")
    assert 'href="#lead-handoff-version-3"' in own.replace(entities("#"), "#")
    found = site("guide/board.md")["sla_signoffs"](agreement="lead-handoff")
    assert 'href="../../agreements/lead-handoff/history/#lead-handoff-version-3"' in found
    assert not re.search('href="(#|&#35;)lead-handoff-version', found)


def test_a_commitment_has_a_page_with_its_ways_on_and_elsewhere_a_block_that_leads_there():
    page = site("agreements/lead-handoff/first-contact.md")["sla_commitment"]("first-contact", "lead-handoff")
    assert "sla-crumbs" in page
    assert f'href="{entities("../accepted/")}"' in page or f'href="{entities("../mql-volume/")}"' in page
    block = site("guide/board.md")["sla_commitment"]("first-contact", "lead-handoff")
    assert "sla-crumbs" not in block
    assert f'href="{entities("../../agreements/lead-handoff/first-contact/")}"' in block


def test_elsewhere_a_heading_still_links_to_itself():
    found = site("index.md")["sla_provenance"](agreement="lead-handoff")
    assert 'href="#provenance"' in found


def test_elsewhere_the_agreement_is_named():
    report = reports.report()
    found = site("index.md")["sla_trend"]("first-contact", agreement="lead-handoff")
    assert found == pages.trend(report.agreements[0].commitments[1])


def test_without_a_commitment_all_of_them_are_shown():
    assert site()["sla_trend"]().count('<svg class="sla-trend') == 3


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("index.md", "agreements/lead-handoff/first-contact/"),
        ("agreements/lead-handoff.md", "first-contact/"),
        ("guide/reading.md", "../../agreements/lead-handoff/first-contact/"),
    ],
)
def test_the_scoreboard_leads_to_commitments_from_any_page(source, address):
    assert f'href="{entities(address)}"' in site(source)["sla_scoreboard"]()


def test_an_unknown_commitment_is_a_box_and_an_error(caplog):
    with caplog.at_level(logging.ERROR, LOGGER):
        found = site()["sla_trend"]("first-contract")
    assert "sla-box-fault" in found
    assert [record.getMessage() for record in caplog.records] == [
        'agreements/lead-handoff.md:3: SLA-F024 lead-handoff has no commitment "first-contract"\n'
        "  hint: commitments: mql-volume, first-contact, accepted"
    ]


def test_an_unknown_agreement_is_a_box_and_an_error(caplog):
    with caplog.at_level(logging.ERROR, LOGGER):
        found = site("index.md")["sla_state"]("lead-handof")
    assert "sla-box-fault" in found
    assert [record.getMessage() for record in caplog.records] == [
        'index.md: SLA-F024 there is no agreement "lead-handof"\n  hint: agreements: lead-handoff'
    ]


def test_the_place_is_the_line_that_names_it(caplog):
    with caplog.at_level(logging.ERROR, LOGGER):
        site("index.md")["sla_state"]("first-contract")
    assert caplog.records[0].getMessage().startswith("index.md:3: ")


def test_a_page_about_nothing_says_so(caplog):
    with caplog.at_level(logging.ERROR, LOGGER):
        site("index.md")["sla_state"]()
    assert caplog.records[0].getMessage() == (
        "index.md: SLA-F024 this page does not say which agreement it shows\n  hint: agreements: lead-handoff"
    )


def test_the_report_is_built_once_for_one_state_of_the_inputs(tmp_path, monkeypatch):
    from living_sla import report
    from living_sla.proposals import here
    from living_sla.site import current_report

    built: list[Path] = []
    monkeypatch.setattr(report, "read_agreed", lambda root, **_: SimpleNamespace(past=None))
    monkeypatch.setattr(report, "build", lambda root, **_: built.append(root) or reports.report())
    monkeypatch.setattr(here, "proposal_here", lambda *_: None)
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "a.md").write_text("one")
    current_report.report_of(tmp_path)
    current_report.report_of(tmp_path)
    assert len(built) == 1
    (tmp_path / "agreements" / "a.md").write_text("two, longer")
    current_report.report_of(tmp_path)
    assert len(built) == 2
    (tmp_path / ".git" / "logs").mkdir(parents=True)
    (tmp_path / ".git" / "logs" / "HEAD").write_text("a commit")
    current_report.report_of(tmp_path)
    assert len(built) == 3


def test_revisions_sign_offs_and_changes_have_their_macros():
    report = reports.report()
    assert site()["sla_revisions"]() == whole.revisions(report.agreements[0], report)
    assert site()["sla_signoffs"]() == whole.signoffs(report.agreements[0], report)
    changes = site("news/ours.md")["sla_changes"]()
    assert changes == pages.changes(report, lambda agreement: f"../../agreements/{agreement}/history/", "")
