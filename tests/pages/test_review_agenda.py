"""The agenda above a review: every part with what it came to, and the first sentence."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup
from msgspec.structs import replace

from living_sla.pages.reviews.actions import decisions
from living_sla.words.reviews.answer import answer, periods_words
from living_sla.words.reviews.naming import about
from tests.pages.reading import Reading
from tests.pages.told_reviews import page_of
from tests.reviews import examples


def test_every_part_has_a_link_with_its_gist():
    page = page_of("accepted")
    agenda = page.partition("sla-review-agenda")[2].partition("</nav>")[0]
    assert agenda.count("<li>") == 8
    assert all(f'href="#{found}"' in agenda for found in ("kept", "signals", "decisions", "seal"))


def test_the_agenda_says_which_causes_nobody_has_written():
    assert "4 Causes 1 to write" in Reading(page_of("frozen")).text


def test_an_action_that_was_done_and_told_in_part_2_is_not_told_again():
    last = examples.record().actions[0]
    same = replace(examples.minutes().actions[0], id=last.id, what=last.what, owner=last.owner, due=last.due)
    done = replace(same, done=date(2026, 8, 12))
    text = Reading(decisions(examples.accepted(minutes=examples.minutes(actions=(done,))), Markup(""), "UTC")).text
    assert last.what not in text
    assert "1 action of last time is done, and told in part 2." in text
    moved = replace(done, owner="Somebody else")
    text = Reading(decisions(examples.accepted(minutes=examples.minutes(actions=(moved,))), Markup(""), "UTC")).text
    assert last.what in text


def test_the_year_is_said_once():
    record = examples.record()
    assert answer(record).count(" 2026") == 1
    [owed] = [each for each in record.agreements[0].commitments if each.id == "first-contact"]
    other = replace(record.period, label="2027-Q1")
    assert "2026" not in periods_words(list(owed.reviewed[:2]), record.period)
    assert "2026" in periods_words(list(owed.reviewed[:2]), other)


def test_a_review_is_named_by_its_period_and_what_is_no_id_stays():
    assert about("2026-Q3") == "Q3 2026"
    assert about("2026-08") == "August 2026"
    assert about("2026-Q3.2") == "Q3 2026, correction 1"
    assert about("2026-99") == "2026-99"
