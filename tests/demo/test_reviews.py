"""The reviews of the demonstration: what each is there to show, read back by the product and checked without it."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from tools.demo.bundle import releases_of
from tools.demo.exports import HUBSPOT_FILE

from living_sla.history.past import read_past_here
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.review import ReviewState
from living_sla.model.reviews.state import state_of
from living_sla.reviews.folder.layout import MANIFEST
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.demo.reading_git import show
from tests.factories.demonstration import needs_programs

pytestmark = needs_programs
ORDER = ("2026-Q1", "2026-Q2", "2026-Q2.2", "2026-08", "2026-Q3")
"""In which they were frozen."""


@pytest.fixture(scope="module")
def reviews(demo_project):
    return {str(review.id): review for review in reviews_of(demo_project, read_past_here(demo_project))}


def test_there_are_three_quarters_a_month_and_a_correction(reviews):
    assert Counter(review.id.kind for review in reviews.values() if not review.record.restates) == {
        "quarter": 3, "month": 1,
    }  # fmt: skip
    assert [name for name, review in reviews.items() if review.record.restates] == ["2026-Q2.2"]


def test_nothing_is_wrong_with_any_of_them(reviews):
    assert {name: review.findings for name, review in reviews.items()} == dict.fromkeys(reviews, ())


def test_every_manifest_holds_for_plain_hashes(demo_project):
    for manifest in demo_project.glob(f"docs/reviews/*/{MANIFEST}"):
        for line in manifest.read_text().splitlines():
            digest, path = line.split("  ")
            assert hashlib.sha256((manifest.parent / path).read_bytes()).hexdigest() == digest


def test_they_are_a_chain_in_the_order_in_which_they_landed(reviews):
    landed = sorted(reviews.values(), key=lambda review: review.landed.landed_at)
    assert tuple(str(review.id) for review in landed) == ORDER
    named = [review.record.previous for review in landed]
    assert [(one.id, one.seal) for one in named[1:]] == [(str(one.id), one.seal) for one in landed[:-1]]
    assert named[0] is None


def test_all_are_accepted_but_one_for_which_somebody_else_signed(reviews):
    assert {name: state_of(review) for name, review in reviews.items()} == {
        name: ReviewState.REVIEWED if name == "2026-Q2" else ReviewState.ACCEPTED for name in ORDER
    }
    [claimed] = [one for one in reviews["2026-Q2"].signoffs if not one.counts]
    assert (claimed.file.signer, claimed.level) == ("caleb.thornton@northwind.example", TrustLevel.CLAIMED)


def test_both_parties_sign_at_different_levels(reviews):
    levels = {(one.file.party, one.level) for review in reviews.values() for one in review.signoffs if one.counts}
    assert levels == {
        ("marketing", TrustLevel.OWN_COMMIT),
        ("marketing", TrustLevel.VERIFIED),
        ("sales", TrustLevel.OWN_COMMIT),
        ("sales", TrustLevel.FORGE_ATTESTED),
        ("sales", TrustLevel.VERIFIED),
    }
    assert {one.file.party: one.level for one in reviews["2026-Q3"].signoffs} == {
        "marketing": TrustLevel.VERIFIED,
        "sales": TrustLevel.FORGE_ATTESTED,
    }


def test_one_signer_dissents_and_signs_all_the_same(reviews):
    found = [(name, one.file.signer, one.counts) for name, review in reviews.items() for one in review.signoffs
             if one.file.dissent]  # fmt: skip
    assert found == [("2026-Q2", "ana.ruiz@northwind.example", True)]


def test_the_correction_says_what_it_restates_and_why(reviews):
    found = reviews["2026-Q2.2"].record.restates
    assert (found.review.id, found.review.seal) == ("2026-Q2", reviews["2026-Q2"].seal)
    assert found.why == "Two first contacts of June were a rep's out-of-office reply; the CRM has the calls now."


def figures(review):
    """The counts of every own period of a review, and of the whole of it, by commitment and segment."""
    return {
        (of.id, owed.id, one.period.label, one.segment): one.counts
        for of in review.record.agreements
        for owed in of.commitments
        for one in (*owed.series, *sum(owed.segments, ()), owed.pooled, *owed.pooled_segments)
        if one is not None
    }  # fmt: skip


def test_the_restated_export_differs_by_two_leads_of_june_and_by_nothing_else(reviews):
    before, after = figures(reviews["2026-Q2"]), figures(reviews["2026-Q2.2"])
    assert before.keys() == after.keys()
    changed = {key: (after[key].met - counts.met, after[key].missed - counts.missed)
               for key, counts in before.items() if counts != after[key]}  # fmt: skip
    assert changed == {
        ("lead-handoff", "first-contact", period, segment): (-2, 2)
        for period in ("2026-06", "2026-Q2")
        for segment in (None, "EMEA")
    }


def test_every_missed_commitment_has_a_cause_and_every_action_an_owner_and_a_day(reviews):
    for review in reviews.values():
        assert all(review.minutes.causes.values())
        assert all(action.owner and action.due for action in review.minutes.actions)


def test_of_the_actions_one_was_done_late_and_one_is_still_open(reviews):
    told = {action.id: action for name in ORDER for action in reviews[name].minutes.actions}
    late = [action.id for action in told.values() if action.done and action.done > action.due]
    still_open = [action.id for action in told.values() if action.done is None]
    assert late == ["leavers", "holiday-cover"]
    assert still_open == ["summer-campaign", "fridays"]


def test_the_export_of_each_review_is_still_in_git(demo_project, reviews):
    for review in reviews.values():
        for source in review.record.sources:
            for file in source.files:
                content = show(demo_project, file.blob)
                assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.bytes)


def test_no_review_saw_anything_later_than_its_morning(reviews):
    days = {name: review.record.as_of.date().isoformat() for name, review in reviews.items()}
    assert days == {
        "2026-Q1": "2026-04-14", "2026-Q2": "2026-07-14", "2026-Q2.2": "2026-09-15", "2026-08": "2026-09-15",
        "2026-Q3": "2026-10-13",
    }  # fmt: skip


def test_the_last_review_tells_what_the_open_proposal_would_have_come_to(reviews):
    [proposal] = reviews["2026-Q3"].record.agreement("lead-handoff").proposals
    tried = [(one.period.label, str(one.status)) for one in proposal.backtest["first-contact"]]
    assert (proposal.version, tried) == (7, [("2026-07", "missed"), ("2026-08", "missed"), ("2026-09", "met")])


def test_the_demonstration_of_this_release_was_frozen_with_one_set_of_releases(demo_project, reviews):
    assert {review.record.releases for review in reviews.values()} == {releases_of(demo_project)}


def test_only_the_newest_exports_lie_in_the_folder(demo_project):
    assert len(list((demo_project / "data/exports").iterdir())) == 3
    assert Path(demo_project / "data/exports" / HUBSPOT_FILE).is_file()
