"""The chain of reviews, drawn by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from living_sla.model.past.revision import Commit, Identity
from living_sla.model.reviews.record import Restated, SealedReview
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.checking.chain import chain_findings
from tests.reviews import examples

FIRST_DAY = datetime(2026, 4, 8, 9, tzinfo=UTC)


def review(name: str, before: str | None, *, day: int | None = None, corrects: str | None = None) -> Review:
    """One that names the review before it and the one that it corrects by their true seals; landed on that day."""
    sealed = None if before is None else SealedReview(before, examples.seal_of(before))
    restated = None if corrects is None else Restated(SealedReview(corrects, examples.seal_of(corrects)), "Two leads.")
    record = examples.record(id=name, previous=sealed, restates=restated)
    at = FIRST_DAY + timedelta(days=day or 0)
    landed = None if day is None else Commit(f"{day:040x}", Identity("Ana Ruiz", examples.ANA), at, at, "A review")
    named = review_id(name)
    return Review(named, f"docs/reviews/{name}", examples.seal_of(name), record, None, landed=landed)


def told(*reviews: Review) -> list[str]:
    return [
        f"{found.file.removeprefix('docs/reviews/')} {found.what}"
        for findings in chain_findings(reviews).values()
        for found in findings
    ]


def test_a_chain_in_which_each_names_the_one_before_it_is_whole():
    """2026-Q1 <- 2026-Q2 <- 2026-Q1.2 (corrects 2026-Q1) <- 2026-09, not committed yet"""
    assert not told(
        review("2026-Q1", None, day=0),
        review("2026-Q2", "2026-Q1", day=90),
        review("2026-Q1.2", "2026-Q2", day=95, corrects="2026-Q1"),
        review("2026-09", "2026-Q1.2"),
    )


def test_a_seal_that_is_not_the_one_of_the_review_before_is_found():
    first = replace(review("2026-Q1", None, day=0), seal="f" * 64)
    named = examples.seal_of("2026-Q1")[:12]
    assert told(first, review("2026-Q2", "2026-Q1", day=1)) == [
        f"2026-Q2/snapshot.json names the review before it, 2026-Q1, by the seal {named}: it is ffffffffffff"
    ]


def test_a_review_that_is_gone_leaves_its_successor_without_one():
    gone = replace(review("2026-Q1", None, day=0), seal="", record=None)
    expected = ["2026-Q2/snapshot.json names 2026-Q1 as the review before it, which is not there"]
    assert told(gone, review("2026-Q2", "2026-Q1", day=1)) == expected
    assert told(review("2026-Q2", "2026-Q1", day=1)) == expected


def test_of_two_that_name_the_same_review_before_them_the_later_one_is_told_of():
    """
    2026-Q1 <-- 2026-Q2
            <-- 2026-05    landed later
    """
    chain = (review("2026-Q1", None, day=0), review("2026-Q2", "2026-Q1", day=1), review("2026-05", "2026-Q1", day=2))
    assert told(*chain) == [
        "2026-05/snapshot.json names 2026-Q1 as the review before it, as 2026-Q2 does: the chain has two ends"
    ]


def test_a_second_beginning_is_a_chain_that_was_cut():
    assert told(review("2026-Q1", None, day=0), review("2026-Q2", None, day=1)) == [
        "2026-Q2/snapshot.json begins a chain of its own, as 2026-Q1 did before it"
    ]


def test_a_review_cannot_follow_one_that_landed_after_it():
    assert told(review("2026-Q1", None, day=9), review("2026-Q2", "2026-Q1", day=1)) == [
        "2026-Q2/snapshot.json landed before 2026-Q1, which it names as the review before it"
    ]


def test_a_folder_with_the_record_of_another_review_is_found():
    moved = replace(review("2026-Q1", None, day=0), id=review_id("2026-Q2"))
    assert told(moved) == ["2026-Q1/snapshot.json is the record of 2026-Q1: the folder has another name"]


def test_a_correction_names_a_review_that_is_there_by_its_seal_and_is_called_after_it():
    first = review("2026-Q1", None, day=0)
    assert told(first, review("2026-Q2.2", "2026-Q1", day=1, corrects="2026-Q2")) == [
        "2026-Q2.2/snapshot.json corrects 2026-Q2, which is not there"
    ]
    assert told(first, review("2026-Q2.2", "2026-Q1", day=1, corrects="2026-Q1")) == [
        "2026-Q2.2/snapshot.json corrects 2026-Q1, and is not called a correction of it"
    ]
    assert told(first, review("2026-Q1.2", "2026-Q1", day=1)) == [
        "2026-Q1.2/snapshot.json is called a correction, and does not say of what"
    ]
    resealed = replace(first, seal="f" * 64)
    assert told(resealed, review("2026-Q1.2", "2026-Q1", day=1, corrects="2026-Q1"))[0] == (
        f"2026-Q1.2/snapshot.json corrects 2026-Q1 by the seal {examples.seal_of('2026-Q1')[:12]}: it is ffffffffffff"
    )


def test_a_review_whose_record_cannot_be_read_still_has_a_seal_that_others_name():
    lost = replace(review("2026-Q1", None, day=0), record=None)
    assert not told(lost, review("2026-Q2", "2026-Q1", day=1))
