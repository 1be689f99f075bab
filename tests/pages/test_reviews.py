"""The page of a review: eight parts in one order, in every state, whatever its record and its minutes hold."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.usual_range import Assurance
from living_sla.model.past.change import Direction
from living_sla.model.reviews.minutes import Dispute
from living_sla.model.reviews.record import FrozenChange
from living_sla.model.reviews.review import ReviewState
from living_sla.model.reviews.state import state_of
from living_sla.pages.links import Links
from living_sla.pages.reviews.review import PARTS, review_page
from living_sla.words.reviews.comparison import ROUNDED
from tests.pages.reading import Reading
from tests.pages.told_reviews import TOLD, page_of, told
from tests.reviews import examples

LINKS = Links("reviews/2026-Q3", {"lead-handoff": "agreements/lead-handoff.md"})


def read(review, *shelf) -> Reading:
    reading = Reading(review_page(review, shelf or (review,), replace(LINKS, here=f"reviews/{review.id}")))
    assert (reading.open, reading.unbalanced) == ([], [])
    return reading


def test_what_is_told_of_every_state_is_what_was_read_by_a_person():
    assert told() == TOLD.read_text(encoding="utf-8"), "read the difference, then: make golden"


@pytest.mark.parametrize("state", examples.EVERY_STATE)
def test_no_id_stands_twice_and_every_element_closes(state):
    reading = Reading(page_of(state))
    assert (reading.open, reading.unbalanced) == ([], [])
    ids = [of["id"] for _, of in reading.elements if of.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "review", [examples.accepted(), examples.frozen(record=examples.record(agreements=(), sources=(), actions=()))]
)
def test_the_parts_are_the_same_in_the_same_order(review):
    found = [of["id"] for of in read(review).all("h2")]
    assert found == [name for name, _ in PARTS]


def test_every_empty_part_says_so():
    empty = examples.frozen(record=examples.record(agreements=(), sources=(), actions=()))
    text = read(empty).text
    for said in (
        "No agreement was in force in this period.",
        "No action was open.",
        "No series left its usual range",
        "Nothing was missed",
        "The terms did not change.",
        "No exception touched the period.",
        "Nobody disputes a figure.",
        "No proposal was open.",
        "There are no minutes yet",
        "Nobody has signed with a dissent.",
        "Nobody has signed.",
        "No export was read.",
    ):
        assert said in text


def test_a_broken_record_is_red_on_top_with_the_file_named():
    reading = read(examples.broken())
    boxes = [of for of in reading.all("div") if "sla-box" in (of.get("class") or "")]
    assert boxes[0]["class"] == "sla-box sla-box-fault"
    assert reading.text.startswith(
        "Broken: this record cannot be relied on docs/reviews/2026-Q3/figures.csv has other bytes"
    )


def test_a_record_that_cannot_be_read_shows_no_part():
    reading = read(examples.not_readable())
    assert reading.all("h2") == []
    assert "snapshot.json is not a record" in reading.text


@pytest.mark.parametrize(
    ("changed", "verdicts"),
    [
        ({}, ", no verdict can."),
        ({"status": Status.ON_TRACK}, "."),
        ({"status": Status.MET, "lower": None, "upper": None}, "."),
    ],
    ids=["decided", "not decided", "an average, which nothing bounds"],
)
def test_a_provisional_review_says_whether_a_verdict_may_move(changed, verdicts):
    owed = examples.first_contact()
    *before, last = owed.series
    last = replace(last, counts=replace(last.counts, pending=3), **changed)
    owed = replace(owed, series=(*before, last))
    record = examples.record(agreements=(examples.agreement(commitments=(owed,)),), pending=3)
    told = read(examples.frozen(record=record)).text
    assert f"3 outcomes were open when it was frozen: figures may still move{verdicts}" in told


def test_a_first_day_is_told_by_the_version_alone():
    of = examples.agreement()
    [proposal] = of.proposals
    moved = FrozenChange("The first day changes from 1 May 2026 to 1 August 2026.", Direction.UNCLEAR, None, None)
    reworded = replace(moved, sentence="A lead now needs a score of at least 60.")
    proposal = replace(proposal, changes=(*proposal.changes, moved))
    versions = (replace(of.versions[0], changes=(moved,)), replace(of.versions[1], changes=(reworded, moved)))
    owed = replace(of, versions=versions, proposals=(proposal,))
    told = read(examples.frozen(record=examples.record(agreements=(owed,)))).text
    assert "version 1, in force since 1 May 2026" in told
    assert "Cannot tell A lead now needs a score of at least 60." in told
    assert "The first day" not in told


def test_a_correction_and_what_it_restates_lead_to_each_other():
    first, second = examples.accepted(), examples.correction()
    assert "../2026-Q3.2/" in [of["href"] for of in read(first, first, second).all("a")]
    assert "../2026-Q3/" in [of["href"] for of in read(second, first, second).all("a")]


def test_a_review_that_is_restated_waits_for_nobody():
    first, second = examples.reviewed(), examples.correction()
    assert "sla sign --review 2026-Q3." in read(first).text
    assert "waits for Sales Development" in read(first).text
    corrected = read(first, first, second).text
    assert "sla sign" not in corrected
    assert "waits for Sales Development" not in corrected


def _told(owed) -> str:
    return read(examples.frozen(record=examples.record(agreements=(examples.agreement(commitments=(owed,)),)))).text


COUNTED = "does not compare: what is counted changed"


def test_a_quarter_is_not_told_from_one_in_which_something_else_was_counted():
    owed = examples.qualified_leads()
    assert ": better" in _told(owed)
    begins, goes_on = replace(owed.before, broken=True), owed.before
    for now, before, said in (
        (replace(owed.pooled, broken=True), owed.before, COUNTED),
        (owed.pooled, replace(owed.before, broken=True, parts=(goes_on, begins)), COUNTED),
        (owed.pooled, replace(owed.before, broken=True, parts=(goes_on, goes_on)), COUNTED),
        (
            owed.pooled,
            replace(owed.before, window=(owed.before.period.start, owed.before.as_of)),
            "the terms held for a part",
        ),
        (replace(owed.pooled, unit="EUR"), owed.before, "does not compare: another unit"),
    ):
        told = _told(replace(owed, pooled=now, before=before))
        assert said in told
        assert ": better" not in told
        assert ": worse" not in told


def test_a_quarter_is_told_from_one_that_begins_with_what_is_counted_now():
    owed = examples.qualified_leads()
    begins = replace(owed.before, broken=True)
    assert "up 69: better" in _told(replace(owed, before=begins))

    assert "up 69: better" in _told(replace(owed, before=replace(begins, parts=(begins, owed.before))))


def test_shares_of_a_part_of_a_quarter_compare_with_a_whole_one():
    owed = examples.first_contact()
    part = replace(owed.before, window=(owed.before.period.start, owed.before.as_of))
    assert ": worse" in _told(replace(owed, before=part))


def test_mix_and_behaviour_are_not_told_across_a_change_of_what_is_counted():
    owed = examples.first_contact()
    inside = replace(owed.before, broken=True, parts=(owed.before, replace(owed.before, broken=True)))
    assert "because other records came (mix)" in _told(owed)
    assert "because other records came (mix)" not in _told(replace(owed, before=inside))


def test_where_a_change_is_not_the_difference_of_what_is_shown_it_is_said_why():
    owed = examples.first_contact()
    now, before = examples.pooled(owed.pooled.period, 811, 57), examples.pooled(owed.before.period, 975, 54)
    apart = _told(replace(owed, pooled=now, before=before))  # 93.4 % and 94.8 %: 1.4 as shown, 1.319 exactly
    assert "down 1.3 points: worse" in apart
    assert ROUNDED in apart
    assert ROUNDED not in _told(replace(owed, pooled=now, before=now))


@pytest.mark.parametrize(
    ("assurance", "said"),
    [
        (Assurance.WILL_MEET, "All of that range meets the target."),
        (Assurance.WILL_MISS, "All of that range misses the target"),
        (Assurance.HIT_OR_MISS, "The target lies inside that range"),
    ],
)
def test_a_signal_says_in_a_sentence_whether_the_target_can_be_kept(assurance, said):
    assert said in _told(examples.first_contact(assurance=assurance))


def test_commitments_of_the_same_title_are_told_apart_by_their_agreements():
    one, other = examples.agreement(), examples.agreement(id="events", title="Events")
    text = read(examples.frozen(record=examples.record(agreements=(one, other)))).text
    plain = " ".join(text.split())
    assert "First contact (Inbound lead hand-off) in August; First contact (Events) in August." in plain
    assert "First contact (Events) missed in August" in plain, "a cause each"
    assert "First contact (" not in read(examples.frozen()).text


def test_why_a_change_is_not_split_is_said():
    owed = examples.first_contact()
    broken = replace(owed, pooled=replace(owed.pooled, broken=True))
    assert "It does not compare with the period before: what is counted changed." in _told(broken)
    assert "There is no figure of the period before to compare with." in _told(replace(owed, before=None))
    missed = (*owed.series[:-3], *examples.first_contact().series[-3:])
    volume = examples.qualified_leads(series=missed, segmented_by="region")
    assert "A sum of all records has no mix, so its change is not split." in _told(volume)
    assert "The terms name no segments for it." in _told(replace(volume, segmented_by=""))


def test_a_state_is_that_of_the_agreement_that_has_come_least_far():
    assert state_of(examples.frozen()) is ReviewState.FROZEN
    assert state_of(examples.reviewed()) is ReviewState.REVIEWED
    assert state_of(examples.accepted()) is ReviewState.ACCEPTED


def test_mix_and_behaviour_add_up_to_the_change_that_is_told():
    text = read(examples.accepted()).text
    assert "it changed by −4.31 points: −0.63 because other records came (mix), −3.68 because like" in text


HOSTILE = (
    '<img src=x onerror="alert(1)">',
    "{{ config }} {% raw %}",
    "\u202egnp.exe\u202c \u200b\u2066",
    "\x00\x08\x1b[31m",
    "](javascript:alert(1)) **b** <!-- -->",
    "&lt;script&gt;&#60;b",
    "x" * 100_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_people_write_stays_text(text):
    """In every field of the minutes, of sign-offs and of the record itself."""
    minutes = examples.minutes()
    hostile = replace(
        minutes,
        present=(text,),
        causes={"lead-handoff/first-contact": text, text: text},
        decisions=(text,),
        actions=tuple(replace(action, what=text, owner=text) for action in minutes.actions),
        disputes=(Dispute(text, text, text, minutes.actions[0].place),),
    )
    signed = examples.signoff(text, text, dissent=text, refused=text, sentence=text)
    agreement = replace(examples.agreement(), title=text[:200], parties={"marketing": text[:200], "sales": text[:200]})
    record = examples.record(
        agreements=(agreement,), actions=tuple(replace(each, what=text) for each in examples.record().actions)
    )
    review = examples.frozen(minutes=hostile, signoffs=(signed,), record=record)
    html = review_page(review, (review,), LINKS)
    plain = examples.frozen(minutes=minutes, signoffs=(examples.signoff(),))
    tags = {name for name, _ in Reading(html).elements}
    assert tags <= {name for name, _ in read(examples.accepted()).elements} | {"tfoot"}
    assert not re.search(r"\{\{|\{%|javascript:|onerror=\"", html)
    assert not set("\u202e\u202c\u200b\u2066\x00\x08\x1b") & set(html)
    assert not {"&#0;", "&#8;", "&#27;"} & {*re.findall(r"&#\d+;", html)}
    assert len(html) < len(review_page(plain, (plain,), LINKS)) + 60 * 2_000 * 7


def test_notes_of_the_meeting_are_the_html_that_they_are_given_as():
    review = examples.accepted()
    html = review_page(review, (review,), LINKS, notes=Markup("<p>The <strong>fair</strong>.</p>"))
    assert "<p>The <strong>fair</strong>.</p>" in html


def test_a_page_weighs_little():
    assert len(page_of("accepted")) < 60_000


def test_of_a_hundred_commitments_a_page_shows_in_full_what_was_not_kept():
    one = examples.agreement()
    owed = tuple(replace(one.commitments[at % 4], id=f"c{at}", title=f"Promise {at}") for at in range(100))
    review = examples.accepted(record=examples.record(agreements=(replace(one, commitments=owed, proposals=()),)))
    reading = read(review)
    assert len(review_page(review, (review,), LINKS)) < 100_000
    assert "25 commitments kept in every period" in reading.text
    assert "Promise 97 at least 95 % · Ben Okafor 2 of 3 months met; not met: August" in reading.text
