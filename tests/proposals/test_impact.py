"""The past under both terms: each period as it was judged, and as the proposed terms would have judged it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from living_sla.agreements.editing.setting import read_setting
from living_sla.model.figures.attainment import Status
from living_sla.proposals.proposal import answer_of
from living_sla.scaffold.changed import changed
from living_sla.words.proposals.comment import NO_FORECAST
from living_sla.words.proposals.impact import impact_lines
from tests.proposals.proposing import EXPORT, NOW, edited, project, proposed


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


def test_a_source_that_is_declared_otherwise_moves_figures_without_a_change_of_terms(folder):
    path = folder.root / "data/sources.yml"
    path.write_text(path.read_text("utf-8").replace("as_of: 2026-10-15T17:00", "as_of: 2026-09-02T10:30"), "utf-8")
    proposal = proposed(folder)
    assert (proposal.changes_terms, proposal.sources, proposal.gate.unsigned) == (False, ("leads",), ())
    volume, contact = proposal.impacts
    assert (volume.redeclared, contact.redeclared) == (("leads",), ("leads",))
    september = next(pair for pair in contact.periods if pair.period.label == "2026-09")
    assert (september.before.ended, september.after.ended) == (True, False)
    assert list(impact_lines(proposal))[:2] == [
        "no change in the terms against main: 0 verdicts flip",
        "data/sources.yml declares leads otherwise, so figures of the past may be others by that alone.",
    ]


def test_what_was_agreed_is_read_as_the_folder_declares_it_where_the_export_has_other_columns_now(folder):
    for name, old, new in (
        ("data/sources.yml", "from: Contacted", "from: Answered"),
        (EXPORT, "Contacted", "Answered"),
    ):
        path = folder.root / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    [_, contact] = proposed(folder).impacts
    assert contact.flips == ()
    assert len(contact.compared) == 8


def test_periods_of_another_length_stand_apart(folder):
    edited(
        folder,
        (
            "limit: 4 business hours}\n    target: at least 90%\n    per: month",
            "limit: 4 business hours}\n    target: at least 90%\n    per: quarter",
        ),
    )
    proposal = proposed(folder)
    [impact] = proposal.impacts
    assert (impact.lengths, impact.compared, impact.flips) == (("month", "quarter"), (), ())
    lines = list(impact_lines(proposal))
    assert "  Periods of other lengths do not compare: by month as agreed, by quarter as proposed." in lines
    assert [line.split() for line in lines if line.startswith("    2026-Q") and "->" not in line] == [
        ["2026-Q1", "100.0", "%", "met"],
        ["2026-Q2", "100.0", "%", "met"],
        ["2026-Q3", "100.0", "%", "met"],
    ]


def test_the_lines_of_an_impact_tell_flips_first_and_once_that_it_is_no_forecast(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    lines = list(impact_lines(proposed(folder)))
    assert lines[:5] == [
        "against main: 8 verdicts flip",
        "",
        "lead-handoff/first-contact  Sales Development: First contact",
        "  at least 90 %, within 4 business hours → within 2 business hours, each month",
        "  8 verdicts of 8 closed periods would flip:",
    ]
    assert (
        "  The proposed target would have been met in 0 of the last 8 closed periods, without the change in 8." in lines
    )
    assert lines[-1] == NO_FORECAST
    assert lines.count(NO_FORECAST) == 1


def test_a_question_needs_no_branch_and_writes_nothing(folder):
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    would_be = changed(folder.root, "lead-handoff", [read_setting("first-contact.measure.limit=2 business hours")])
    proposal = answer_of(folder.root, [would_be.edited.after], now=NOW, cache=False)
    assert {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()} == before
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    assert proposal.impacts == proposed(folder).impacts


def test_if_it_took_force_now_is_told_for_the_next_full_hour_so_that_it_is_remembered(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    [on_time], [later] = (proposed(folder, now=NOW - timedelta(minutes=minutes)).impacts for minutes in (0, 59))
    assert on_time.rescue == later.rescue
    assert on_time.rescue.after.parts[-1].window[0] == NOW


def test_both_targets_stand_beside_the_figures_where_they_differ(folder):
    edited(folder, ("target: at least 90%", "target: at least 100%"))
    assert "    2026-03  100.0 % (at least 90 %) met  -> 100.0 % (at least 100 %) met" in impact_lines(proposed(folder))
