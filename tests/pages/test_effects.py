"""The page of effects: the newest change first, each with its verdict, its reason and what else changed."""

from __future__ import annotations

from msgspec.structs import replace

from living_sla.model.figures import welch
from living_sla.model.figures.effects import may_have_any
from living_sla.pages.effects.effects import effects, effects_on
from living_sla.pages.links import links_from
from tests.factories import histories, reports
from tests.model.test_effects import NOVEMBER, STEADY, part, timeline, version
from tests.pages.reading import Reading


def report(*versions, met=(*STEADY, *(99,) * 6)):
    standing = replace(reports.agreement_standing(part(*met)), timeline=timeline(*versions))
    return reports.report(standing)


def page(of) -> Reading:
    return Reading(effects(of, links_from("effects", of)))


def test_the_newest_change_comes_first_with_its_verdict_before_its_reason():
    text = page(report(NOVEMBER, version(3, "2026-02-01T00:00", histories.RAISED))).text
    order = [text.index(each) for each in ("version 3, since", "version 2, since")]
    assert order == sorted(order)
    assert text.index("Seen: better") < text.index("of the 10 before")


def test_every_change_leads_to_its_commitment_and_its_version():
    links = [found["href"] for found in page(report(NOVEMBER)).all("a")]
    assert "../agreements/lead-handoff/first-contact/" in links
    assert "../agreements/lead-handoff/history/#lead-handoff-version-2" in links


def test_what_to_install_for_the_interval_is_said_where_it_is_missing(monkeypatch):
    for is_there in (True, False):
        monkeypatch.setattr(welch, "is_installed", lambda is_there=is_there: is_there)
        monkeypatch.setattr(welch, "interval", lambda *_: None)
        assert ("pip install living-sla[stats]" in page(report(NOVEMBER)).text) is not is_there


def test_a_site_without_a_change_says_so_and_needs_no_page():
    without = report()
    assert "No change of terms bears on a commitment" in page(without).text
    assert not may_have_any(without)
    assert may_have_any(report(NOVEMBER))


def test_on_the_page_of_a_commitment_its_changes_stand_alone():
    of = report(NOVEMBER)
    [standing] = of.agreements
    block = Reading(effects_on(standing.commitments[0], standing, of, links_from("x", of)))
    assert block.text.startswith("Effects of changes")
    assert "First contact, " not in block.text
    assert effects_on(standing.commitments[0], replace(standing, timeline=None), of, links_from("x", of)) == ""
