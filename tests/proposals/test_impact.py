"""The past under both terms: each period as it was judged, and as the proposed terms would have judged it."""

from __future__ import annotations

import pytest

from living_sla.model.figures.attainment import Status
from tests.proposals.proposing import edited, project, proposed


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "project")


def test_nothing_proposed_is_nothing_changed(folder):
    proposal = proposed(folder)
    assert (proposal.base.name, proposal.agreements, proposal.changes_terms) == ("main", (), False)


def test_other_words_around_the_terms_touch_no_figure(folder):
    edited(folder, ("    owner: Ben Okafor\n---\n", "    owner: Ben Okafor\n---\nWhy we do this.\n"))
    [agreement] = proposed(folder).agreements
    assert (agreement.compared.kind, agreement.impacts) == ("editorial", ())


def test_a_shorter_limit_judges_every_period_anew_and_the_other_commitment_is_left_alone(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    folder.commit(message="Answer sooner")
    [agreement] = proposed(folder).agreements
    [impact] = agreement.impacts
    assert (impact.commitment, impact.party) == ("first-contact", "sales")
    march = next(pair for pair in impact.periods if pair.period.label == "2026-03")
    assert (march.before.status, march.after.status, march.flips) == (Status.MET, Status.MISSED, True)
    assert (march.before.counts.met, march.after.counts.met) == (4, 1)
    assert [pair.period.label for pair in impact.running] == ["2026-10"]
    assert not any(pair.flips for pair in impact.running)


def test_terms_that_the_branch_has_landed_are_not_among_those_that_judged(folder):
    edited(folder, ("target: at least 90%", "target: at least 50%"), ("effective: 2026-02-01", "effective: 2026-03-01"))
    folder.commit(message="Ask for less")
    [impact] = proposed(folder).impacts
    assert impact.periods[0].period.label == "2026-02"
    assert {str(pair.before.target.amount) for pair in impact.periods if pair.before} == {"0.9"}
    assert {str(pair.after.target.amount) for pair in impact.periods if pair.after} == {"0.5"}


def test_what_the_main_line_changed_since_is_no_change_of_ours(folder):
    folder.git("switch", "--quiet", "main")
    edited(folder, ("title: Qualified leads", "title: Leads that qualify"))
    folder.commit(message="Another title")
    folder.git("switch", "--quiet", "proposal")
    assert proposed(folder).agreements == ()
